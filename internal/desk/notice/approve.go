package notice

import (
	"context"
	"slices"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/setting"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// Approval is the written yes to publishing at a place other than the portal.
type Approval struct {
	Org        directory.OrgID
	Place      Channel
	By         string // Who approved, as written.
	Document   string // Where the writing is: a record's number, an address.
	ApprovedAt time.Time
}

var (
	selectApprovals = sqldb.Q("notice.approvals", `select place, approved_by, document, approved_at from notice_approval where org_id = $1`)
	upsertApproval  = sqldb.Q("notice.approve", `
		insert into notice_approval (org_id, place, approved_by, document, approved_at, created_by, created_at) values ($1, $2, $3, $4, $5, $6, $7)
		on conflict (org_id, place) do update set approved_by = excluded.approved_by, document = excluded.document,
			approved_at = excluded.approved_at, created_by = excluded.created_by, created_at = excluded.created_at`)
)

func approvals(ctx context.Context, q sqldb.Querier, org directory.OrgID) (map[Channel]Approval, error) {
	out := map[Channel]Approval{}
	list, err := sqldb.All(ctx, q, selectApprovals, func(r sqldb.Row) (Approval, error) {
		a := Approval{Org: org}
		return a, r.Scan(&a.Place, &a.By, &a.Document, sqldb.ScanTime(&a.ApprovedAt))
	}, int64(org))
	for _, a := range list {
		out[a.Place] = a
	}
	return out, err
}

// Approve records the written approval of a place. Errors: errs.Invalid, errs.Forbidden.
func (s *Service) Approve(ctx context.Context, by authz.Actor, a Approval) error {
	if !by.MayIn(MayHold, authz.Organisation, int64(a.Org)) {
		return errs.Denied(string(MayHold))
	}
	return s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		var f errs.Fields
		a.By, a.Document = clean.Line(a.By, 200), clean.Line(a.Document, 500)
		chosen, err := setting.Get[[]string](ctx, tx, a.Org, setting.PublishPlaces, tx.Now())
		if err != nil {
			return err
		}
		if !slices.Contains(Places(), a.Place) || !slices.Contains(chosen, string(a.Place)) {
			f.Add("place", "error.choose")
		}
		if clean.Blank(a.By) {
			f.Add("approved_by", "error.required")
		}
		if clean.Blank(a.Document) {
			f.Add("document", "notice.error.document")
		}
		if a.ApprovedAt.IsZero() || a.ApprovedAt.After(tx.Now()) {
			f.Add("approved_at", "error.date")
		}
		if err := f.Err(); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, upsertApproval, int64(a.Org), string(a.Place), a.By, a.Document, sqldb.Time(a.ApprovedAt), sqldb.ID(by.Person), sqldb.Time(tx.Now()))
		return err
	})
}

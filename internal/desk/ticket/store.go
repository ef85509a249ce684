package ticket

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// columns are the ticket's columns in the order in which scanTicket reads them.
const columns = `t.id, t.org_id, t.desk_id, t.kind, t.kind_version, t.state, t.substate, t.sealed, t.title, t.channel,
	t.requester_id, t.reporter_id, t.sender_name, t.sender_address, t.unit_id, t.site_id, t.category_id, t.impact,
	t.urgency, t.priority, t.group_id, t.assignee_id, t.service_id, t.supplier_id, t.hold_code, t.hold_reason, t.hold_until, t.solution, t.solution_code,
	t.closed_how, t.first_contact, t.reopened, t.hand_overs, t.merged_into, t.detected_at, t.created_at, t.updated_at,
	t.assigned_at, t.replied_at, t.resolved_at, t.told_at, t.close_due, t.closed_at, t.followed_up_at, t.residents,
	t.awaits_desk, t.within_target, t.due_at, t.due_clock, t.via, t.contact_way, t.owed_at, t.owed_what, t.version`

var insertTicket = sqldb.Q("ticket.insert", `
	insert into ticket (org_id, desk_id, kind, kind_version, state, substate, sealed, title, channel,
		requester_id, reporter_id, sender_name, sender_address, unit_id, site_id, category_id, impact,
		urgency, priority, group_id, assignee_id, service_id, supplier_id, hold_code, hold_reason, hold_until, solution, solution_code,
		closed_how, first_contact, reopened, hand_overs, merged_into, detected_at, created_at,
		assigned_at, replied_at, resolved_at, told_at, close_due, closed_at, followed_up_at, residents, via, contact_way, awaits_desk,
		within_target, updated_at, active, version)
	values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24,
		$25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, $47, $48, $49, 1)
	returning id`)

// selectByID is the statement that loads one ticket inside a scope; the scope's text is appended by load.
const selectByID = `select ` + columns + ` from ticket t where t.id = ? and `

func scanTicket(r sqldb.Row) (Ticket, error) {
	var t Ticket
	err := r.Scan(t.targets()...)
	return t, err
}

// targets are the places that a row of columns is scanned into.
func (t *Ticket) targets() []any {
	return []any{
		&t.ID, &t.Org, &t.Desk, &t.Kind, &t.KindVersion, &t.State, &t.Substate, &t.Sealed, &t.Title, &t.Channel,
		sqldb.ScanID(&t.Requester), sqldb.ScanID(&t.Reporter), &t.SenderName, &t.SenderAddress, sqldb.ScanID(&t.Unit),
		sqldb.ScanID(&t.Site), sqldb.ScanID(&t.Category), &t.Impact, &t.Urgency, &t.Priority, sqldb.ScanID(&t.Group),
		sqldb.ScanID(&t.Assignee), sqldb.ScanID(&t.Service), sqldb.ScanID(&t.Supplier), &t.HoldCode, &t.HoldReason, sqldb.ScanTime(&t.HoldUntil), &t.Solution, &t.SolutionCode, &t.ClosedHow,
		&t.FirstContact, &t.Reopened, &t.HandOvers, sqldb.ScanID(&t.MergedInto), sqldb.ScanTime(&t.DetectedAt),
		sqldb.ScanTime(&t.CreatedAt), sqldb.ScanTime(&t.UpdatedAt), sqldb.ScanTime(&t.AssignedAt), sqldb.ScanTime(&t.RepliedAt),
		sqldb.ScanTime(&t.ResolvedAt), sqldb.ScanTime(&t.ToldAt), sqldb.ScanTime(&t.CloseDue), sqldb.ScanTime(&t.ClosedAt),
		sqldb.ScanTime(&t.FollowedUpAt), &t.Residents, &t.AwaitsDesk, &t.WithinTarget, scanDue(&t.DueAt), &t.DueClock,
		&t.Via, &t.ContactWay, sqldb.ScanTime(&t.OwedAt), &t.OwedWhat, &t.Version,
	}
}

// load returns the ticket when it lies inside the scope; otherwise errs.Missing, the same as when it does not exist.
func load(ctx context.Context, q sqldb.Querier, scope authz.Scope, id ID) (Ticket, error) {
	return loadLocked(ctx, q, scope, id, "")
}

func loadLocked(ctx context.Context, q sqldb.Querier, scope authz.Scope, id ID, lock string) (Ticket, error) {
	var w sqldb.Where
	condition, args := scope.SQL()
	text := w.Numbered(selectByID, int64(id)) + w.Numbered(condition, args...) + lock
	t, err := sqldb.One(ctx, q, sqldb.Q("ticket.load", text), scanTicket, w.Args()...)
	if errors.Is(err, sqldb.ErrNone) {
		return Ticket{}, errs.Missing()
	}
	return t, err
}

// insert stores a new ticket and gives it its number. Version becomes 1: the event of its birth.
func insert(ctx context.Context, tx *sqldb.Tx, t *Ticket) error {
	args := make([]any, 0, len(fields)+2)
	for _, f := range fields {
		args = append(args, f.get(t))
	}
	args = append(args, sqldb.Time(t.UpdatedAt), t.State.Active())
	n, err := tx.Insert(ctx, insertTicket, args...)
	if err != nil {
		return err
	}
	t.ID, t.Version = ID(n), 1
	return nil
}

// save writes the columns that changes names, and only those: an untouched column's index stays untouched too.
func save(ctx context.Context, tx *sqldb.Tx, t *Ticket, changes map[string]Diff) error {
	var w sqldb.Where
	var set strings.Builder
	for _, f := range fields {
		if _, changed := changes[f.column]; !changed {
			continue
		}
		set.WriteString(w.Numbered(f.column+" = ?, ", f.get(t)))
		if f.column == "state" {
			set.WriteString(w.Numbered("active = ?, ", t.State.Active()))
		}
	}
	text := "update ticket set " + set.String() +
		w.Numbered("updated_at = ?, version = ? where id = ? and version = ?", sqldb.Time(t.UpdatedAt), t.Version, int64(t.ID), t.Version-1)
	n, err := tx.Exec(ctx, sqldb.Q("ticket.update", text), w.Args()...)
	if err != nil {
		return err
	}
	if n != 1 {
		return fmt.Errorf("ticket %s: version %d was overtaken", t.ID, t.Version-1)
	}
	return nil
}

package inbox

import (
	"context"
	"strings"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// Failing is a mailbox that cannot be fetched.
type Failing struct {
	Address string
	Since   time.Time
	Step    string // A word of ours (texts "imap.fault.").

	org  directory.OrgID
	desk directory.DeskID
}

var selectFailing = sqldb.Q("fetch.failing", `
	select b.org_id, b.desk_id, b.address, f.failing_since, f.error from mailbox_fetch f join mailbox b on b.id = f.mailbox_id
	where f.active and b.active and f.failing_since is not null order by b.address limit 500`)

// FailingBoxes lists the mailboxes that cannot be fetched now, of the desks whose mail the actor takes care of. It fails with
// Forbidden without mail.quarantine.
func (s *Service) FailingBoxes(ctx context.Context, by authz.Actor) ([]Failing, error) {
	if !by.May(MayHandleMail) {
		return nil, errs.Denied(string(MayHandleMail))
	}
	all, err := sqldb.All(ctx, s.d.DB, selectFailing, func(r sqldb.Row) (f Failing, err error) {
		var said string
		err = r.Scan(&f.org, &f.desk, &f.Address, sqldb.ScanTime(&f.Since), &said)
		f.Step, _, _ = strings.Cut(said, ": ")
		return f, err
	})
	var out []Failing
	for _, f := range all {
		if mayHandle(by, f.org, f.desk) {
			out = append(out, f)
		}
	}
	return out, err
}

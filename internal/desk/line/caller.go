package line

import (
	"context"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// mostCandidates bounds whom a number may belong to: the number of a school's exchange belongs to many.
const mostCandidates = 10

// Candidates returns who may be calling: whoever has that number, as far as the actor may read them, and never anybody
// with a protected identity. A number says where a call comes from; who speaks is said by whoever speaks. It costs one
// statement, one more for a short number.
func (s *Service) Candidates(ctx context.Context, by authz.Actor, org directory.OrgID, number string) ([]directory.PersonHit, error) {
	if number == "" {
		return nil, nil
	}
	var also []directory.PersonID
	if short(number) {
		var err error
		if also, err = sqldb.All(ctx, s.DB, extensionOf, sqldb.Value[directory.PersonID], int64(org), number); err != nil {
			return nil, err
		}
	}
	return directory.Candidates(ctx, s.DB, by, org, nationalDigits(number), also, mostCandidates)
}

var extensionOf = sqldb.Q("line.extension_of", `select e.person_id from call_extension e where e.org_id = $1 and e.number = $2`)

// Popped is a call that an agent's telephone announces by opening an address: what is known of it. Nothing is written.
func (s *Service) Popped(ctx context.Context, by authz.Actor, callID, from, to, queue string) (Contact, error) {
	if !by.May(MayTake) {
		return Contact{}, errs.Denied(string(MayTake))
	}
	if callID != "" {
		if c, err := s.ByCall(ctx, by, callID); !errs.Is(err, errs.NotFound) {
			return c, err
		}
	}
	c := Contact{Org: directory.OrgID(by.Org), Channel: ticket.Phone, State: Waiting, Caller: Number(from, ""), Came: s.DB.Now()}
	l, found, err := lineFor(ctx, s.DB, Source{Org: c.Org}, CallEvent{To: to, Queue: queue})
	if err != nil || !found {
		return c, err
	}
	c.Line, c.Desk, c.Category, c.Priority, c.Target, c.LineSv, c.LineEn = l.ID, l.Desk, l.Audience, l.Priority, l.Target, l.NameSv, l.NameEn
	return c, nil
}

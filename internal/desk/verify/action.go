package verify

import (
	"context"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/setting"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// Action is something that only whom it concerns may ask for.
type Action string

// The actions.
const (
	Password Action = "password" // A new password for whom the case is for.
	Cost     Action = "cost"     // A cost that was asked for by phone or chat.
	Contact  Action = "contact"  // How the person wants to be spoken with.
)

// Actions lists them.
func Actions() []Action { return []Action{Password, Cost, Contact} }

func (a Action) key() setting.Key {
	switch a {
	case Password:
		return setting.VerifyPassword
	case Cost:
		return setting.VerifyCost
	}
	return setting.VerifyContact
}

var strengths = map[string]int{setting.CheckNone: 0, setting.CheckWeak: Weak, setting.CheckMedium: Medium, setting.CheckStrong: Strong}

// needs is how strong a check an action takes in an organisation; 0 takes none.
func needs(ctx context.Context, q sqldb.Querier, org directory.OrgID, a Action) (int, error) {
	word, err := setting.Get[string](ctx, q, org, a.key(), q.Now())
	return strengths[word], err
}

// Lock is an action as it stands for a case.
type Lock struct {
	Action Action
	Needs  int  // The strength it takes; 0: it is never locked.
	Open   bool // It may be done now.
}

// Locks tells of each action whether it may be done now about a case's person.
func (s *Service) Locks(ctx context.Context, t *ticket.Ticket) ([]Lock, error) {
	rules, err := setting.AtOnce(ctx, s.d.DB, t.Org, s.d.DB.Now(), setting.VerifyPassword, setting.VerifyCost, setting.VerifyContact)
	if err != nil {
		return nil, err
	}
	c, found, err := latest(ctx, s.d.DB, t.ID, t.Requester)
	if err != nil {
		return nil, err
	}
	var out []Lock
	for _, a := range Actions() {
		word, err := setting.Of[string](rules, a.key())
		if err != nil {
			return nil, err
		}
		l := Lock{Action: a, Needs: strengths[word]}
		l.Open = l.Needs == 0 || found && c.counts(s.d.DB.Now(), l.Needs)
		out = append(out, l)
	}
	return out, nil
}

// Passed reports whether somebody has been checked about a case and that counts now, however strong the check was.
func (s *Service) Passed(ctx context.Context, q sqldb.Querier, id ticket.ID, person directory.PersonID) (bool, error) {
	c, found, err := latest(ctx, q, id, person)
	return found && c.counts(q.Now(), Weak), err
}

func latest(ctx context.Context, q sqldb.Querier, id ticket.ID, person directory.PersonID) (Check, bool, error) {
	if person == 0 {
		return Check{}, false, nil
	}
	return sqldb.Maybe(ctx, q, selectLatest, scanCheck, int64(id), int64(person))
}

var selectOrg = sqldb.Q("caller_check.org", `select org_id from ticket where id = $1`)

// RequireIn refuses an action about a person unless they have been checked about the case, strongly enough for the action.
// It asks for no right: whoever does the action has asked for that. Errors: errs.Conflict, whose text says what to do.
func (s *Service) RequireIn(ctx context.Context, tx *sqldb.Tx, by authz.Actor, a Action, id ticket.ID, person directory.PersonID) error {
	if by.IsSystem() {
		return nil
	}
	org, err := sqldb.One(ctx, tx, selectOrg, sqldb.Value[directory.OrgID], int64(id))
	if err != nil {
		return err
	}
	strength, err := needs(ctx, tx, org, a)
	if err != nil || strength == 0 {
		return err
	}
	c, found, err := latest(ctx, tx, id, person)
	if err != nil || found && c.counts(tx.Now(), strength) {
		return err
	}
	if found && c.counts(tx.Now(), Weak) {
		return errs.E(errs.Conflict, "verify.error.stronger")
	}
	return errs.E(errs.Conflict, "verify.error.locked")
}

// CostIn refuses to let a case cost money on the word of a caller whom nobody has checked: of whom it is for, or of who
// reported it for them. What came in writing, by somebody logged in, is not a caller's word.
func (s *Service) CostIn(ctx context.Context, tx *sqldb.Tx, by authz.Actor, t *ticket.Ticket) error {
	if t.Channel != ticket.Phone && t.Channel != ticket.Chat {
		return nil
	}
	err := s.RequireIn(ctx, tx, by, Cost, t.ID, t.Requester)
	if errs.Is(err, errs.Conflict) && t.Reporter != 0 && s.RequireIn(ctx, tx, by, Cost, t.ID, t.Reporter) == nil {
		return nil
	}
	return err
}

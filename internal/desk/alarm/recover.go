package alarm

import (
	"context"

	"lotsen/internal/desk/alarm/read"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// recover tells an alarm's case that it has ceased. When nothing on it fires any more, and nobody has taken it on, a rule
// may want it solved.
func (w *work) recover(ctx context.Context, tx *sqldb.Tx, a *Alarm) error {
	a.Told = read.Resolved
	t, err := followed(ctx, tx, a.Ticket)
	if err != nil {
		return err
	}
	others, err := sqldb.One(ctx, tx, firingOn, sqldb.Value[int64], int64(a.Ticket), int64(a.ID))
	if err != nil || !t.State.Active() {
		return err
	}
	text := w.p.T("alarm.said.ceased", "summary", titled(a), "at", a.Changed)
	if others > 0 {
		return w.say(ctx, tx, a, text+"\n\n"+w.p.T("alarm.said.others", "n", others), false)
	}
	rule := byID(w.rules, a.Rule)
	solved, err := w.solve(ctx, tx, &t, &rule, text)
	if err != nil {
		return err
	}
	if !solved {
		if err := w.lastSay(ctx, tx, t.ID, text); err != nil {
			return err
		}
		return note(ctx, tx, a, WasNoted, t.ID.String())
	}
	if err := note(ctx, tx, a, WasSolved, t.ID.String()); err != nil {
		return err
	}
	return w.solveParent(ctx, tx, a, &rule)
}

// lastSay writes that all is over, however many notes there are.
func (w *work) lastSay(ctx context.Context, tx *sqldb.Tx, id ticket.ID, text string) error {
	_, _, err := w.t.NoteIn(ctx, tx, as(&w.src), id, ticket.Words{Text: text, Channel: ticket.Alarm, Attention: true})
	return err
}

// solve solves a case on which nothing fires any more, when its rule wants that and nobody works on it.
func (w *work) solve(ctx context.Context, tx *sqldb.Tx, t *ticket.Ticket, rule *Rule, text string) (bool, error) {
	if rule.Config.Do.Recover != RecoverSolve || t.Assignee != 0 || t.Supplier != 0 || t.Category == 0 {
		return false, nil
	}
	_, err := w.t.Resolve(ctx, as(&w.src), t.ID, ticket.ResolveInput{Solution: text, Told: true})
	if errs.Is(err, errs.Invalid) || errs.Is(err, errs.Conflict) {
		return false, nil // The organisation asks for more than a machine can say.
	}
	return err == nil, err
}

// solveParent solves the common case above one that has just been solved, when it was the last.
func (w *work) solveParent(ctx context.Context, tx *sqldb.Tx, a *Alarm, rule *Rule) error {
	id, found, err := sqldb.Maybe(ctx, tx, parentOf, sqldb.Value[ticket.ID], int64(a.Ticket))
	if err != nil || !found {
		return err
	}
	// The alarm itself is not written yet, and still counts as firing.
	n, err := sqldb.One(ctx, tx, firingBelow, sqldb.Value[int64], int64(id), int64(a.ID))
	if err != nil || n > 0 {
		return err
	}
	t, err := followed(ctx, tx, id)
	if err != nil || !t.State.Active() {
		return err
	}
	text := w.p.T("alarm.said.all_ceased", "at", a.Changed)
	solved, err := w.solve(ctx, tx, &t, rule, text)
	if err != nil || solved {
		return err
	}
	return w.lastSay(ctx, tx, t.ID, text)
}

func ignoreMissing(err error) error {
	if errs.Is(err, errs.NotFound) {
		return nil
	}
	return err
}

package ticket

import (
	"context"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// ImproveInput is what an agent makes of what a user thinks.
type ImproveInput struct {
	Title   string // "": as the user's case is called.
	Benefit string // What would be better for whom.
}

var selectFirstWords = sqldb.Q("message.first_words", `
	select m.text from message m where m.ticket_id = $1 and not m.internal order by m.id limit 1`)

// Improve begins an improvement out of a user's feedback or complaint, linked to it both ways. It carries the user's
// words, but those of a person with protected identity stay where they are.
// Errors: errs.NotFound, errs.Forbidden, errs.Invalid, errs.Conflict for a case that says nothing about our service.
func (s *Service) Improve(ctx context.Context, by authz.Actor, id ID, in ImproveInput) (Ticket, error) {
	var made Ticket
	err := s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		t, err := loadLocked(ctx, tx, Visible(by), id, " {{for_update}}")
		if err != nil {
			return err
		}
		if err := s.allowed(by, MayWork, &t); err != nil {
			return err
		}
		if t.Kind != Feedback && t.Kind != Complaint {
			return errs.E(errs.Conflict, "ticket.error.no_opinion")
		}
		if clean.Blank(in.Benefit) {
			var f errs.Fields
			f.Add("benefit", "error.required")
			return f.Err()
		}
		report := ReportInput{Desk: t.Desk, Kind: Improvement, Title: in.Title, Fields: map[string]string{"benefit": in.Benefit}}
		if !t.Sealed {
			if clean.Blank(report.Title) {
				report.Title = t.Title
			}
			if report.Text, _, err = sqldb.Maybe(ctx, tx, selectFirstWords, sqldb.Value[string], int64(t.ID)); err != nil {
				return err
			}
		}
		if made, err = s.ReportIn(ctx, tx, by, report); err != nil {
			return err
		}
		if err := s.linkIn(ctx, tx, by, &made, &t, LinkCausedBy); err != nil {
			return err
		}
		return settle(ctx, tx, &made)
	})
	return made, err
}

package connector

import (
	"context"

	"lotsen/internal/desk/audit"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/sqldb"
)

// endIn ends a job, once: what comes later changes nothing. Its case is solved, or lies open at the desk with a note.
func (s *Service) endIn(ctx context.Context, tx *sqldb.Tx, by authz.Actor, id JobID, state State, fault, said string) error {
	j, err := sqldb.One(ctx, tx, lockJob, scanJob, int64(id))
	if err != nil || j.State.Ended() {
		return err
	}
	if j.State == Waiting {
		j.Tries++
	}
	j.State, j.EndedAt, j.Error, j.Said = state, tx.Now(), fault, clean.Text(said, maxSaid)
	what := EventFailed
	if state == Done {
		what = EventDone
		if _, err := tx.Exec(ctx, markDone, int64(j.Connector), sqldb.Time(tx.Now())); err != nil {
			return err
		}
	}
	if err := s.save(ctx, tx, by, &j, what); err != nil {
		return err
	}
	p, err := directory.Load(ctx, tx, j.Person)
	if err != nil {
		return err
	}
	if j.Kind == Password && state == Done {
		entry := audit.Entry{Org: int64(j.Org), What: LogResetDone, Subject: "person", SubjectID: int64(j.Person)}
		if err := audit.Write(ctx, tx, by, entry, map[string]any{"how": j.How, "case": j.Ticket.String()}); err != nil {
			return err
		}
	}
	if state == Done {
		return s.solve(ctx, tx, &j, &p)
	}
	return s.leave(ctx, tx, &j)
}

// solve ends the case of a job that was done. A case that an agent has in hand gets a note: the agent decides.
func (s *Service) solve(ctx context.Context, tx *sqldb.Tx, j *Job, p *directory.Person) error {
	if j.How == AtDesk {
		return s.note(ctx, tx, j, "connector.note.done", false)
	}
	t := s.d.Texts.Printer(p.Lang)
	text := t.T("connector.solution." + string(j.Kind))
	if j.Said != "" {
		text += "\n\n" + t.T("connector.said", "said", j.Said)
	}
	_, err := s.d.Ticket.In(tx).Resolve(ctx, system(), j.Ticket, ticket.ResolveInput{Solution: text, Code: "selfservice", FirstContact: true})
	if errs.Is(err, errs.Invalid) || errs.Is(err, errs.Conflict) {
		// The organisation wants more said about a case before it is solved, or somebody has ended it: the note tells.
		return s.note(ctx, tx, j, "connector.note.done", true)
	}
	return err
}

// leave lays the case of a job that failed before the desk.
func (s *Service) leave(ctx context.Context, tx *sqldb.Tx, j *Job) error {
	return s.note(ctx, tx, j, "connector.note.failed", true)
}

// note writes to the desk about a job, in Swedish like all that the program writes to it.
func (s *Service) note(ctx context.Context, tx *sqldb.Tx, j *Job, key string, attention bool) error {
	t := s.d.Texts.Printer(i18n.Swedish)
	why := ""
	if j.Error != "" {
		why = t.T("connector.fault." + j.Error)
	}
	text := t.T(key, "what", t.T("connector.kind."+string(j.Kind)), "why", why)
	if j.Said != "" {
		text += "\n\n" + t.T("connector.said", "said", j.Said)
	}
	_, _, err := s.d.Ticket.NoteIn(ctx, tx, system(), j.Ticket, ticket.Words{Text: text, Attention: attention})
	if errs.Is(err, errs.Conflict) {
		return nil // The case is over.
	}
	return err
}

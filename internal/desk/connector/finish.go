package connector

import (
	"context"
	"crypto/subtle"
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	"lotsen/internal/desk/audit"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// Stage is where somebody stands on the way to a new password.
type Stage string

// The stages.
const (
	StageCode  Stage = "code"  // A code is waited for, and a password.
	StageAgain Stage = "again" // The code was right; the directory wants another password.
	StageJob   Stage = "job"   // It is done, or about to be.
	StageOver  Stage = "over"  // Too late, or too many failures.
)

// Way to a new password, as its browser may know it.
type Reset struct {
	Stage Stage
	Left  int // Tries.
	Until time.Time
	Job   Job // From the stage StageAgain on.
	Own   bool
}

// Reset tells where a way to a new password stands. What no browser was given is over.
func (s *Service) Reset(ctx context.Context, token string) (Reset, error) {
	x, found, err := sqldb.Maybe(ctx, s.d.DB, selectReset, scanReset, tokenHash(token))
	if err != nil || !found || token == "" {
		return Reset{Stage: StageOver}, err
	}
	return s.standing(ctx, s.d.DB, &x)
}

func (s *Service) standing(ctx context.Context, q sqldb.Querier, x *reset) (Reset, error) {
	v := Reset{Stage: StageCode, Left: CodeTries - x.tries, Until: x.expiresAt}
	if x.job != 0 {
		var err error
		if v.Job, err = sqldb.One(ctx, q, selectJob, scanJob, int64(x.job)); err != nil {
			return v, err
		}
		v.Stage, v.Own = StageJob, v.Job.How == InPortal
		if v.Job.State == Failed && v.Job.Error == FaultPolicy && x.expiresAt.After(q.Now()) {
			v.Stage = StageAgain
		}
		return v, nil
	}
	if !x.endedAt.IsZero() || !x.expiresAt.After(q.Now()) {
		v.Stage = StageOver
	}
	return v, nil
}

// ResetInput is what somebody types at the end of the way.
type ResetInput struct{ Code, Password, Repeat string }

const (
	minPassword = 8
	maxPassword = 128
)

// check says what is wrong with a password whoever it is for. What else the directory wants, it says itself.
func (in *ResetInput) check(code bool) errs.Fields {
	var f errs.Fields
	if code && digits(in.Code) == "" {
		f.Add("code", "error.required")
	}
	switch n := utf8.RuneCountInString(in.Password); {
	case in.Password == "":
		f.Add("password", "error.required")
	case n < minPassword:
		f.Add("password", "password.short", "min", minPassword)
	case n > maxPassword || !utf8.ValidString(in.Password) || strings.ContainsFunc(in.Password, func(r rune) bool { return r < ' ' || r == 0x7f }):
		f.Add("password", "password.long")
	case in.Password != in.Repeat:
		f.Add("repeat", "connector.error.repeat")
	}
	return f
}

// errOver says that a way has come to its end.
func errOver() error { return errs.E(errs.Conflict, "connector.error.over") }

// Finish takes the code and the new password, once: a code that was right is good for nothing else. A wrong one counts,
// and five lock the way. Actor is who is logged in, or nobody.
// Errors: errs.Invalid, errs.Conflict for a way that is over.
func (s *Service) Finish(ctx context.Context, by authz.Actor, token string, in ResetInput) error {
	var wrong error // A wrong code is an answer, and yet what it changed is kept.
	err := s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		wrong = nil
		x, found, err := sqldb.Maybe(ctx, tx, lockReset, scanReset, tokenHash(token))
		if err != nil {
			return err
		}
		if !found || token == "" {
			return errOver()
		}
		v, err := s.standing(ctx, tx, &x)
		if err != nil {
			return err
		}
		if v.Stage != StageCode && v.Stage != StageAgain {
			return errOver()
		}
		if err := in.check(v.Stage == StageCode).Err(); err != nil {
			return err
		}
		if v.Stage == StageCode {
			if wrong, err = s.tryIn(ctx, tx, &x, in.Code); err != nil || wrong != nil {
				return err
			}
		}
		return s.resetIn(ctx, tx, by, &x, v.Job.Ticket, in.Password)
	})
	if err == nil {
		err = wrong
	}
	return err
}

// tryIn compares a code with the one that was sent. Where none was, the same is done with one that nobody has.
func (s *Service) tryIn(ctx context.Context, tx *sqldb.Tx, x *reset, said string) (wrong, err error) {
	n, err := s.counted(ctx, tx, x.address, x.typed, x.person)
	if err != nil {
		return nil, err
	}
	nonce := x.nonce
	if nonce == "" {
		nonce = "nobody's"
	}
	same := subtle.ConstantTimeCompare([]byte(digits(said)), []byte(s.code(nonce))) == 1
	if same && x.nonce != "" && n.typedWrong < CodeTries && n.personWrong < CodeTries {
		return nil, nil
	}
	var ended time.Time
	left := max(0, CodeTries-n.typedWrong-1)
	what := LogWrong
	if left == 0 {
		ended, what = tx.Now(), LogLocked
	}
	if _, err := tx.Exec(ctx, wrongCode, int64(x.id), sqldb.Time(ended)); err != nil {
		return nil, err
	}
	orgs, err := sqldb.All(ctx, tx, selectOrg, sqldb.Value[int64], int64(x.person))
	if err != nil {
		return nil, err
	}
	entry := audit.Entry{What: what, Subject: "person", SubjectID: int64(x.person), Address: x.address}
	if len(orgs) == 1 {
		entry.Org = orgs[0]
	}
	if err := audit.Write(ctx, tx, authz.Actor{}, entry, nil); err != nil {
		return nil, err
	}
	if left == 0 {
		return errs.E(errs.Conflict, "connector.error.locked", "minutes", int(Window/time.Minute)), nil
	}
	var f errs.Fields
	f.Add("code", "connector.error.code", "count", left)
	return f.Err(), nil
}

// resetIn makes the job of somebody who has shown who they are.
func (s *Service) resetIn(ctx context.Context, tx *sqldb.Tx, by authz.Actor, x *reset, before ticket.ID, password string) error {
	p, err := directory.Load(ctx, tx, x.person)
	if err != nil {
		return err
	}
	if !p.Active {
		return errOver()
	}
	c, err := s.offer(ctx, tx, p.Org, Password)
	if err != nil {
		return err
	}
	how := InPortal
	if by.Person != int64(p.ID) {
		// The code says who it is; it gives no right but this one.
		how, by = Forgotten, authz.Actor{Person: int64(p.ID), Name: p.Name(), Org: int64(p.Org)}
	}
	t := s.d.Texts.Printer(p.Lang)
	j, err := s.startIn(ctx, tx, by, &draft{
		connector: c, person: p, how: how, password: password, ticket: before,
		title: t.T("connector.case.password"), text: t.T("connector.case.password_text." + string(how)),
	})
	var e *errs.Error
	if errors.As(err, &e) && e.Kind == errs.Conflict && len(errs.FieldsOf(err)) == 0 {
		var f errs.Fields // What stands in the way is said where the password was typed.
		f.Add("password", e.Key, e.Args...)
		return f.Err()
	}
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, startedReset, int64(x.id), int64(j.ID))
	return err
}

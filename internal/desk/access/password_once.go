package access

import (
	"context"
	"crypto/rand"
	"strings"

	"lotsen/internal/desk/audit"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// PasswordHelp lets the desk give somebody a password that counts once. Who called is made sure of first (desk/verify);
// password.set needs no case and no check, and belongs to administrators.
const PasswordHelp authz.Verb = "password.help"

// OncePassword is a password in the making that its owner changes at the next login.
type OncePassword struct {
	Words  string // What is read to its owner; kept nowhere.
	person directory.Person
	hash   string
}

// PrepareOnce makes a password for somebody, before the transaction that sets it: hashing takes its time. It asks for verb
// password.help within reach of the person, and for every right that the person holds, because a password is a way to all
// that the person may. Errors: errs.Forbidden, errs.NotFound, errs.Conflict for who has no login here.
func (s *Service) PrepareOnce(ctx context.Context, by authz.Actor, id directory.PersonID) (OncePassword, error) {
	if !by.May(PasswordHelp) {
		return OncePassword{}, errs.Denied(string(PasswordHelp))
	}
	p, err := s.findPerson(ctx, by, PasswordHelp, id)
	if err != nil {
		return OncePassword{}, err
	}
	if int64(id) == by.Person {
		return OncePassword{}, errs.Denied(string(PasswordHelp))
	}
	if err := s.holdsAllBut(ctx, by, p, s.helped); err != nil {
		return OncePassword{}, err
	}
	if p.Login == "" || !p.Active {
		return OncePassword{}, errs.E(errs.Conflict, "password.no_login")
	}
	words := spoken()
	return OncePassword{Words: words, person: p, hash: s.passwds.hash(words)}, nil
}

// GiveOnceIn sets a prepared password and ends all sessions of its owner.
func (s *Service) GiveOnceIn(ctx context.Context, tx *sqldb.Tx, by authz.Actor, o OncePassword) error {
	now := sqldb.Time(tx.Now())
	if _, err := tx.Exec(ctx, writeHash, int64(o.person.ID), o.hash, now, true); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, endSessionsOf, int64(o.person.ID), now, 0); err != nil {
		return err
	}
	return audit.Write(ctx, tx, by, audit.Entry{Org: int64(o.person.Org), What: audit.PasswordSet, Subject: "person", SubjectID: int64(o.person.ID)}, map[string]bool{"once": true})
}

// spoken is a random password that can be read aloud: four groups of four, without what sounds or looks alike.
func spoken() string {
	const letters = "abdefghkmnprstuvxy234679"
	raw := make([]byte, 16)
	_, _ = rand.Read(raw) // Never fails: the runtime ends the program instead.
	var b strings.Builder
	for i, c := range raw {
		if i > 0 && i%4 == 0 {
			b.WriteByte('-')
		}
		b.WriteByte(letters[int(c)%len(letters)])
	}
	return b.String()
}

package access

import (
	"context"
	"errors"
	"strings"

	"lotsen/internal/desk/audit"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

const minPassword = 12

// SetPassword gives somebody else a password; with mustChange they choose their own at the next login. All their
// sessions end. It asks for verb password.set within reach of the person, and, because a password is a way to all that
// the person may, for every right that the person holds.
func (s *Service) SetPassword(ctx context.Context, by authz.Actor, id directory.PersonID, password string, mustChange bool) error {
	if !by.May(PasswordSet) {
		return errs.Denied(string(PasswordSet))
	}
	p, err := s.findPerson(ctx, by, PasswordSet, id)
	if err != nil {
		return err
	}
	if err := s.holdsAllBut(ctx, by, p, s.helped); err != nil {
		return err
	}
	if err := checkPassword(p, password).Err(); err != nil {
		return err
	}
	return s.writePassword(ctx, by, p, password, mustChange, 0)
}

// ChangePassword gives the actor a new password in exchange for the old one. Their other sessions end. It fails with a
// field error when the old one is wrong, and counts as a failed login then.
func (s *Service) ChangePassword(ctx context.Context, by authz.Actor, client Client, old, password string) error {
	if by.Person == 0 {
		return errs.E(errs.Unauthenticated, "login.needed")
	}
	p, err := directory.Load(ctx, s.db, directory.PersonID(by.Person))
	if err != nil {
		return err
	}
	if err := s.strike(ctx, client, p.Login); err != nil {
		return err
	}
	hash, err := sqldb.One(ctx, s.db, hashOf, sqldb.Value[string], by.Person)
	if errors.Is(err, sqldb.ErrNone) {
		hash, err = s.dummy, nil
	}
	if err != nil {
		return err
	}
	ok, _, err := s.check(ctx, hash, old)
	if err != nil {
		return err
	}
	var bad errs.Fields
	if !ok {
		bad.Add("old", "password.wrong")
	}
	if bad = append(bad, checkPassword(p, password)...); ok && old == password {
		bad.Add("password", "password.same")
	}
	if err := bad.Err(); err != nil {
		return err
	}
	if err := s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error { return pardon(ctx, tx, client, p.Login) }); err != nil {
		return err
	}
	return s.writePassword(ctx, by, p, password, false, sessionID(by))
}

// writePassword stores the hash and ends all sessions but one.
func (s *Service) writePassword(ctx context.Context, by authz.Actor, p directory.Person, password string, mustChange bool, keep int64) error {
	hash := s.passwds.hash(password)
	return s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		now := sqldb.Time(tx.Now())
		if _, err := tx.Exec(ctx, writeHash, int64(p.ID), hash, now, mustChange); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, endSessionsOf, int64(p.ID), now, keep); err != nil {
			return err
		}
		return audit.Write(ctx, tx, by, audit.Entry{Org: int64(p.Org), What: audit.PasswordSet, Subject: "person", SubjectID: int64(p.ID)}, nil)
	})
}

// checkPassword says what is wrong with a new password. Length is what counts; the words that everybody tries first, and
// the person's own, are refused.
func checkPassword(p directory.Person, password string) errs.Fields {
	var bad errs.Fields
	lower := strings.ToLower(password)
	switch {
	case len([]rune(password)) < minPassword:
		bad.Add("password", "password.short", "min", minPassword)
	case len(password) > maxPassword || clean.Text(password, 0) == "":
		bad.Add("password", "password.long")
	case easy(lower, p):
		bad.Add("password", "password.easy")
	}
	return bad
}

// easy reports whether little is left of a password without repetition, common words and the person's own.
func easy(lower string, p directory.Person) bool {
	rest := lower
	for _, word := range append(commonWords(), p.Login, p.Given, p.Family) {
		if word = strings.ToLower(word); len(word) > 2 {
			rest = strings.ReplaceAll(rest, word, "")
		}
	}
	distinct := map[rune]bool{}
	for _, r := range rest {
		distinct[r] = true
	}
	return len(distinct) < 5
}

// commonWords lead the lists of leaked passwords, here and abroad.
func commonWords() []string {
	return []string{
		"password", "lösenord", "losenord", "qwerty", "1234567890", "123456789", "12345678", "1234567", "123456", "12345", "1234",
		"abc123", "welcome", "välkommen", "admin", "sommar", "vinter", "hösten", "våren", "letmein", "iloveyou", "hejsan",
		"stockholm", "sverige", "lotsen", "2023", "2024", "2025", "2026", "2027", "asdfgh", "zxcvbn",
	}
}

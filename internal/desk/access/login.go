package access

import (
	"context"
	"fmt"
	"strings"

	"lotsen/internal/desk/audit"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// maxPassword bounds what is hashed, in bytes.
const maxPassword = 1000

// credential is what a login is checked against.
type credential struct {
	person directory.Person
	hash   string
}

// Login checks a password and opens a new session, whatever token the browser came with. It fails with Unauthenticated
// (the same for an unknown login and a wrong password) and with Limited, whose text tells how long to wait.
func (s *Service) Login(ctx context.Context, client Client, login, password string) (string, Identity, error) {
	login = strings.ToLower(clean.Line(login, maxLogin))
	if err := s.strike(ctx, client, login); err != nil {
		return "", Identity{}, err
	}
	c, found, err := sqldb.Maybe(ctx, s.db, credentialByLogin, scanCredential, login)
	if err != nil {
		return "", Identity{}, err
	}
	if !found || len(password) > maxPassword {
		// A hash that nothing fits costs the same time.
		c.hash, password = s.dummy, ""
	}
	ok, params, err := s.check(ctx, c.hash, password)
	if err != nil {
		return "", Identity{}, err
	}
	if !ok {
		return "", Identity{}, s.refuse(ctx, client, c.person)
	}
	renewed := ""
	if params != s.passwds {
		renewed = s.passwds.hash(password)
	}
	token := newSecret()
	err = s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if renewed != "" {
			if _, err := tx.Exec(ctx, renewHash, int64(c.person.ID), renewed); err != nil {
				return err
			}
		}
		if err := pardon(ctx, tx, client, login); err != nil {
			return err
		}
		return s.openSession(ctx, tx, client, c.person, token, map[string]string{"with": "password"})
	})
	if err != nil {
		return "", Identity{}, err
	}
	who, err := s.Authenticate(ctx, token)
	return token, who, err
}

// LoginAs opens a session for a person without asking for a password: after a login elsewhere (SSO), and for the demo
// world. The caller has made sure. It fails with Unauthenticated when there is no such active person.
func (s *Service) LoginAs(ctx context.Context, client Client, id directory.PersonID) (string, Identity, error) {
	token := newSecret()
	err := s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		k, found, err := sqldb.Maybe(ctx, tx, personActive, scanKnown, int64(id))
		if err != nil {
			return err
		}
		if !found {
			return errs.E(errs.Unauthenticated, "login.needed")
		}
		return s.openSession(ctx, tx, client, k.identity.Person, token, map[string]string{"with": "trust"})
	})
	if err != nil {
		return "", Identity{}, err
	}
	who, err := s.Authenticate(ctx, token)
	return token, who, err
}

// Logout ends a session. A token that is over already is no error.
func (s *Service) Logout(ctx context.Context, token string) error {
	return s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		var session, person int64
		_, found, err := sqldb.Maybe(ctx, tx, endSession, func(r sqldb.Row) (struct{}, error) {
			return struct{}{}, r.Scan(&session, &person)
		}, digest(token), sqldb.Time(tx.Now()))
		if err != nil || !found {
			return err
		}
		p, err := directory.Load(ctx, tx, directory.PersonID(person))
		if err != nil {
			return err
		}
		return audit.Log(ctx, tx, actorFor(p), audit.Logout, "session", session, nil)
	})
}

// check verifies a password when its turn comes.
func (s *Service) check(ctx context.Context, hash, password string) (bool, PasswordParams, error) {
	select {
	case s.hashing <- struct{}{}:
		defer func() { <-s.hashing }()
	case <-ctx.Done():
		return false, PasswordParams{}, fmt.Errorf("wait to check a password: %w", ctx.Err())
	}
	ok, params := verify(hash, password)
	return ok, params, nil
}

// refuse notes a failed login. What was typed is not noted: it may be a password in the wrong field.
func (s *Service) refuse(ctx context.Context, client Client, p directory.Person) error {
	err := s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		entry := audit.Entry{Org: int64(p.Org), What: audit.LoginFailed, Subject: "person", SubjectID: int64(p.ID), Address: client.Address}
		return audit.Write(ctx, tx, authz.Actor{}, entry, nil)
	})
	if err != nil {
		return err
	}
	return errs.E(errs.Unauthenticated, "login.wrong")
}

func (s *Service) openSession(ctx context.Context, tx *sqldb.Tx, client Client, p directory.Person, token string, detail any) error {
	if err := mayEnterIn(ctx, tx, p); err != nil {
		return err
	}
	id, err := tx.Insert(ctx, insertSession, digest(token), int64(p.ID), sqldb.Time(tx.Now()),
		sqldb.Time(tx.Now().Add(s.limits.Longest)), clean.Line(client.Agent, 300), clean.Line(client.Address, 100))
	if err != nil {
		return err
	}
	entry := audit.Entry{Org: int64(p.Org), What: audit.LoginOK, Subject: "session", SubjectID: id, Address: client.Address}
	return audit.Write(ctx, tx, actorFor(p), entry, detail)
}

// actorFor names a person in the log; it carries no rights.
func actorFor(p directory.Person) authz.Actor {
	return authz.Actor{Person: int64(p.ID), Name: p.Name(), Org: int64(p.Org)}
}

func scanCredential(r sqldb.Row) (credential, error) {
	var c credential
	err := r.Scan(&c.person.ID, &c.person.Org, &c.person.Given, &c.person.Family, &c.hash)
	return c, err
}

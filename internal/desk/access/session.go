package access

import (
	"context"
	"errors"
	"time"

	"lotsen/internal/desk/audit"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// SessionID is one login.
type SessionID int64

// Session is a login that is still good.
type Session struct {
	ID        SessionID
	Person    directory.PersonID
	CreatedAt time.Time
	SeenAt    time.Time
	ExpiresAt time.Time
	Agent     string
	Address   string
	Current   bool // The one that the actor came with.
}

// Sessions lists the actor's own open sessions, newest first.
func (s *Service) Sessions(ctx context.Context, by authz.Actor) ([]Session, error) {
	if !by.May(SessionOwn) {
		return nil, errs.Denied(string(SessionOwn))
	}
	return s.sessionsOf(ctx, by, directory.PersonID(by.Person))
}

// SessionsOf lists somebody's open sessions for whoever may end them.
func (s *Service) SessionsOf(ctx context.Context, by authz.Actor, id directory.PersonID) ([]Session, error) {
	if !by.May(SessionEnd) {
		return nil, errs.Denied(string(SessionEnd))
	}
	if _, err := s.findPerson(ctx, by, SessionEnd, id); err != nil {
		return nil, err
	}
	return s.sessionsOf(ctx, by, id)
}

func (s *Service) sessionsOf(ctx context.Context, by authz.Actor, id directory.PersonID) ([]Session, error) {
	now := s.db.Now()
	sessions, err := sqldb.All(ctx, s.db, openSessions, scanSession, int64(id), sqldb.Time(now), sqldb.Time(now.Add(-s.limits.Idle)))
	for i := range sessions {
		sessions[i].Current = int64(sessions[i].ID) == sessionID(by)
	}
	return sessions, err
}

// Revoke ends one session: the actor's own, or somebody's within reach of verb session.end.
func (s *Service) Revoke(ctx context.Context, by authz.Actor, id SessionID) error {
	owner, err := sqldb.One(ctx, s.db, ownerOfSession, sqldb.Value[directory.PersonID], int64(id))
	if errors.Is(err, sqldb.ErrNone) {
		return errs.Missing()
	}
	if err != nil {
		return err
	}
	if err := s.mayEnd(ctx, by, owner); err != nil {
		return err
	}
	return s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		n, err := tx.Exec(ctx, endSessionByID, int64(id), sqldb.Time(tx.Now()))
		if err != nil || n == 0 {
			return err // Over already.
		}
		return audit.Log(ctx, tx, by, audit.SessionRevoked, "session", int64(id), nil)
	})
}

// RevokeAll ends all sessions of a person but the one that the actor came with: "log out everywhere".
func (s *Service) RevokeAll(ctx context.Context, by authz.Actor, id directory.PersonID) error {
	if err := s.mayEnd(ctx, by, id); err != nil {
		return err
	}
	return s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		n, err := tx.Exec(ctx, endSessionsOf, int64(id), sqldb.Time(tx.Now()), sessionID(by))
		if err != nil || n == 0 {
			return err
		}
		return audit.Log(ctx, tx, by, audit.SessionRevoked, "person", int64(id), map[string]int64{"sessions": n})
	})
}

// mayEnd answers NotFound for somebody else's session unless the actor may end it: ids tell nothing.
func (s *Service) mayEnd(ctx context.Context, by authz.Actor, owner directory.PersonID) error {
	if int64(owner) == by.Person && by.May(SessionOwn) {
		return nil
	}
	_, err := directory.PersonFor(ctx, s.db, by, SessionEnd, owner)
	return err
}

func scanSession(r sqldb.Row) (Session, error) {
	var s Session
	err := r.Scan(&s.ID, &s.Person, sqldb.ScanTime(&s.CreatedAt), sqldb.ScanTime(&s.SeenAt), sqldb.ScanTime(&s.ExpiresAt), &s.Agent, &s.Address)
	return s, err
}

var (
	openSessions = sqldb.Q("access.sessions", `
		select id, person_id, created_at, seen_at, expires_at, agent, address from session
		where person_id = $1 and ended_at is null and expires_at > $2 and seen_at > $3 order by id desc`)
	ownerOfSession = sqldb.Q("access.session.owner", `select person_id from session where id = $1`)
	endSessionByID = sqldb.Q("access.session.end_one", `update session set ended_at = $2 where id = $1 and ended_at is null`)
)

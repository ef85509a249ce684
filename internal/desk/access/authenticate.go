package access

import (
	"context"
	"errors"
	"strconv"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/directory/guardian"
	"lotsen/internal/desk/setting"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/sqldb"
)

const seenEvery = time.Minute

// Authenticate returns who a session token stands for. It fails with Unauthenticated for a token that is unknown, over,
// revoked, or whose person has ended. It reads twice and writes nothing.
func (s *Service) Authenticate(ctx context.Context, token string) (Identity, error) {
	now := s.db.Now()
	k, err := s.identify(ctx, sessionByToken, digest(token), sqldb.Time(now), sqldb.Time(now.Add(-s.limits.Idle)))
	if err != nil {
		return Identity{}, err
	}
	if now.Sub(k.seen) >= seenEvery {
		s.note(s.seen, k.id, now)
	}
	k.identity.Actor.Session = strconv.FormatInt(k.id, 10)
	return k.identity, nil
}

// AuthenticateToken is Authenticate for an API token.
func (s *Service) AuthenticateToken(ctx context.Context, bearer string) (Identity, error) {
	now := s.db.Now()
	k, err := s.identify(ctx, tokenBySecret, digest(bearer))
	if err != nil {
		return Identity{}, err
	}
	if now.Sub(k.seen) >= seenEvery {
		s.note(s.used, k.id, now)
	}
	k.identity.Actor.Session = "token:" + strconv.FormatInt(k.id, 10)
	return k.identity, nil
}

// ActorOf returns the actor that a person is when they reach us without a session, for example by mail. The caller has
// made sure of who it is. It fails with NotFound when there is no such active person.
func (s *Service) ActorOf(ctx context.Context, id directory.PersonID) (authz.Actor, error) {
	k, err := s.identify(ctx, personActive, int64(id))
	if errs.Is(err, errs.Unauthenticated) {
		return authz.Actor{}, errs.Missing()
	}
	return k.identity.Actor, err
}

// ActorIn is ActorOf inside a transaction: what a person may do just now, for work on their behalf.
func ActorIn(ctx context.Context, q sqldb.Querier, id directory.PersonID) (authz.Actor, error) {
	p, err := directory.Load(ctx, q, id)
	if err != nil || !p.Active {
		return authz.Actor{}, err
	}
	grants, err := loadGrants(ctx, q, p)
	return authz.Actor{Person: int64(p.ID), Name: p.Name(), Org: int64(p.Org), Grants: grants, Loaded: q.Now()}, err
}

// known is an identity with the session or token that led to it.
type known struct {
	id       int64
	seen     time.Time
	identity Identity
}

func (s *Service) identify(ctx context.Context, stmt sqldb.Stmt, args ...any) (known, error) {
	k, err := sqldb.One(ctx, s.db, stmt, scanKnown, args...)
	if errors.Is(err, sqldb.ErrNone) {
		return known{}, errs.E(errs.Unauthenticated, "login.needed")
	}
	if err != nil {
		return known{}, err
	}
	p := k.identity.Person
	grants, err := loadGrants(ctx, s.db, p)
	if err != nil {
		return known{}, err
	}
	if err := mayEnter(p, grants); err != nil {
		return known{}, err
	}
	k.identity.Lang = p.Lang
	k.identity.Actor = authz.Actor{Person: int64(p.ID), Name: p.Name(), Org: int64(p.Org), Grants: grants, Loaded: s.db.Now()}
	return k, nil
}

// loadGrants returns what a person may do just now. It is the one way to grants: sessions, tokens, live pages and work on
// somebody's behalf all come here, so that a limit holds wherever the right is used.
func loadGrants(ctx context.Context, q sqldb.Querier, p directory.Person) ([]authz.Grant, error) {
	return sqldb.All(ctx, q, grantsOfPerson, func(r sqldb.Row) (authz.Grant, error) {
		var g authz.Grant
		var limits string
		if err := r.Scan(&g.Verb, &g.Reach, sqldb.ScanID(&g.Of), sqldb.ScanID(&g.For), &limits); err != nil {
			return g, err
		}
		var err error
		g.Limits, err = parseLimits(limits)
		return g, err
	}, int64(p.ID), sqldb.Time(q.Now()), string(p.Category), guardian.YoungestOfAge(q.Now()), int64(p.Org), setting.Standard(setting.BaseUsers))
}

func scanKnown(r sqldb.Row) (known, error) {
	var k known
	var lang string
	p := &k.identity.Person
	err := r.Scan(&k.id, sqldb.ScanTime(&k.seen), &p.ID, &p.Org, sqldb.ScanText(&p.ExternalID), &p.Given, &p.Family,
		&p.Category, &p.Title, sqldb.ScanText(&p.Email), &p.Phone, &p.Mobile, sqldb.ScanID(&p.Unit), sqldb.ScanID(&p.Site),
		&lang, &p.Needs, &p.Protected, &p.Active, sqldb.ScanText(&p.Login), &p.Version, &k.identity.OrgName,
		&k.identity.MustChange)
	p.Lang = i18n.ParseLang(lang)
	return k, err
}

package access

import (
	"context"
	"errors"
	"time"

	"lotsen/internal/desk/audit"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// tokenPrefix lets a leaked token be recognised by scanners and by people.
const tokenPrefix = "lotsen_"

// TokenID is one API token.
type TokenID int64

// Token is an API token without its secret, which is shown once and kept nowhere.
type Token struct {
	ID        TokenID
	Name      string
	Person    directory.PersonID // Whose rights it has.
	CreatedAt time.Time
	UsedAt    time.Time
	EndedAt   time.Time
}

// CreateToken makes a token that may what the person may, and returns its secret. One's own needs verb session.own;
// another's needs token.write within reach of the person and every right that the person holds.
func (s *Service) CreateToken(ctx context.Context, by authz.Actor, name string, id directory.PersonID) (string, error) {
	name = clean.Line(name, 0)
	var bad errs.Fields
	switch {
	case name == "":
		bad.Add("name", "field.required")
	case !clean.Fits(name, 100):
		bad.Add("name", "field.too_long", "max", 100)
	}
	if err := bad.Err(); err != nil {
		return "", err
	}
	p, err := s.tokenOwner(ctx, by, id)
	if err != nil {
		return "", err
	}
	secret := tokenPrefix + newSecret()
	err = s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		token, err := tx.Insert(ctx, insertToken, name, digest(secret), int64(p.ID), sqldb.Time(tx.Now()))
		if err != nil {
			return err
		}
		entry := audit.Entry{Org: int64(p.Org), What: audit.TokenMade, Subject: "token", SubjectID: token}
		return audit.Write(ctx, tx, by, entry, map[string]any{"name": name, "person": p.ID})
	})
	return secret, err
}

// tokenOwner finds the person whose token is to be made, and decides whether the actor may.
func (s *Service) tokenOwner(ctx context.Context, by authz.Actor, id directory.PersonID) (directory.Person, error) {
	if int64(id) == by.Person && by.May(SessionOwn) {
		return directory.Load(ctx, s.db, id)
	}
	if !by.May(TokenWrite) {
		return directory.Person{}, errs.Denied(string(TokenWrite))
	}
	p, err := s.findPerson(ctx, by, TokenWrite, id)
	if err != nil {
		return p, err
	}
	if !p.Active {
		return p, errs.Missing()
	}
	return p, s.holdsAllOf(ctx, by, p)
}

// Tokens lists the tokens that the actor has or looks after, newest first, ended ones too.
func (s *Service) Tokens(ctx context.Context, by authz.Actor) ([]Token, error) {
	var w sqldb.Where
	condition, args := tokensSeen(by).SQL()
	w.And(condition, args...)
	return sqldb.All(ctx, s.db, sqldb.Q("access.tokens", selectToken+w.SQL()+` order by k.id desc`), scanToken, w.Args()...)
}

// EndToken ends a token at once. Ending twice is no error.
func (s *Service) EndToken(ctx context.Context, by authz.Actor, id TokenID) error {
	var w sqldb.Where
	condition, args := tokensSeen(by).SQL()
	w.And(condition, args...)
	w.And("k.id = ?", int64(id))
	t, err := sqldb.One(ctx, s.db, sqldb.Q("access.token.find", selectToken+w.SQL()), scanToken, w.Args()...)
	if errors.Is(err, sqldb.ErrNone) {
		return errs.Missing()
	}
	if err != nil {
		return err
	}
	return s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		n, err := tx.Exec(ctx, endToken, int64(id), sqldb.Time(tx.Now()))
		if err != nil || n == 0 {
			return err
		}
		return audit.Log(ctx, tx, by, audit.TokenEnded, "token", int64(id), map[string]any{"name": t.Name, "person": t.Person})
	})
}

func scanToken(r sqldb.Row) (Token, error) {
	var t Token
	err := r.Scan(&t.ID, &t.Name, &t.Person, sqldb.ScanTime(&t.CreatedAt), sqldb.ScanTime(&t.UsedAt), sqldb.ScanTime(&t.EndedAt))
	return t, err
}

const selectToken = `select k.id, k.name, k.person_id, k.created_at, k.used_at, k.ended_at from api_token k where `

var (
	insertToken = sqldb.Q("access.token.insert", `
		insert into api_token (name, token_hash, person_id, created_at) values ($1, $2, $3, $4) returning id`)
	endToken = sqldb.Q("access.token.end", `update api_token set ended_at = $2 where id = $1 and ended_at is null`)
)

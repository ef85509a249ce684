package school

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"

	"lotsen/internal/desk/audit"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/directory/roster"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

const columns = `id, org_id, name, base_url, auth, client, token_url, scope, secret <> '', most_ended, active, ran_at, outcome, report, version`

var (
	listSources  = sqldb.Q("school.list", `select `+columns+` from school_source where org_id = $1 order by id limit 50`)
	oneSource    = sqldb.Q("school.one", `select `+columns+` from school_source where id = $1`)
	dueSources   = sqldb.Q("school.due", `select `+columns+` from school_source where active and (ran_at is null or ran_at < $1) order by id`)
	secretOf     = sqldb.Q("school.secret", `select secret from school_source where id = $1`)
	insertSource = sqldb.Q("school.insert", `
		insert into school_source (org_id, name, base_url, auth, client, token_url, scope, most_ended, active) values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning id`)
	updateSource = sqldb.Q("school.update", `
		update school_source set name = $3, base_url = $4, auth = $5, client = $6, token_url = $7, scope = $8, most_ended = $9, active = $10, version = version + 1
		where id = $1 and version = $2`)
	setSecret  = sqldb.Q("school.secret_set", `update school_source set secret = $2 where id = $1`)
	setOutcome = sqldb.Q("school.outcome", `update school_source set ran_at = $2, outcome = $3, report = $4 where id = $1`)
)

func scan(r sqldb.Row) (Source, error) {
	var s Source
	var report string
	err := r.Scan(&s.ID, &s.Org, &s.Name, &s.Access.BaseURL, &s.Access.Auth, &s.Access.Client, &s.Access.TokenURL, &s.Access.Scope, &s.HasSecret,
		&s.MostEnded, &s.Active, sqldb.ScanTime(&s.RanAt), &s.Outcome, &report, &s.Version)
	if err == nil {
		err = json.Unmarshal([]byte(report), &s.Report)
	}
	return s, err
}

// may reports whether the actor sets up and runs the registers of an organisation: whoever imports files.
func may(by authz.Actor, org directory.OrgID) bool {
	return by.MayIn(roster.Run, authz.Organisation, int64(org))
}

// List returns an organisation's registers. Errors: errs.Forbidden.
func (s *Service) List(ctx context.Context, by authz.Actor, org directory.OrgID) ([]Source, error) {
	if !may(by, org) {
		return nil, errs.Denied(string(roster.Run))
	}
	return sqldb.All(ctx, s.DB, listSources, scan, int64(org))
}

// Get returns one register. Errors: errs.NotFound.
func (s *Service) Get(ctx context.Context, by authz.Actor, id ID) (Source, error) {
	x, found, err := sqldb.Maybe(ctx, s.DB, oneSource, scan, int64(id))
	if err == nil && (!found || !may(by, x.Org)) {
		return Source{}, errs.Missing()
	}
	return x, err
}

// Save sets a register up. An empty secret leaves the one that is kept. Errors: errs.Forbidden, errs.Invalid with each
// wrong field, errs.Conflict when somebody was quicker.
func (s *Service) Save(ctx context.Context, by authz.Actor, in Source) (ID, error) {
	if !may(by, in.Org) {
		return 0, errs.Denied(string(roster.Run))
	}
	if err := s.check(&in); err != nil {
		return 0, err
	}
	a := &in.Access
	err := s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if in.ID == 0 {
			id, err := tx.Insert(ctx, insertSource, int64(in.Org), in.Name, a.BaseURL, a.Auth, a.Client, a.TokenURL, a.Scope, in.MostEnded, in.Active)
			if err != nil {
				return err
			}
			in.ID = ID(id)
		} else {
			old, found, err := sqldb.Maybe(ctx, tx, oneSource, scan, int64(in.ID))
			if err != nil {
				return err
			}
			if !found || old.Org != in.Org {
				return errs.Missing()
			}
			if old.HasSecret && a.Secret == "" && (old.Access.BaseURL != a.BaseURL || old.Access.TokenURL != a.TokenURL) {
				var bad errs.Fields
				bad.Add("secret", "proxy.error.secret_again") // A secret is not sent to another address unasked.
				return bad.Err()
			}
			n, err := tx.Exec(ctx, updateSource, int64(in.ID), in.Version, in.Name, a.BaseURL, a.Auth, a.Client, a.TokenURL, a.Scope, in.MostEnded, in.Active)
			if err == nil && n == 0 {
				err = errs.E(errs.Conflict, "proxy.error.changed")
			}
			if err != nil {
				return err
			}
		}
		if a.Secret != "" {
			if _, err := tx.Exec(ctx, setSecret, int64(in.ID), s.box.Seal(place(in.ID), a.Secret)); err != nil {
				return err
			}
		}
		return audit.Write(ctx, tx, by, audit.Entry{Org: int64(in.Org), What: "school.saved", Subject: "school_source", SubjectID: int64(in.ID)}, map[string]string{"address": a.BaseURL})
	})
	return in.ID, err
}

func place(id ID) string { return strconv.FormatInt(int64(id), 10) + ":secret" }

func (s *Service) check(in *Source) error {
	var bad errs.Fields
	a := &in.Access
	for name, text := range map[string]*string{"name": &in.Name, "base_url": &a.BaseURL, "client": &a.Client, "token_url": &a.TokenURL, "scope": &a.Scope, "secret": &a.Secret} {
		if *text = clean.Line(*text, 0); !clean.Fits(*text, 1000) {
			bad.Add(name, "field.too_long", "max", 1000)
		}
	}
	if in.Name == "" {
		bad.Add("name", "field.required")
	}
	if s.Reader.Check(a.BaseURL) != nil {
		bad.Add("base_url", "proxy.error.address")
	}
	if !slices.Contains([]string{Bearer, Key, ClientCredentials}, a.Auth) {
		bad.Add("auth", "field.choice")
	}
	if a.Auth != Bearer && a.Client == "" {
		bad.Add("client", "field.required")
	}
	if a.Auth == ClientCredentials && s.Reader.Check(a.TokenURL) != nil {
		bad.Add("token_url", "proxy.error.address")
	}
	if in.MostEnded < 0 || in.MostEnded > 100 {
		bad.Add("most_ended", "error.number")
	}
	return bad.Err()
}

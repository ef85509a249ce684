package connector

import (
	"context"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
)

// Row is a job with the name of whom it is for and what it is about.
type Row struct {
	Job
	PersonName string // "" when the reader may not know it.
	Device     string
}

// JobFilter chooses among jobs; the zero filter is all of them.
type JobFilter struct {
	Connector ID
	State     State
	Kind      Kind
	Before    JobID // Those below it, for the next page.
}

// JobsPage is how many jobs a page shows.
const JobsPage = 50

// mostMine is how many of their own jobs people see.
const mostMine = 10

// Jobs lists an organisation's jobs, newest first. Errors: errs.NotFound.
func (s *Service) Jobs(ctx context.Context, by authz.Actor, org directory.OrgID, f JobFilter) ([]Row, error) {
	scope := seen(by, org)
	if scope.Empty() {
		return nil, errs.Missing()
	}
	var w sqldb.Where
	and(&w, scope)
	if f.Connector != 0 {
		w.And("j.connector_id = ?", int64(f.Connector))
	}
	if f.State != "" {
		w.And("j.state = ?", string(f.State))
	}
	if f.Kind != "" {
		w.And("j.kind = ?", string(f.Kind))
	}
	if f.Before != 0 {
		w.And("j.id < ?", int64(f.Before))
	}
	return s.rows(ctx, &w, JobsPage+1)
}

// Mine lists the actor's own jobs, newest first. One statement.
func (s *Service) Mine(ctx context.Context, by authz.Actor) ([]Row, error) {
	scope := own(by)
	if scope.Empty() {
		return nil, errs.E(errs.Unauthenticated, "login.needed")
	}
	var w sqldb.Where
	and(&w, scope)
	return s.rows(ctx, &w, mostMine)
}

// Job returns a job that is for the actor, or that they look after. Errors: errs.NotFound.
func (s *Service) Job(ctx context.Context, by authz.Actor, id JobID) (Row, error) {
	scope := visible(by)
	if scope.Empty() {
		return Row{}, errs.Missing()
	}
	var w sqldb.Where
	and(&w, scope)
	w.And("j.id = ?", int64(id))
	list, err := s.rows(ctx, &w, 1)
	if err != nil || len(list) == 0 {
		return Row{}, orMissing(err)
	}
	return list[0], nil
}

func orMissing(err error) error {
	if err == nil {
		return errs.Missing()
	}
	return err
}

func (s *Service) rows(ctx context.Context, w *sqldb.Where, limit int) ([]Row, error) {
	text := `select ` + jobColumns + `, p.given_name || ' ' || p.family_name, coalesce(nullif(v.name, ''), nullif(v.model, ''), v.tag, '')
		from connector_job j join person p on p.id = j.person_id left join device v on v.id = j.device_id where ` + w.SQL() + w.Numbered(` order by j.id desc limit ?`, limit)
	return sqldb.All(ctx, s.d.DB, sqldb.Q("connector_job.list", text), scanRow, w.Args()...)
}

func scanRow(r sqldb.Row) (Row, error) {
	var x Row
	j := &x.Job
	return x, r.Scan(&j.ID, &j.Org, &j.Connector, &j.Kind, &j.How, &j.State, &j.Person, sqldb.ScanID(&j.By), sqldb.ScanID(&j.Ticket), sqldb.ScanID(&j.Device),
		&j.Name, &j.closed, &j.Change, &j.Tries, &j.Error, &j.Said, sqldb.ScanTime(&j.CreatedAt), sqldb.ScanTime(&j.SentAt), sqldb.ScanTime(&j.DueAt),
		sqldb.ScanTime(&j.EndedAt), &j.Version, &x.PersonName, &x.Device)
}

func and(w *sqldb.Where, s authz.Scope) {
	condition, args := s.SQL()
	w.And("("+condition+")", args...)
}

// Step is one line of a job's history.
type Step struct {
	At    time.Time
	What  string // An event.
	By    string
	Error string
	Said  string
}

// History tells what happened to a job that the actor may see, oldest first. Errors: errs.NotFound.
func (s *Service) History(ctx context.Context, by authz.Actor, id JobID) ([]Step, error) {
	if _, err := s.Job(ctx, by, id); err != nil {
		return nil, err
	}
	list, err := event.Stream(ctx, s.d.DB, JobStream, int64(id))
	if err != nil {
		return nil, err
	}
	var out []Step
	for _, e := range list {
		var p Payload
		if err := e.Decode(&p); err != nil {
			return nil, err
		}
		step := Step{At: e.At, What: e.Type, Error: p.Error, Said: p.Said}
		if e.Actor != 0 {
			step.By = e.ActorAs
		}
		out = append(out, step)
	}
	return out, nil
}

// Rules are the rules for passwords of an organisation that lets people choose new ones by themselves.
type Rules struct{ Org, Text string }

// Rules lists them for everybody: whoever has forgotten a password is nobody yet. One statement.
func (s *Service) Rules(ctx context.Context, lang string) ([]Rules, error) {
	return sqldb.All(ctx, s.d.DB, selectRules, func(r sqldb.Row) (Rules, error) {
		var c Connector
		var org string
		err := r.Scan(&org, &c.PolicySv, &c.PolicyEn)
		return Rules{org, c.Policy(lang)}, err
	})
}

package outage

import (
	"context"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/service"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/sqldb"
)

// ID numbers an outage.
type ID int64

// Outage is a time in which a function was down.
type Outage struct {
	ID        ID
	Org       directory.OrgID
	Service   service.ID
	Sv, En    string    // The function's names.
	From, To  time.Time // A zero To lasts still.
	Planned   bool
	Cause     string
	Void      string // Why it does not count after all; "" for one that does.
	Units     []directory.UnitID
	UnitNames []string
	Version   int64
}

// Name is the function's name in a language.
func (o *Outage) Name(lang string) string { return inLang(lang, o.Sv, o.En) }

// Lasts reports whether it has begun and not ended.
func (o *Outage) Lasts(now time.Time) bool {
	return !o.From.After(now) && (o.To.IsZero() || o.To.After(now))
}

// Length is how long it was, until now for one that lasts.
func (o *Outage) Length(now time.Time) time.Duration {
	to := o.To
	if to.IsZero() {
		to = now
	}
	return max(0, to.Sub(o.From))
}

func inLang(lang, sv, en string) string {
	if lang == string(i18n.English) && en != "" {
		return en
	}
	return sv
}

// Deps is what the package works with.
type Deps struct {
	DB      *sqldb.DB
	Events  *event.Log
	Service *service.Service
	Ticket  *ticket.Service
	Texts   *i18n.Catalogue
}

// Service is the use cases.
type Service struct{ Deps }

// New returns the service.
func New(d Deps) *Service { return &Service{d} }

// may asks for a verb in an organisation, at any reach. Errors: Forbidden.
func may(ctx context.Context, q sqldb.Querier, by authz.Actor, verb authz.Verb, org directory.OrgID) error {
	if by.MayIn(verb, authz.Organisation, int64(org)) {
		return nil
	}
	scope := within(by, verb)
	if !scope.Empty() {
		var w sqldb.Where
		text, args := scope.For("o").SQL()
		w.And(text, args...)
		w.And("o.org_id = ?", int64(org))
		_, found, err := sqldb.Maybe(ctx, q, sqldb.Q("outage.may", `select 1 from (select id as org_id from organisation) o where `+w.SQL()), sqldb.Value[int64], w.Args()...)
		if err != nil || found {
			return err
		}
	}
	return errs.Denied(string(verb))
}

// Orgs are the organisations whose outages the actor may read, by number; the actor's own first.
func (s *Service) Orgs(ctx context.Context, by authz.Actor) ([]directory.OrgID, error) {
	scope := within(by, MayRead)
	if scope.Empty() {
		return nil, errs.Denied(string(MayRead))
	}
	var w sqldb.Where
	text, args := scope.For("o").SQL()
	w.And(text, args...)
	order := w.Numbered(` order by case when o.org_id = ? then 0 else 1 end, o.org_id limit 100`, by.Org)
	return sqldb.All(ctx, s.DB, sqldb.Q("outage.orgs", `select o.org_id from (select id as org_id from organisation) o where `+w.SQL()+order), sqldb.Value[directory.OrgID], w.Args()...)
}

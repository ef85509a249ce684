package exchange

import (
	"context"
	"time"

	"lotsen/internal/desk/exchange/tmf"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// Query says which cases a list shows. Empty fields do not limit.
type Query struct {
	IDs              []ticket.ID
	Named            bool // IDs limits even when it is empty.
	Status           []tmf.Status
	Severity         string
	Type             string
	External         string // A number of the case elsewhere.
	CreatedFrom      time.Time
	CreatedBefore    time.Time
	UpdatedFrom      time.Time
	UpdatedBefore    time.Time
	Offset, Limit    int
	Oldest, ByUpdate bool
}

// Limits of a list.
const (
	DefaultPage = 20
	MaxPage     = 100
	maxOffset   = 100_000
	// CountCap is where counting stops.
	CountCap = 100_000
)

// Page is a stretch of a list.
type Page struct {
	Cases []tmf.TroubleTicket
	Total int // At most CountCap.
}

// List returns cases that the actor sees. Errors: errs.Invalid.
func (s *Service) List(ctx context.Context, by authz.Actor, q Query) (Page, error) {
	if q.Limit == 0 {
		q.Limit = DefaultPage
	}
	var f errs.Fields
	if q.Limit < 0 || q.Limit > MaxPage {
		f.Add("query.limit", "tmf.error.limit", "max", MaxPage)
	}
	if q.Offset < 0 || q.Offset > maxOffset {
		f.Add("query.offset", "tmf.error.limit", "max", maxOffset)
	}
	if err := f.Err(); err != nil {
		return Page{}, err
	}
	partner, err := partnerOf(ctx, s.d.DB, by.Person)
	if err != nil {
		return Page{}, err
	}
	var w sqldb.Where
	condition, args := ticket.Visible(by).Or(inHand(by)).SQL()
	w.And(condition, args...)
	q.where(&w, &partner.Config)
	var p Page
	p.Total, err = sqldb.One(ctx, s.d.DB, sqldb.Q("exchange.count", `select count(*) from (select 1 from ticket t where `+w.SQL()+w.Numbered(` limit ?) n`, CountCap)),
		sqldb.Value[int], w.Args()...)
	if err != nil || p.Total == 0 {
		return p, err
	}
	ids, err := s.ids(ctx, by, q, &partner.Config)
	if err != nil || len(ids) == 0 {
		return p, err
	}
	rows, err := s.d.Ticket.Rows(ctx, by, ids)
	if err != nil {
		return p, err
	}
	v, err := s.viewer(ctx, s.d.DB, by, ids)
	if err != nil {
		return p, err
	}
	at := map[ticket.ID]*ticket.Row{}
	for i := range rows {
		at[rows[i].ID] = &rows[i]
	}
	for _, id := range ids {
		if row := at[id]; row != nil && sideOf(by, &row.Ticket) != stranger {
			p.Cases = append(p.Cases, v.view(row))
			continue
		}
		d, err := s.d.Delegation.View(ctx, by, id)
		if errs.Is(err, errs.NotFound) {
			continue // It has gone from their hands meanwhile.
		}
		if err != nil {
			return p, err
		}
		x, err := s.viewInHand(ctx, by, &d)
		if err != nil {
			return p, err
		}
		p.Cases = append(p.Cases, x)
	}
	return p, nil
}

func (s *Service) ids(ctx context.Context, by authz.Actor, q Query, c *Config) ([]ticket.ID, error) {
	var w sqldb.Where
	condition, args := ticket.Visible(by).Or(inHand(by)).SQL()
	w.And(condition, args...)
	q.where(&w, c)
	order := "t.id"
	if q.ByUpdate {
		order = "t.updated_at"
	}
	if !q.Oldest {
		order += " desc"
	}
	text := `select t.id from ticket t where ` + w.SQL() + ` order by ` + order + `, t.id` + w.Numbered(" limit ? offset ?", q.Limit, q.Offset)
	return sqldb.All(ctx, s.d.DB, sqldb.Q("exchange.list", text), sqldb.Value[ticket.ID], w.Args()...)
}

// where adds the query's conditions. Every column is text of ours; what callers ask for are arguments.
func (q *Query) where(w *sqldb.Where, c *Config) {
	if q.Named {
		w.And("t.id {{in ?}}", sqldb.List[ticket.ID](q.IDs))
	}
	if len(q.Status) > 0 {
		q.whereStatus(w, c)
	}
	if q.Severity != "" {
		w.And("t.impact = ?", c.impact(q.Severity))
	}
	if q.Type != "" {
		k, _ := c.kind(q.Type)
		w.And("t.kind = ?", string(k))
	}
	if q.External != "" {
		w.And("t.id in (select r.ticket_id from ticket_reference r where r.external = ?)", q.External)
	}
	for _, b := range []struct {
		condition string
		at        time.Time
	}{{"t.created_at >= ?", q.CreatedFrom}, {"t.created_at < ?", q.CreatedBefore}, {"t.updated_at >= ?", q.UpdatedFrom}, {"t.updated_at < ?", q.UpdatedBefore}} {
		if !b.at.IsZero() {
			w.And(b.condition, sqldb.Time(b.at))
		}
	}
}

// whereStatus asks for the states that are told as one of the statuses.
func (q *Query) whereStatus(w *sqldb.Where, c *Config) {
	var states sqldb.List[ticket.State]
	pending := false
	for _, want := range q.Status {
		for _, s := range ticket.States() {
			if c.Out[s] == want {
				states = append(states, s)
			}
		}
		pending = pending || want == tmf.Pending
	}
	if pending {
		w.And("(t.state {{in ?}} or t.state = 'hold' and t.hold_code = ?)", states, holdForUser)
		return
	}
	w.And("t.state {{in ?}} and not (t.state = 'hold' and t.hold_code = ?)", states, holdForUser)
}

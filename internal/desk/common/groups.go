package common

import (
	"context"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

// Group is a common ticket as one unit of a report: one group with its cases.
type Group struct {
	ID         ticket.ID
	Title      string
	State      ticket.State
	Priority   int
	CategorySv string
	CategoryEn string
	Cases      int // Those that the reader may see.
	Open       int
	Users      int
	Units      int
	Residents  int
	Supplier   string // Who has it now; "" for the desk.
	Major      bool
	CreatedAt  time.Time
	ResolvedAt time.Time
}

// GroupsFilter says which groups a report shows.
type GroupsFilter struct {
	From, To time.Time // When the common ticket was reported.
	Open     bool      // Only those with work left, whenever they were reported.
	Before   ticket.ID // The next page.
	Limit    int
}

// Groups returns a desk's common tickets, newest first, each with the cases below it that the actor may see.
func (s *Service) Groups(ctx context.Context, by authz.Actor, desk directory.DeskID, f GroupsFilter) (list []Group, more bool, err error) {
	if f.Limit < 1 || f.Limit > 500 {
		f.Limit = PageSize
	}
	visible, scope := ticket.Visible(by).SQL()
	var w sqldb.Where
	inner := w.Numbered("select l.to_id, t.active, t.requester_id, t.unit_id from ticket_link l join ticket t on t.id = l.from_id where l.kind = 'child' and "+visible, scope...)
	w.And(visible, scope...)
	w.And("t.desk_id = ?", int64(desk))
	w.And("t.id in (select c.ticket_id from common_ticket c where c.desk_id = ? and c.children > 0)", int64(desk))
	if f.Open {
		w.And("t.active")
	}
	if !f.From.IsZero() {
		w.And("t.created_at >= ?", sqldb.Time(f.From))
	}
	if !f.To.IsZero() {
		w.And("t.created_at < ?", sqldb.Time(f.To))
	}
	if f.Before != 0 {
		w.And("t.id < ?", int64(f.Before))
	}
	page := `select t.id from ticket t where ` + w.SQL() + w.Numbered(` order by t.id desc limit ?`, f.Limit+1)
	text := `select g.id, g.title, g.state, g.priority, coalesce(k.name_sv, ''), coalesce(k.name_en, ''), coalesce(c.residents, 0), coalesce(s.name, ''),
			exists (select 1 from major m where m.ticket_id = g.id), g.created_at, g.resolved_at,
			count(n.to_id), coalesce(sum(case when n.active then 1 else 0 end), 0), count(distinct n.requester_id), count(distinct n.unit_id)
		from ticket g left join category k on k.id = g.category_id left join common_ticket c on c.ticket_id = g.id
			left join supplier s on s.id = g.supplier_id left join (` + inner + `) n on n.to_id = g.id
		where g.id in (` + page + `)
		group by g.id, g.title, g.state, g.priority, k.name_sv, k.name_en, c.residents, s.name, g.created_at, g.resolved_at order by g.id desc`
	list, err = sqldb.All(ctx, s.db, sqldb.Q("common.groups", text), func(r sqldb.Row) (Group, error) {
		var g Group
		return g, r.Scan(&g.ID, &g.Title, &g.State, &g.Priority, &g.CategorySv, &g.CategoryEn, &g.Residents, &g.Supplier, &g.Major,
			sqldb.ScanTime(&g.CreatedAt), sqldb.ScanTime(&g.ResolvedAt), &g.Cases, &g.Open, &g.Users, &g.Units)
	}, w.Args()...)
	if len(list) > f.Limit {
		list, more = list[:f.Limit], true
	}
	return list, more, err
}

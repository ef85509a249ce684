package report

import (
	"context"
	"strconv"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

// nameStatements read what the values of a dimension are called, in Swedish and English.
var nameStatements = map[string]sqldb.Stmt{
	"category":   sqldb.Q("report.names.category", `select c.id, c.name_sv, c.name_en from category c where c.id {{in $1}}`),
	"desk_group": sqldb.Q("report.names.group", `select g.id, g.name, '' from desk_group g where g.id {{in $1}}`),
	"site":       sqldb.Q("report.names.site", `select s.id, s.name, '' from site s where s.id {{in $1}}`),
	"unit":       sqldb.Q("report.names.unit", `select u.id, u.name, '' from unit u where u.id {{in $1}}`),
}

var selectSubstates = sqldb.Q("report.names.substate", `select k.config from kind_config k order by k.id`)

// personNames reads the names of people, without those that are protected from the actor.
func personNames(by authz.Actor, ids sqldb.List[int64]) (sqldb.Stmt, []any) {
	var w sqldb.Where
	condition, args := directory.NamesSeen(by).For("p").SQL()
	w.And(condition, args...)
	w.And("p.id {{in ?}}", ids)
	return sqldb.Q("report.names.person", `select p.id, p.given_name || ' ' || p.family_name, '' from person p where `+w.SQL()), w.Args()
}

// name gives the rows their names. A person whose name the actor may not read stays without one, and without the key
// by which they could be looked up elsewhere.
func (s *Service) name(ctx context.Context, by authz.Actor, d dimension, rows []Row) error {
	if d.names == "" {
		return nil
	}
	if d.names == "state" {
		return s.nameStates(ctx, rows)
	}
	at := map[int64]*Row{}
	var ids sqldb.List[int64]
	for i := range rows {
		if id, err := strconv.ParseInt(rows[i].Key, 10, 64); err == nil {
			at[id], ids = &rows[i], append(ids, id)
		}
	}
	stmt, args := nameStatements[d.names], []any{ids}
	if d.names == "person" {
		stmt, args = personNames(by, ids)
	}
	err := sqldb.Each(ctx, s.db, stmt, func(r sqldb.Row) error {
		var id int64
		var sv, en string
		if err := r.Scan(&id, &sv, &en); err != nil {
			return err
		}
		at[id].Sv, at[id].En = sv, en
		return nil
	}, args...)
	if d.names == "person" {
		for _, row := range at {
			if row.Sv == "" {
				row.Key, row.Text = "hidden", "report.hidden"
			}
		}
	}
	return err
}

// nameStates gives sub-states the names that organisations have for them; the core states have texts of the product.
func (s *Service) nameStates(ctx context.Context, rows []Row) error {
	names := map[string]ticket.Substate{}
	for _, k := range ticket.Kinds() {
		for _, sub := range ticket.DefaultKind(k).Substates {
			names[sub.Key] = sub
		}
	}
	own, err := sqldb.All(ctx, s.db, selectSubstates, ticket.ScanSubstates)
	if err != nil {
		return err
	}
	for _, list := range own {
		for _, sub := range list {
			names[sub.Key] = sub
		}
	}
	for i := range rows {
		if ticket.State(rows[i].Key).Valid() {
			continue
		}
		sub := names[rows[i].Key]
		rows[i].Text, rows[i].Sv, rows[i].En = "", sub.Sv, sub.En
	}
	return nil
}

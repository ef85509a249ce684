package directory

import (
	"context"
	"strings"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// The four functions below find or make what a file from another system names. They run inside the importer's
// transaction; who may import has been decided there.

var (
	personByExternal = sqldb.Q("directory.import.person", selectPerson+`p.org_id = $1 and p.external_id = $2`)
	siteByName       = sqldb.Q("directory.import.site", `select s.id from site s where s.org_id = $1 and s.name = $2 order by s.id limit 1`)
	unitByName       = sqldb.Q("directory.import.unit", `select u.id from unit u where u.org_id = $1 and u.name = $2 order by u.id limit 1`)
	groupByName      = sqldb.Q("directory.import.group", `select g.id from desk_group g where g.desk_id = $1 and g.name = $2`)
	addImportedSite  = sqldb.Q("directory.import.site.add", `
		insert into site (org_id, external_id, name, sort_key, address) values ($1, $2, $3, $4, '') returning id`)
)

// ImportPerson returns the person whom the register knows by that id, or takes them up. The last word of a name is the
// family name.
func (s *Service) ImportPerson(ctx context.Context, tx *sqldb.Tx, by authz.Actor, org OrgID, external, name string) (PersonID, error) {
	external = clean.Line(external, maxLine)
	p, found, err := sqldb.Maybe(ctx, tx, personByExternal, scanPerson, int64(org), external)
	if err != nil || found {
		return p.ID, err
	}
	in := PersonInput{ExternalID: external, Given: clean.Line(name, maxName), Category: Other}
	if at := strings.LastIndexByte(in.Given, ' '); at > 0 {
		in.Given, in.Family = in.Given[:at], in.Given[at+1:]
	}
	if err := in.Check().Err(); err != nil {
		return 0, err
	}
	p, err = s.createPerson(ctx, tx, by, in.apply(Person{Org: org}))
	return p.ID, err
}

// ImportSite returns the site of that name, or makes it.
func (s *Service) ImportSite(ctx context.Context, tx *sqldb.Tx, org OrgID, external, name string) (SiteID, error) {
	name = clean.Line(name, maxLine)
	id, found, err := sqldb.Maybe(ctx, tx, siteByName, sqldb.Value[SiteID], int64(org), name)
	if err != nil || found {
		return id, err
	}
	n, err := tx.Insert(ctx, addImportedSite, int64(org), sqldb.Text(clean.Line(external, maxLine)), name, SortKey(name))
	return SiteID(n), err
}

// ImportUnit returns the unit of that name, or makes it at the top of the organisation.
func (s *Service) ImportUnit(ctx context.Context, tx *sqldb.Tx, by authz.Actor, org OrgID, external, name string) (UnitID, error) {
	name = clean.Line(name, maxLine)
	id, found, err := sqldb.Maybe(ctx, tx, unitByName, sqldb.Value[UnitID], int64(org), name)
	if err != nil || found {
		return id, err
	}
	u, err := s.createUnit(ctx, tx, by, org, UnitInput{ExternalID: clean.Line(external, maxLine), Name: name})
	return u.ID, err
}

// ImportGroup returns the desk's group of that name, or makes it in the first line.
func (s *Service) ImportGroup(ctx context.Context, tx *sqldb.Tx, by authz.Actor, desk Desk, name string) (GroupID, error) {
	g := Group{Org: desk.Org, Desk: desk.ID, Name: clean.Line(name, maxLine), Line: 1, Active: true}
	id, found, err := sqldb.Maybe(ctx, tx, groupByName, sqldb.Value[GroupID], int64(desk.ID), g.Name)
	if err != nil || found {
		return id, err
	}
	if g.Name == "" {
		return 0, errs.Missing()
	}
	n, err := tx.Insert(ctx, insertGroup, int64(g.Org), int64(g.Desk), g.Name, g.Line)
	if err != nil {
		return 0, err
	}
	g.ID = GroupID(n)
	return g.ID, s.tellGroup(ctx, tx, by, g, GroupAdded, nil)
}

package directory

import (
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/sqldb"
)

// Columns of what is not a person. All statements that show rows to somebody add a scope.
const (
	selectOrg       = `select o.id, o.key, o.name, o.lang, o.preset, o.version from organisation o where `
	selectAuthority = `select a.id, a.org_id, a.name, a.number, a.active from authority a where `
	selectDesk      = `select d.id, d.org_id, d.key, d.name, d.active from desk d where `
	selectWay       = `select c.id, c.org_id, c.desk_id, c.channel, c.audience, c.value, c.note_sv, c.note_en, c.hours_sv, c.hours_en, c.pos
		from contact_way c where `
	selectSite  = `select s.id, s.org_id, s.external_id, s.name, s.address, s.active from site s where `
	selectCost  = `select c.id, c.org_id, c.code, c.name, c.active from cost_centre c where `
	selectGroup = `select g.id, g.org_id, g.desk_id, g.name, g.line, g.active from desk_group g where `
	selectUnit  = `select u.id, u.org_id, u.external_id, u.authority_id, u.parent_id, u.path, u.name, u.site_id, u.cost_centre_id,
		u.active, u.version from unit u where `
)

// everyAudience is how a contact way for everybody is stored.
const everyAudience = "all"

func scanOrg(r sqldb.Row) (Organisation, error) {
	var o Organisation
	var lang string
	err := r.Scan(&o.ID, &o.Key, &o.Name, &lang, &o.Preset, &o.Version)
	o.Lang = i18n.ParseLang(lang)
	return o, err
}

func scanAuthority(r sqldb.Row) (Authority, error) {
	var a Authority
	err := r.Scan(&a.ID, &a.Org, &a.Name, &a.Number, &a.Active)
	return a, err
}

func scanDesk(r sqldb.Row) (Desk, error) {
	var d Desk
	err := r.Scan(&d.ID, &d.Org, &d.Key, &d.Name, &d.Active)
	return d, err
}

func scanWay(r sqldb.Row) (ContactWay, error) {
	var w ContactWay
	err := r.Scan(&w.ID, &w.Org, &w.Desk, &w.Channel, &w.Audience, &w.Value, &w.NoteSv, &w.NoteEn, &w.HoursSv, &w.HoursEn, &w.Pos)
	if w.Audience == everyAudience {
		w.Audience = ""
	}
	return w, err
}

func scanSite(r sqldb.Row) (Site, error) {
	var s Site
	err := r.Scan(&s.ID, &s.Org, sqldb.ScanText(&s.ExternalID), &s.Name, &s.Address, &s.Active)
	return s, err
}

func scanCostCentre(r sqldb.Row) (CostCentre, error) {
	var c CostCentre
	err := r.Scan(&c.ID, &c.Org, &c.Code, &c.Name, &c.Active)
	return c, err
}

func scanGroup(r sqldb.Row) (Group, error) {
	var g Group
	err := r.Scan(&g.ID, &g.Org, &g.Desk, &g.Name, &g.Line, &g.Active)
	return g, err
}

func scanUnit(r sqldb.Row) (Unit, error) {
	var u Unit
	err := r.Scan(&u.ID, &u.Org, sqldb.ScanText(&u.ExternalID), sqldb.ScanID(&u.Authority), sqldb.ScanID(&u.Parent), &u.Path,
		&u.Name, sqldb.ScanID(&u.Site), sqldb.ScanID(&u.CostCentre), &u.Active, &u.Version)
	return u, err
}

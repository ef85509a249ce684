package directory

import (
	"context"
	"time"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// UnitPage is what the desk knows of a unit: what is done there, what IT it has, and who works there.
type UnitPage struct {
	Unit       UnitID
	Version    int64 // 0 while nobody has written anything.
	Activities string
	Deliveries string // IT deliveries.
	Goals      string
	Conditions string
	Users      string // Sorts of users.
	Contacts   string
	Opening    string
	SavedName  string // "" when the reader may not know it.
	SavedAt    time.Time
	SchoolCode string // The national code of a school unit.
	SiteName   string
}

// UnitKnown returns what the desk knows of a unit, for whoever works for its organisation. Errors: errs.NotFound.
func (s *Service) UnitKnown(ctx context.Context, by authz.Actor, id UnitID) (UnitPage, error) {
	list, err := s.unitPages(ctx, by, id, 1)
	if err != nil {
		return UnitPage{}, err
	}
	if len(list) == 0 {
		return UnitPage{}, errs.Missing()
	}
	return list[0], nil
}

// UnitKnownBefore returns what was known of a unit, newest first, at most fifty savings.
func (s *Service) UnitKnownBefore(ctx context.Context, by authz.Actor, id UnitID) ([]UnitPage, error) {
	return s.unitPages(ctx, by, id, 50)
}

func (s *Service) unitPages(ctx context.Context, by authz.Actor, id UnitID, limit int) ([]UnitPage, error) {
	var w sqldb.Where
	named, args := namesSeen(by).For("p").SQL()
	name := w.Numbered("case when "+named+" then p.given_name || ' ' || p.family_name else '' end", args...)
	and(&w, unitsKnown(by, PersonRead), "u")
	w.And("u.id = ?", int64(id))
	text := `select u.id, coalesce(k.version, 0), coalesce(k.activities, ''), coalesce(k.deliveries, ''), coalesce(k.goals, ''), coalesce(k.conditions, ''),
		coalesce(k.users, ''), coalesce(k.contacts, ''), coalesce(k.opening, ''), ` + name + `, k.saved_at, u.school_code, coalesce(si.name, '')
		from unit u left join unit_page k on k.unit_id = u.id left join person p on p.id = k.saved_by left join site si on si.id = u.site_id
		where ` + w.SQL() + w.Numbered(` order by k.version desc limit ?`, limit)
	return sqldb.All(ctx, s.db, sqldb.Q("directory.unit_page", text), func(r sqldb.Row) (UnitPage, error) {
		var k UnitPage
		return k, r.Scan(&k.Unit, &k.Version, &k.Activities, &k.Deliveries, &k.Goals, &k.Conditions, &k.Users, &k.Contacts, &k.Opening,
			sqldb.ScanText(&k.SavedName), sqldb.ScanTime(&k.SavedAt), &k.SchoolCode, &k.SiteName)
	}, w.Args()...)
}

const maxKnown = 4000

// SaveUnitKnown writes what the desk knows of a unit as a new version; what was there before stays. Errors:
// errs.NotFound, errs.Forbidden, errs.Invalid, errs.Conflict when somebody was quicker.
func (s *Service) SaveUnitKnown(ctx context.Context, by authz.Actor, in UnitPage) error {
	now, err := s.UnitKnown(ctx, by, in.Unit)
	if err != nil {
		return err
	}
	var w sqldb.Where
	and(&w, unitsKnown(by, UnitDescribe), "u")
	w.And("u.id = ?", int64(in.Unit))
	may := sqldb.Q("directory.unit_page.org", `select u.org_id from unit u where `+w.SQL())
	var bad errs.Fields
	for name, text := range map[string]*string{
		"activities": &in.Activities, "deliveries": &in.Deliveries, "goals": &in.Goals, "conditions": &in.Conditions, "users": &in.Users,
		"contacts": &in.Contacts, "opening": &in.Opening,
	} {
		if *text = clean.Text(*text, 0); !clean.Fits(*text, maxKnown) {
			bad.Add(name, "field.too_long", "max", maxKnown)
		}
	}
	if err := bad.Err(); err != nil {
		return err
	}
	return s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		org, found, err := sqldb.Maybe(ctx, tx, may, sqldb.Value[int64], w.Args()...)
		switch {
		case err != nil:
			return err
		case !found:
			return errs.Denied(string(UnitDescribe))
		case now.Version != in.Version:
			return errs.E(errs.Conflict, "proxy.error.changed")
		}
		n, err := tx.Exec(ctx, insertUnitPage, int64(in.Unit), in.Version+1, org, in.Activities, in.Deliveries, in.Goals, in.Conditions, in.Users,
			in.Contacts, in.Opening, sqldb.ID(by.Person), sqldb.Time(tx.Now()))
		if err == nil && n == 0 {
			err = errs.E(errs.Conflict, "proxy.error.changed")
		}
		return err
	})
}

// SetSchoolCode keeps the national code of a school unit, inside a transaction that has decided who may.
func SetSchoolCode(ctx context.Context, tx *sqldb.Tx, id UnitID, code string) error {
	_, err := tx.Exec(ctx, setSchoolCode, int64(id), code)
	return err
}

// SchoolCodes returns the codes of an organisation's school units, by unit.
func SchoolCodes(ctx context.Context, q sqldb.Querier, org OrgID) (map[UnitID]string, error) {
	out := map[UnitID]string{}
	return out, sqldb.Each(ctx, q, schoolCodes, func(r sqldb.Row) error {
		var id UnitID
		var code string
		err := r.Scan(&id, &code)
		out[id] = code
		return err
	}, int64(org))
}

var (
	insertUnitPage = sqldb.Q("directory.unit_page.insert", `
		insert into unit_page (unit_id, version, org_id, activities, deliveries, goals, conditions, users, contacts, opening, saved_by, saved_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict (unit_id, version) do nothing`)
	setSchoolCode = sqldb.Q("directory.unit.school", `update unit set school_code = $2 where id = $1 and school_code <> $2`)
	schoolCodes   = sqldb.Q("directory.unit.schools", `select id, school_code from unit where org_id = $1 and school_code <> ''`)
)

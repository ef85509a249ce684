package asset

import (
	"context"
	"strings"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/csvfile"
	"lotsen/internal/kit/sqldb"
)

// known is what a file is compared with: the inventory, and what its words may mean.
type known struct {
	tags, serials                map[string]Asset
	seen                         map[ID]bool // Devices that the reader may know of.
	levels, units, sites, logins map[string]int64
	homes                        map[directory.PersonID][2]int64 // Unit and site.
	names                        map[string]map[string]string    // Words for numbers, by the field of a change.
}

// folded is a word as it is compared.
func folded(word string) string { return strings.ToLower(strings.TrimSpace(word)) }

// home takes the holder's unit and site where the file names none.
func (k *known) home(d *Draft) {
	if h, ok := k.homes[d.Person]; ok && d.Person != 0 {
		if d.Unit == 0 {
			d.Unit = directory.UnitID(h[0])
		}
		if d.Site == 0 {
			d.Site = directory.SiteID(h[1])
		}
	}
}

// read gathers what the file's rows are compared with, in a fixed number of statements for each thousand people.
func (w *work) read(ctx context.Context, t csvfile.Table) (known, error) {
	k := known{
		tags: map[string]Asset{}, serials: map[string]Asset{}, seen: map[ID]bool{}, levels: map[string]int64{}, units: map[string]int64{}, sites: map[string]int64{},
		logins: map[string]int64{}, homes: map[directory.PersonID][2]int64{},
		names: map[string]map[string]string{"level": {}, "unit": {}, "site": {}, "person": {}, "model_id": {}},
	}
	q := w.s.d.DB
	var all sqldb.Where
	text := selectAssets(&all, authz.System("asset"))
	all.And("d.org_id = ?", int64(w.org))
	err := sqldb.Each(ctx, q, sqldb.Q("asset.known", text+all.SQL()), func(r sqldb.Row) error {
		a, err := scan(r)
		k.tags[Key(a.Tag)] = a
		if a.Serial != "" {
			k.serials[Key(a.Serial)] = a
		}
		return err
	}, all.Args()...)
	if err != nil {
		return k, err
	}
	var open sqldb.Where
	and(&open, Within(w.by, MayImport))
	open.And("d.org_id = ?", int64(w.org))
	err = sqldb.Each(ctx, q, sqldb.Q("asset.known.seen", `select d.id from device d where `+open.SQL()), func(r sqldb.Row) error {
		var id ID
		err := r.Scan(&id)
		k.seen[id] = true
		return err
	}, open.Args()...)
	if err != nil {
		return k, err
	}
	for _, p := range []struct {
		field string
		to    map[string]int64
		stmt  sqldb.Stmt
	}{{"level", k.levels, levelWords}, {"unit", k.units, unitWords}, {"site", k.sites, siteWords}} {
		err := sqldb.Each(ctx, q, p.stmt, func(r sqldb.Row) error {
			var id int64
			var name, code string
			err := r.Scan(&id, &name, sqldb.ScanText(&code))
			for _, word := range []string{name, code} {
				if word != "" {
					p.to[folded(word)] = id
				}
			}
			k.names[p.field][number(id)] = name
			return err
		}, int64(w.org))
		if err != nil {
			return k, err
		}
	}
	return k, w.people(ctx, &k, t)
}

// people are those whom the file names by login or address, as far as the reader may know them, and those who have
// something now.
func (w *work) people(ctx context.Context, k *known, t csvfile.Table) error {
	asked := map[string]bool{}
	for _, l := range t.Rows {
		if word := folded(w.cols.Get(l, "login")); word != "" {
			asked[word] = true
		}
	}
	var words sqldb.List[string]
	for word := range asked {
		words = append(words, word)
	}
	var holders sqldb.List[directory.PersonID]
	for _, a := range k.tags {
		if a.Person != 0 {
			holders = append(holders, a.Person)
		}
	}
	condition, args := directory.PeopleFor(w.by, MayImport).For("p").SQL()
	for _, list := range []struct {
		condition string
		arg       any
	}{{"p.active and (p.login {{in ?}})", words}, {"p.active and (p.email {{in ?}})", words}, {"p.id {{in ?}}", holders}} {
		var where sqldb.Where
		where.And(condition, args...)
		where.And("p.org_id = ?", int64(w.org))
		where.And(list.condition, list.arg)
		err := sqldb.Each(ctx, w.s.d.DB, sqldb.Q("asset.known.people", `select p.id, p.login, p.email, p.unit_id, p.site_id from person p where `+where.SQL()), func(r sqldb.Row) error {
			var id directory.PersonID
			var login, email string
			var home [2]int64
			err := r.Scan(&id, sqldb.ScanText(&login), sqldb.ScanText(&email), sqldb.ScanID(&home[0]), sqldb.ScanID(&home[1]))
			for _, word := range []string{email, login} {
				if word != "" && asked[folded(word)] {
					k.logins[folded(word)] = int64(id)
				}
			}
			k.homes[id] = home
			if k.names["person"][number(id)] = login; login == "" {
				k.names["person"][number(id)] = email
			}
			return err
		}, where.Args()...)
		if err != nil {
			return err
		}
	}
	return nil
}

var (
	levelWords = sqldb.Q("asset.known.levels", `select id, name_sv, cast(number as text) from support_level where org_id = $1 and active`)
	unitWords  = sqldb.Q("asset.known.units", `select id, name, external_id from unit where org_id = $1 and active`)
	siteWords  = sqldb.Q("asset.known.sites", `select id, name, external_id from site where org_id = $1 and active`)
)

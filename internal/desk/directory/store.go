package directory

import (
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/sqldb"
)

// Columns and tables of the people statements. A protected person's row is kept out by the scope, never by a column.
const (
	personColumns = `p.id, p.org_id, p.external_id, p.given_name, p.family_name, p.category, p.title, p.email, p.phone, p.mobile,
		p.unit_id, p.site_id, p.lang, p.needs, p.protected, p.active, p.login, p.contact_way, p.plain, p.interpreter, p.rhythm,
		p.daily_at, p.version`
	selectPerson = `select ` + personColumns + ` from person p where `
)

var (
	personByID = sqldb.Q("directory.person.load", selectPerson+`p.id = $1`)

	insertPerson = sqldb.Q("directory.person.insert", `
		insert into person (org_id, external_id, given_name, family_name, sort_key, category, title, email, phone, mobile,
			unit_id, site_id, lang, needs, protected, active, login, created_at, updated_at, version)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, true, $16, $17, $17, 1) returning id`)

	updatePerson = sqldb.Q("directory.person.update", `
		update person set external_id = $2, given_name = $3, family_name = $4, sort_key = $5, category = $6, title = $7,
			email = $8, phone = $9, mobile = $10, unit_id = $11, site_id = $12, lang = $13, needs = $14, protected = $15,
			active = $16, login = $17, updated_at = $18, contact_way = $20, plain = $21, interpreter = $22, rhythm = $23,
			daily_at = $24, version = version + 1
		where id = $1 and version = $19`)

	insertWord = sqldb.Q("directory.word.insert", `
		insert into person_word (org_id, word, person_id) values ($1, $2, $3) on conflict do nothing`)
	deleteWord = sqldb.Q("directory.word.delete", `delete from person_word where org_id = $1 and word = $2 and person_id = $3`)
)

func scanPerson(r sqldb.Row) (Person, error) {
	var p Person
	var lang string
	err := r.Scan(&p.ID, &p.Org, sqldb.ScanText(&p.ExternalID), &p.Given, &p.Family, &p.Category, &p.Title,
		sqldb.ScanText(&p.Email), &p.Phone, &p.Mobile, sqldb.ScanID(&p.Unit), sqldb.ScanID(&p.Site), &lang, &p.Needs,
		&p.Protected, &p.Active, sqldb.ScanText(&p.Login), &p.Contact.Way, &p.Contact.Plain, &p.Contact.Interpreter,
		&p.Contact.Rhythm, &p.Contact.DailyAt, &p.Version)
	p.Lang = i18n.ParseLang(lang)
	return p, err
}

func personSortKey(p Person) []byte { return SortKey(p.Family + " " + p.Given) }

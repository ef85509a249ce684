package catalogue

import (
	"context"
	"strings"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/kit/textindex"
)

// Recipient is somebody for whom the actor may order.
type Recipient struct {
	ID         directory.PersonID
	Org        directory.OrgID
	Name       string
	Title      string
	Mail       string
	Phone      string
	Unit       directory.UnitID
	UnitName   string
	Site       directory.SiteID
	SiteName   string
	CostCentre directory.CostCentreID // Of the unit.
	Units      []int64                // The unit and all above it.
	Category   directory.Category
}

// reader is the recipient as somebody to whom offers are shown.
func (x *Recipient) reader() reader {
	return reader{person: x.ID, org: x.Org, site: x.Site, category: x.Category, units: x.Units}
}

const selectRecipient = `select p.id, p.org_id, p.given_name, p.family_name, p.title, p.email, case when p.phone <> '' then p.phone else p.mobile end,
		p.unit_id, u.name, coalesce(p.site_id, u.site_id), si.name, u.cost_centre_id, coalesce(u.path, ''), p.category
	from person p left join unit u on u.id = p.unit_id left join site si on si.id = coalesce(p.site_id, u.site_id) where p.active and `

func scanRecipient(r sqldb.Row) (Recipient, error) {
	var x Recipient
	var given, family, path string
	err := r.Scan(&x.ID, &x.Org, &given, &family, &x.Title, sqldb.ScanText(&x.Mail), &x.Phone, sqldb.ScanID(&x.Unit), sqldb.ScanText(&x.UnitName),
		sqldb.ScanID(&x.Site), sqldb.ScanText(&x.SiteName), sqldb.ScanID(&x.CostCentre), &path, &x.Category)
	x.Name, x.Units = strings.TrimSpace(given+" "+family), above(path)
	return x, err
}

// RecipientIn returns a person for whom the actor may order; 0 is the actor. Errors: errs.NotFound.
func RecipientIn(ctx context.Context, q sqldb.Querier, by authz.Actor, person directory.PersonID) (Recipient, error) {
	list, err := RecipientsIn(ctx, q, by, person)
	if err != nil {
		return Recipient{}, err
	}
	if len(list) == 0 {
		return Recipient{}, errs.Missing()
	}
	return list[0], nil
}

// RecipientsIn returns those of some people for whom the actor may order.
func RecipientsIn(ctx context.Context, q sqldb.Querier, by authz.Actor, people ...directory.PersonID) ([]Recipient, error) {
	return RecipientsKnownTo(ctx, q, by, by, people...)
}

// RecipientsKnownTo is RecipientsIn by somebody's rights for a reader who acts for them: the names are such as both may
// know.
func RecipientsKnownTo(ctx context.Context, q sqldb.Querier, reader, by authz.Actor, people ...directory.PersonID) ([]Recipient, error) {
	for i := range people {
		if people[i] == 0 {
			people[i] = directory.PersonID(by.Person)
		}
	}
	var w sqldb.Where
	condition, args := recipients(by).SQL()
	w.And(condition, args...)
	condition, args = directory.NamesSeen(reader).For("p").SQL()
	w.And(condition, args...)
	w.And("p.id {{in ?}}", sqldb.List[directory.PersonID](people))
	return sqldb.All(ctx, q, sqldb.Q("catalogue.recipients", selectRecipient+w.SQL()), scanRecipient, w.Args()...)
}

// mostFound is how many people a look-up offers: more are found by writing more.
const mostFound = 10

// Recipients finds those for whom the actor may order by the beginnings of what they are called by. More says that others
// fit too.
func (s *Service) Recipients(ctx context.Context, by authz.Actor, q string) (list []Recipient, more bool, err error) {
	var w sqldb.Where
	condition, args := recipients(by).SQL()
	w.And(condition, args...)
	if !named(&w, by, q) {
		return nil, false, nil
	}
	tail := w.Numbered(" order by p.sort_key, p.id limit ?", mostFound+1)
	list, err = sqldb.All(ctx, s.db, sqldb.Q("catalogue.recipients_named", selectRecipient+w.SQL()+tail), scanRecipient, w.Args()...)
	if len(list) > mostFound {
		return list[:mostFound], true, err
	}
	return list, false, err
}

// named adds the condition that a person is called so, in the words by which the directory finds people.
func named(w *sqldb.Where, by authz.Actor, q string) bool {
	n := 0
	for word := range strings.FieldsSeq(textindex.Fold(clean.Line(q, 100))) {
		word = strings.Trim(word, ",;()")
		if word == "" || n == mostWords {
			continue
		}
		n++
		w.And("exists (select 1 from person_word pw where pw.person_id = p.id and pw.org_id = p.org_id and pw.word >= ? and pw.word < ?)", word, word+"\U0010FFFF")
	}
	w.And("p.org_id = ?", by.Org)
	return n > 0
}

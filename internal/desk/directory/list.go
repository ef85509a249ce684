package directory

import (
	"context"
	"encoding/base64"
	"encoding/binary"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

const (
	defaultPage = 50
	maxPage     = 200
)

// PersonFilter narrows a listing of people; zero fields do not.
type PersonFilter struct {
	Org      OrgID
	Unit     UnitID // With everything below it.
	Site     SiteID
	Category Category
	Group    GroupID
	Typed    string // Beginnings of names and so on, as in LookUp.
	Ended    bool   // Those who have left, instead of those who are here.
	At       string // Where the page before ended: PersonPage.Next.
	Limit    int
}

// PersonPage is a part of a listing. Next is empty on the last page.
type PersonPage struct {
	People []Person
	Next   string
}

// People lists people in the register's order. It fails with Forbidden when the actor may read no person at all.
func (s *Service) People(ctx context.Context, by authz.Actor, f PersonFilter) (PersonPage, error) {
	if !by.May(PersonRead) {
		return PersonPage{}, errs.Denied(string(PersonRead))
	}
	w, err := personWhere(by, f)
	if err != nil {
		return PersonPage{}, err
	}
	limit := f.Limit
	if limit <= 0 {
		limit = defaultPage
	}
	limit = min(limit, maxPage)
	tail := w.Numbered(` order by p.sort_key, p.id limit ?`, limit+1)
	rows, err := sqldb.All(ctx, s.db, sqldb.Q("directory.people", `select `+personColumns+`, p.sort_key from person p where `+w.SQL()+tail), scanListed, w.Args()...)
	if err != nil {
		return PersonPage{}, err
	}
	var page PersonPage
	if len(rows) > limit {
		rows = rows[:limit]
		page.Next = cursor(rows[limit-1].order, int64(rows[limit-1].ID))
	}
	for _, r := range rows {
		page.People = append(page.People, r.Person)
	}
	return page, s.noteSeen(ctx, by, "list", page.People...)
}

// personWhere turns a filter into conditions, the scope first.
func personWhere(by authz.Actor, f PersonFilter) (*sqldb.Where, error) {
	w := &sqldb.Where{}
	and(w, peopleFor(by, PersonRead), "p")
	if f.Ended {
		w.And("not p.active")
	} else {
		w.And("p.active")
	}
	if f.Org != 0 {
		w.And("p.org_id = ?", int64(f.Org))
	}
	if f.Unit != 0 {
		w.And(`p.unit_id in (select below.id from unit top join unit below on below.org_id = top.org_id
			and below.path like top.path || '%' where top.id = ?)`, int64(f.Unit))
	}
	if f.Site != 0 {
		w.And("p.site_id = ?", int64(f.Site))
	}
	if f.Category != "" {
		w.And("p.category = ?", string(f.Category))
	}
	if f.Group != 0 {
		w.And("p.id in (select m.person_id from group_member m where m.group_id = ?)", int64(f.Group))
	}
	for _, word := range searchWords(clean.Line(f.Typed, 200)) {
		w.And(`exists (select 1 from person_word pw where pw.person_id = p.id and pw.word >= ? and pw.word < ?)`, word, word+lastLetter)
	}
	if f.At != "" {
		order, id, ok := parseCursor(f.At)
		if !ok {
			return nil, errs.E(errs.Invalid, "error.invalid")
		}
		w.And("(p.sort_key, p.id) > (?, ?)", order, id)
	}
	return w, nil
}

// cursor names a place in the register's order without telling what is there.
func cursor(order []byte, id int64) string {
	return base64.RawURLEncoding.EncodeToString(binary.BigEndian.AppendUint64(append([]byte(nil), order...), uint64(id)))
}

func parseCursor(s string) (order []byte, id int64, ok bool) {
	raw, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil || len(raw) < 8 {
		return nil, 0, false
	}
	cut := len(raw) - 8
	return raw[:cut], int64(binary.BigEndian.Uint64(raw[cut:])), true
}

func scanListed(r sqldb.Row) (PersonHit, error) {
	var h PersonHit
	p, err := scanPerson(both{r, []any{&h.order}})
	h.Person = p
	return h, err
}

package asset

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

const (
	perPage = 50
	maxPage = 1000
	// lastLetter sorts after every word that begins alike.
	lastLetter = "\U0010FFFF"
)

// Filter narrows the inventory; zero fields do not.
type Filter struct {
	Org    directory.OrgID
	Unit   directory.UnitID // With everything below it.
	Person directory.PersonID
	Kind   Kind
	State  State  // "" is whatever is active.
	Q      string // Beginning of a tag or serial number, or words of the holder's name.
	After  string // Where the page before ended: Page.Next.
	Limit  int
}

// Page is a part of the inventory. Next is empty on the last page.
type Page struct {
	Assets []Asset
	Next   string
}

// List returns the inventory that the actor reads, by tag. Errors: errs.Forbidden for whoever reads none.
func (s *Service) List(ctx context.Context, by authz.Actor, f Filter) (Page, error) {
	if !by.IsSystem() && !by.May(MayRead) {
		return Page{}, errs.Denied(string(MayRead))
	}
	limit := f.Limit
	if limit <= 0 {
		limit = perPage
	}
	limit = min(limit, maxPage)
	var w sqldb.Where
	text := selectAssets(&w, by)
	f.where(&w, by)
	if f.After != "" {
		w.And("d.tag_key > ?", Key(f.After))
	}
	list, err := sqldb.All(ctx, s.d.DB, sqldb.Q("asset.list", text+w.SQL()+w.Numbered(` order by d.tag_key, d.id limit ?`, limit+1)), scan, w.Args()...)
	if err != nil {
		return Page{}, err
	}
	p := Page{Assets: list}
	if len(list) > limit {
		p.Assets = list[:limit]
		p.Next = p.Assets[limit-1].Tag
	}
	return p, nil
}

// Tally counts the inventory that the actor reads, by kind. Errors: errs.Forbidden.
func (s *Service) Tally(ctx context.Context, by authz.Actor, f Filter) (map[Kind]int, error) {
	if !by.IsSystem() && !by.May(MayRead) {
		return nil, errs.Denied(string(MayRead))
	}
	var w sqldb.Where
	f.where(&w, by)
	out := map[Kind]int{}
	return out, sqldb.Each(ctx, s.d.DB, sqldb.Q("asset.tally", `select d.kind, count(*) from device d where `+w.SQL()+` group by d.kind`), func(r sqldb.Row) error {
		var k Kind
		var n int
		err := r.Scan(&k, &n)
		out[k] = n
		return err
	}, w.Args()...)
}

func (f *Filter) where(w *sqldb.Where, by authz.Actor) {
	and(w, Within(by, MayRead))
	if f.Org != 0 {
		w.And("d.org_id = ?", int64(f.Org))
	}
	if f.Unit != 0 {
		w.And(`d.unit_id in (select below.id from unit top join unit below on below.org_id = top.org_id and below.path >= top.path and below.path < top.path || '~' where top.id = ?)`, int64(f.Unit))
	}
	if f.Person != 0 {
		w.And("d.person_id = ?", int64(f.Person))
	}
	if f.Kind != "" {
		w.And("d.kind = ?", string(f.Kind))
	}
	if f.State == "" {
		w.And("d.active")
	} else {
		w.And("d.state = ?", string(f.State))
	}
	f.typed(w)
}

// typed narrows to what was written: the beginning of a number, or people whose words all fit. What has only signs in it,
// as a search for nothing, fits nothing.
func (f *Filter) typed(w *sqldb.Where) {
	q := clean.Line(f.Q, maxLine)
	if q == "" {
		return
	}
	condition, args := "1 = 0", []any(nil)
	if key := Key(q); key != "" {
		// Compared by length, because not every database orders letters so that a prefix is a range.
		condition = "substr(d.tag_key, 1, ?) = ? or substr(d.serial_key, 1, ?) = ?"
		args = append(args, clean.Length(key), key, clean.Length(key), key)
	}
	if words := strings.Fields(textindex.Fold(q)); len(words) > 0 {
		var parts []string
		for _, word := range words {
			parts = append(parts, "exists (select 1 from person_word pw where pw.person_id = d.person_id and pw.word >= ? and pw.word < ?)")
			args = append(args, word, word+lastLetter)
		}
		condition += " or (" + strings.Join(parts, " and ") + ")"
	}
	w.And("("+condition+")", args...)
}

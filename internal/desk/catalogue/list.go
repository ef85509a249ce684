package catalogue

import (
	"context"
	"strings"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/kit/textindex"
)

// PageSize is how many offers a list holds when nobody says.
const PageSize = 60

// ListInput says which offers are listed.
type ListInput struct {
	For      directory.PersonID // 0: the actor.
	Q        string
	Category string // "": all.
	After    ID     // The last offer of the page before.
	Limit    int
}

// Page is a part of the catalogue.
type Page struct {
	Items  []Item
	Next   ID // 0 when nothing follows.
	Counts map[string]int
}

// List returns what the actor is shown, by category and name, and how much stands on each shelf. Errors: errs.Forbidden;
// errs.NotFound for a person whom they do not order for.
func (s *Service) List(ctx context.Context, by authz.Actor, in ListInput) (Page, error) {
	w, scope, err := s.shown(ctx, by, in.For)
	if err != nil || scope.Empty() {
		return Page{}, err
	}
	var p Page
	if in.After == 0 && in.Q == "" {
		if p.Counts, err = s.counts(ctx, w); err != nil {
			return p, err
		}
	}
	if in.Category != "" {
		w.And("i.category = ?", in.Category)
	}
	if !search(&w, in.Q) {
		return p, nil
	}
	if in.After != 0 {
		w.And("(i.pos, i.category, i.sort_key, i.id) > (select a.pos, a.category, a.sort_key, a.id from catalogue_item a where a.id = ?)", int64(in.After))
	}
	limit := in.Limit
	if limit <= 0 || limit > 200 {
		limit = PageSize
	}
	tail := w.Numbered(" order by i.pos, i.category, i.sort_key, i.id limit ?", limit+1)
	if p.Items, err = sqldb.All(ctx, s.db, sqldb.Q("catalogue.list", selectOffered+w.SQL()+tail), scan, w.Args()...); err != nil {
		return p, err
	}
	if len(p.Items) > limit {
		p.Items = p.Items[:limit]
		p.Next = p.Items[limit-1].ID
	}
	return p, nil
}

// Search returns the offers that words fit, for the one search over everything. Whoever may not look into the catalogue
// finds nothing.
func (s *Service) Search(ctx context.Context, by authz.Actor, q string, limit int) ([]Item, error) {
	if !by.May(MayRead) || strings.TrimSpace(q) == "" {
		return nil, nil
	}
	p, err := s.List(ctx, by, ListInput{Q: q, Limit: limit})
	return p.Items, err
}

// shown is the conditions on what the actor is shown for a person.
func (s *Service) shown(ctx context.Context, by authz.Actor, person directory.PersonID) (sqldb.Where, authz.Scope, error) {
	var w sqldb.Where
	if !by.May(MayRead) {
		return w, authz.Scope{}, errs.Denied(string(MayRead))
	}
	r, err := readerOf(ctx, s.db, by, person)
	if err != nil {
		return w, authz.Scope{}, err
	}
	scope := offered(by, &r, s.db.Now())
	condition, args := scope.SQL()
	w.And(condition, args...)
	return w, scope, nil
}

func (s *Service) counts(ctx context.Context, w sqldb.Where) (map[string]int, error) {
	out := map[string]int{}
	return out, sqldb.Each(ctx, s.db, sqldb.Q("catalogue.counts", `select i.category, count(*) from catalogue_item i where `+w.SQL()+` group by i.category`), func(r sqldb.Row) error {
		var category string
		var n int
		err := r.Scan(&category, &n)
		out[category] = n
		return err
	}, w.Args()...)
}

// measure adds how long deliveries have taken.
func (s *Service) measure(ctx context.Context, items []Item) error {
	if s.measured == nil || len(items) == 0 {
		return nil
	}
	ids := make([]ID, len(items))
	for i := range items {
		ids[i] = items[i].ID
	}
	days, err := s.measured(ctx, items[0].Org, ids)
	for i := range items {
		items[i].Measured = days[items[i].ID]
	}
	return err
}

// mostWords bounds how many words a search looks for.
const mostWords = 8

// search adds the condition that all words fit; it reports false when there is nothing that could.
func search(w *sqldb.Where, q string) bool {
	if strings.TrimSpace(q) == "" {
		return true
	}
	n := 0
	for _, t := range textindex.Tokens(q) {
		stem := plain(textindex.Stem(t.Text))
		if stem == "" {
			continue
		}
		if n++; n > mostWords {
			break
		}
		if len(stem) < 4 {
			stem = " " + stem // A short word begins one; a longer one may stand inside: "plats" in "arbetsplats".
		}
		w.And("i.words like ?", "%"+stem+"%")
	}
	return n > 0
}

// plain leaves letters and digits: nothing that "like" reads as anything else.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '%' || r == '_' || r == '\\' || r >= '\ue000' && r <= '\uf8ff' {
			return -1
		}
		return r
	}, s)
}

// wordsOf is what a search looks through.
func wordsOf(c *Config) string {
	var b strings.Builder
	for _, text := range []string{c.NameSv, c.NameEn, c.Keywords, c.AboutSv, c.AboutEn} {
		for _, t := range textindex.Tokens(text) {
			word := plain(t.Text)
			if word != "" && b.Len() < 8000 {
				b.WriteByte(' ')
				b.WriteString(word)
				// "telefoner" is looked for by "telefon", and the other way about.
				if stem := plain(textindex.Stem(t.Text)); stem != word && !strings.HasPrefix(word, stem) {
					b.WriteByte(' ')
					b.WriteString(stem)
				}
			}
		}
	}
	b.WriteByte(' ')
	return b.String()
}

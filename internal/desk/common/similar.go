package common

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/kit/textindex"
)

// How far back and over how many cases a look for similar ones goes: what belongs together comes in within hours, and an
// agent with a caller on the line does not wait.
const (
	similarFor   = 48 * time.Hour
	similarOver  = 200
	similarShown = 5
	wordLength   = 4 // Shorter words tell of nothing.
)

// Like is a case that similar ones are looked for.
type Like struct {
	Desk     directory.DeskID
	Title    string
	Text     string
	Category ticket.CategoryID
	Site     directory.SiteID
	Service  int64
	Not      []ticket.ID // The case itself.
}

// Alike is a case that may have the same cause.
type Alike struct {
	ID       ticket.ID
	Title    string
	State    ticket.State
	At       time.Time
	Group    ticket.ID // The common ticket that it belongs to already; its own number when it is one.
	Children int       // Of that common ticket.
	Place    bool      // The same site.

	category ticket.CategoryID
	site     directory.SiteID
	service  int64
	score    int
}

// Similar returns open cases of the last days that may have the same cause, the most alike first: those that share telling
// words, or category and place. Cases of the same common ticket come as one. Two statements, however much is stored.
func (s *Service) Similar(ctx context.Context, by authz.Actor, like Like) ([]Alike, error) {
	words := telling(like.Title+" "+like.Text, s.plain())
	if like.Desk == 0 || len(words) == 0 && (like.Category == 0 || like.Site == 0) {
		return nil, nil
	}
	list, err := s.recent(ctx, by, like.Desk)
	if err != nil {
		return nil, err
	}
	var out []Alike
	for _, a := range list {
		if slices.Contains(like.Not, a.ID) {
			continue
		}
		if a.score = a.alike(&like, words, s.plain()); a.score > 0 {
			a.Place = a.site != 0 && a.site == like.Site
			out = append(out, a)
		}
	}
	slices.SortStableFunc(out, func(a, b Alike) int { return cmp.Compare(b.score, a.score) })
	return s.asGroups(ctx, by, out, like.Not)
}

// alike is how much a case is like another; 0 for not enough.
func (a *Alike) alike(like *Like, words, plain map[string]bool) int {
	shared := 0
	for word := range telling(a.Title, plain) {
		if words[word] {
			shared++
		}
	}
	category, site := a.category != 0 && a.category == like.Category, a.site != 0 && a.site == like.Site
	service := a.service != 0 && a.service == like.Service
	if shared == 0 && !(site && (category || service)) {
		return 0
	}
	score := 3 * shared
	for _, same := range []bool{category, site, service} {
		if same {
			score += 2
		}
	}
	return score
}

// telling are the words of a text that say what it is about, by their roots.
func telling(text string, plain map[string]bool) map[string]bool {
	out := map[string]bool{}
	for _, token := range textindex.Tokens(text) {
		if token.Kind == textindex.Word && utf8.RuneCountInString(token.Text) >= wordLength {
			if root := textindex.Root(token.Text); !plain[root] {
				out[root] = true
			}
		}
	}
	return out
}

// plain are the roots of words that many faults are told with, in both languages.
func (s *Service) plain() map[string]bool {
	out := map[string]bool{}
	for _, lang := range i18n.Langs() {
		for _, word := range strings.Fields(s.texts.Printer(lang).T("common.plain_words")) {
			out[textindex.Root(textindex.Fold(word))] = true
		}
	}
	return out
}

// recent lists what has come in at a desk lately and has work left, newest first.
func (s *Service) recent(ctx context.Context, by authz.Actor, desk directory.DeskID) ([]Alike, error) {
	var w sqldb.Where
	condition, args := lately(by, desk).SQL()
	w.And(condition, args...)
	w.And("t.created_at >= ?", sqldb.Time(s.db.Now().Add(-similarFor)))
	text := `select t.id, t.title, t.state, t.created_at, t.category_id, t.site_id, t.service_id
		from ticket t {{indexed ticket_active_id}} where ` + w.SQL() + w.Numbered(` order by t.id desc limit ?`, similarOver)
	return sqldb.All(ctx, s.db, sqldb.Q("common.recent", text), func(r sqldb.Row) (Alike, error) {
		var a Alike
		return a, r.Scan(&a.ID, &a.Title, &a.State, sqldb.ScanTime(&a.At), sqldb.ScanID(&a.category), sqldb.ScanID(&a.site), sqldb.ScanID(&a.service))
	}, w.Args()...)
}

// asGroups lets each common ticket stand for its cases, first, because that is where the next one belongs.
func (s *Service) asGroups(ctx context.Context, by authz.Actor, list []Alike, not []ticket.ID) ([]Alike, error) {
	list = list[:min(len(list), 4*similarShown)]
	if len(list) == 0 {
		return nil, nil
	}
	ids := make(sqldb.List[ticket.ID], len(list))
	for i := range list {
		ids[i] = list[i].ID
	}
	groups, err := s.groupsOf(ctx, by, ids)
	if err != nil {
		return nil, err
	}
	var common, single []Alike
	seen := map[ticket.ID]bool{}
	for _, a := range list {
		g, grouped := groups[a.ID]
		switch {
		case grouped && (seen[g.ID] || slices.Contains(not, g.ID)):
		case grouped:
			seen[g.ID] = true
			g.Place = a.Place
			common = append(common, g)
		default:
			single = append(single, a)
		}
	}
	list = append(common, single...)
	return list[:min(len(list), similarShown)], nil
}

// groupsOf returns, for each case that belongs to a common ticket which the actor may see, that ticket.
func (s *Service) groupsOf(ctx context.Context, by authz.Actor, ids sqldb.List[ticket.ID]) (map[ticket.ID]Alike, error) {
	var w sqldb.Where
	condition, args := ticket.Visible(by).SQL()
	of := w.Numbered(`select l.from_id, l.to_id from ticket_link l where l.kind = 'child' and l.from_id {{in ?}}
		union select l.to_id, l.to_id from ticket_link l where l.kind = 'child' and l.to_id {{in ?}}`, ids, ids)
	w.And(condition, args...)
	w.And("t.active")
	text := `select k.from_id, t.id, t.title, t.state, t.created_at, coalesce(c.children, 0) from (` + of + `) k
		join ticket t on t.id = k.to_id left join common_ticket c on c.ticket_id = t.id where ` + w.SQL()
	out := map[ticket.ID]Alike{}
	return out, sqldb.Each(ctx, s.db, sqldb.Q("common.groups_of", text), func(r sqldb.Row) error {
		var from ticket.ID
		var a Alike
		if err := r.Scan(&from, &a.ID, &a.Title, &a.State, sqldb.ScanTime(&a.At), &a.Children); err != nil {
			return err
		}
		a.Group = a.ID
		out[from] = a
		return nil
	}, w.Args()...)
}

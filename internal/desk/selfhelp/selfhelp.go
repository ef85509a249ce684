package selfhelp

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"strings"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/kit/textindex"
)

// ID is an entry's number.
type ID int64

// Entry is a guide, or a service that people can use by themselves.
type Entry struct {
	ID          ID
	Org         directory.OrgID
	Sv, En      Words
	URL         string // An address on the web, or one of our own that begins with "/".
	Keywords    string // The words that people use when they need it.
	AnnouncedTo time.Time
	Active      bool
	Version     int64
}

// Words are an entry's words in one language. English may be empty: then Swedish stands in.
type Words struct{ Title, Text string }

// In returns the words for a reader of a language, and the language that they are in.
func (e *Entry) In(lang string) (Words, string) {
	if lang == "en" && e.En.Title != "" {
		return e.En, "en"
	}
	return e.Sv, "sv"
}

// mostKept bounds how many entries an organisation has in use: all of them are compared with what somebody writes.
const mostKept = 500

// Deps is what the package works with.
type Deps struct{ DB *sqldb.DB }

// Service is the use cases.
type Service struct{ db *sqldb.DB }

// New returns the service.
func New(d Deps) *Service { return &Service{db: d.DB} }

const columns = `id, org_id, title_sv, title_en, text_sv, text_en, url, keywords, announced_to, active, version`

var (
	selectAll   = sqldb.Q("self_help.list", `select `+columns+` from self_help where org_id = $1 order by id limit 2000`)
	selectInUse = sqldb.Q("self_help.in_use", `select `+columns+` from self_help where org_id = $1 and active order by id limit $2`)
	selectNew   = sqldb.Q("self_help.new", `
		select `+columns+` from self_help where org_id = $1 and active and announced_to > $2 order by announced_to desc, id desc limit 5`)
	insertEntry = sqldb.Q("self_help.insert", `
		insert into self_help (org_id, title_sv, title_en, text_sv, text_en, url, keywords, announced_to) values ($1, $2, $3, $4, $5, $6, $7, $8) returning id`)
	updateEntry = sqldb.Q("self_help.update", `
		update self_help set title_sv = $1, title_en = $2, text_sv = $3, text_en = $4, url = $5, keywords = $6, announced_to = $7, active = $8,
			version = version + 1 where id = $9 and org_id = $10 and version = $11`)
)

func scan(r sqldb.Row) (Entry, error) {
	var e Entry
	return e, r.Scan(&e.ID, &e.Org, &e.Sv.Title, &e.En.Title, &e.Sv.Text, &e.En.Text, &e.URL, &e.Keywords, sqldb.ScanTime(&e.AnnouncedTo), &e.Active, &e.Version)
}

// All returns an organisation's entries, ended ones too, for whoever keeps them. Errors: errs.Forbidden.
func (s *Service) All(ctx context.Context, by authz.Actor, org directory.OrgID) ([]Entry, error) {
	if !mayWrite(by, org) {
		return nil, errs.Denied(string(MayWrite))
	}
	return sqldb.All(ctx, s.db, selectAll, scan, int64(org))
}

// Fitting returns the entries that fit what somebody has written, best first, at most so many. Nothing fits nothing.
func (s *Service) Fitting(ctx context.Context, by authz.Actor, org directory.OrgID, text string, most int) ([]Entry, error) {
	said := tokens(clean.Cut(text, 5000))
	if len(said) == 0 || !maySee(by, org) {
		return nil, nil
	}
	all, err := sqldb.All(ctx, s.db, selectInUse, scan, int64(org), mostKept)
	if err != nil {
		return nil, err
	}
	points := map[ID]int{}
	for _, e := range all {
		points[e.ID] = fit(&e, said)
	}
	all = slices.DeleteFunc(all, func(e Entry) bool { return points[e.ID] == 0 })
	slices.SortStableFunc(all, func(a, b Entry) int { return cmp.Compare(points[b.ID], points[a.ID]) })
	return all[:min(most, len(all))], nil
}

// Announced returns what is new for the actor's organisation.
func (s *Service) Announced(ctx context.Context, by authz.Actor) ([]Entry, error) {
	if by.Org == 0 {
		return nil, nil
	}
	return sqldb.All(ctx, s.db, selectNew, scan, by.Org, sqldb.Time(s.db.Now()))
}

// fit counts the words that an entry and a text share; a keyword counts for more than a word of the title.
func fit(e *Entry, said map[string]bool) int {
	n := 0
	for word := range tokens(e.Keywords) {
		if said[word] {
			n += 3
		}
	}
	for word := range tokens(e.Sv.Title + " " + e.En.Title) {
		if said[word] {
			n++
		}
	}
	return n
}

// shortest is the length of a word that can tell anything: "på", "min" and "the" cannot.
const shortest = 4

// tokens are the words of a text as they are looked for, in their stems so that forms of a word are one.
func tokens(text string) map[string]bool {
	out := map[string]bool{}
	for _, t := range strings.Fields(textindex.Document(text)) {
		if clean.Length(strings.TrimFunc(t, func(r rune) bool { return r >= 0xE000 && r <= 0xF8FF })) >= shortest {
			out[t] = true
		}
	}
	return out
}

// Limits in runes.
const (
	maxTitle = 120
	maxText  = 1000
	maxURL   = 500
)

func (e *Entry) check() error {
	var f errs.Fields
	for _, x := range []struct {
		name string
		s    *string
		most int
	}{
		{"title_sv", &e.Sv.Title, maxTitle}, {"title_en", &e.En.Title, maxTitle}, {"url", &e.URL, maxURL}, {"keywords", &e.Keywords, maxText},
	} {
		if *x.s = clean.Line(*x.s, 0); !clean.Fits(*x.s, x.most) {
			f.Add(x.name, "error.too_long", "max", x.most)
		}
	}
	for name, s := range map[string]*string{"text_sv": &e.Sv.Text, "text_en": &e.En.Text} {
		if *s = clean.Text(*s, 0); !clean.Fits(*s, maxText) {
			f.Add(name, "error.too_long", "max", maxText)
		}
	}
	if e.Sv.Title == "" {
		f.Add("title_sv", "error.required")
	}
	if !safe(e.URL) {
		f.Add("url", "selfhelp.error.url")
	}
	return f.Err()
}

// safe accepts an address on the web and a path of ours; a script, or another site's path in disguise, is neither.
func safe(address string) bool {
	u, err := url.Parse(address)
	if err != nil || strings.ContainsAny(address, "\\ ") {
		return false
	}
	return (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && u.User == nil ||
		u.Scheme == "" && u.Host == "" && strings.HasPrefix(address, "/") && !strings.HasPrefix(address, "//")
}

// Save adds (ID 0) or changes an entry. Errors: errs.Invalid, errs.Conflict, errs.Forbidden.
func (s *Service) Save(ctx context.Context, by authz.Actor, e Entry) (Entry, error) {
	if !mayWrite(by, e.Org) {
		return e, errs.Denied(string(MayWrite))
	}
	if err := e.check(); err != nil {
		return e, err
	}
	err := s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if e.ID == 0 {
			id, err := tx.Insert(ctx, insertEntry, int64(e.Org), e.Sv.Title, e.En.Title, e.Sv.Text, e.En.Text, e.URL, e.Keywords, sqldb.Time(e.AnnouncedTo))
			e.ID, e.Active, e.Version = ID(id), true, 1
			return err
		}
		n, err := tx.Exec(ctx, updateEntry, e.Sv.Title, e.En.Title, e.Sv.Text, e.En.Text, e.URL, e.Keywords, sqldb.Time(e.AnnouncedTo), e.Active,
			int64(e.ID), int64(e.Org), e.Version)
		if err == nil && n == 0 {
			return errs.E(errs.Conflict, "error.changed_meanwhile")
		}
		return err
	})
	return e, err
}

package search

import (
	"context"
	"encoding/base64"
	"slices"
	"strconv"
	"strings"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/textindex"
)

// PageSize is how many hits a page has when nobody says otherwise, and maxPage how many it may have.
const (
	PageSize    = 20
	maxPage     = 100
	maxQuestion = 500
)

// Options narrow a search.
type Options struct {
	Desk   directory.DeskID // 0: every desk.
	Mine   bool             // The actor's own tickets only, as a user sees them.
	Work   bool             // What the actor sees at work only, without what is theirs as a user.
	Words  bool             // Words only: the caller has looked for numbers already.
	Bare   bool             // Without snippets: nothing of what was said is read.
	Cursor string
	Limit  int
}

// Page is a stretch of hits, newest first.
type Page struct {
	Hits []Hit
	Next string
	// Exact are the tickets whose number, here or elsewhere, is what was typed: a page may lead there at once.
	Exact []ticket.ID
}

// Tickets finds tickets by words, numbers and references. All words must fit, inflected or as beginnings. A question
// without anything to look for finds nothing. Errors: errs.Invalid for a cursor that is none of ours.
func (s *Service) Tickets(ctx context.Context, by authz.Actor, q string, o Options) (Page, error) {
	before, err := parseCursor(o.Cursor)
	if err != nil {
		return Page{}, err
	}
	if o.Limit < 1 || o.Limit > maxPage {
		o.Limit = PageSize
	}
	q = clean.Cut(clean.Line(q, 0), maxQuestion)
	terms := textindex.Query(q)
	if len(terms) == 0 {
		return Page{}, nil
	}
	var p Page
	if before == 0 && !o.Words && numberLike(q) {
		if p.Exact, err = s.exact(ctx, by, q, o); err != nil {
			return Page{}, err
		}
	}
	ids, err := s.ids(ctx, by, terms, before, o)
	if err != nil {
		return Page{}, err
	}
	if len(ids) > o.Limit {
		ids = ids[:o.Limit]
		p.Next = cursor(ids[o.Limit-1])
	}
	p.Hits, err = s.hits(ctx, by, terms, ids, o)
	return p, err
}

// ids asks the index once for each way in which the actor may see tickets and joins the answers.
func (s *Service) ids(ctx context.Context, by authz.Actor, terms []textindex.Term, before int64, o Options) ([]int64, error) {
	questions, err := s.questions(ctx, by, o)
	if err != nil || len(questions) == 0 {
		return nil, err
	}
	words, err := known(ctx, s.db, terms)
	if err != nil {
		return nil, err
	}
	var all []int64
	for _, ask := range questions {
		ask.terms, ask.known, ask.before, ask.limit = terms, words, before, o.Limit+1
		found, err := s.engine.find(ctx, s.db, &ask)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	slices.Sort(all)
	all = slices.Compact(all)
	slices.Reverse(all)
	return all[:min(len(all), o.Limit+1)], nil
}

// questions are the actor's ways in: with the desk's own words where they read those, by public words alone elsewhere.
func (s *Service) questions(ctx context.Context, by authz.Actor, o Options) ([]question, error) {
	var out []question
	add := func(ask question) {
		if ask.scope.Empty() {
			return
		}
		if o.Desk != 0 {
			ask.allOf = []string{token('d', int64(o.Desk))}
			ask.scope = ask.scope.And(atDesk(o.Desk))
		}
		out = append(out, ask)
	}
	if !o.Mine {
		if err := s.atWork(ctx, by, add); err != nil {
			return nil, err
		}
	}
	if !o.Work {
		add(question{anyOf: []string{token('p', by.Person)}, scope: own(by)})
	}
	return out, nil
}

// atWork adds the ways in that are the actor's at work: with the desk's own words where they read those, by public words
// where they only see the tickets (a supplier), and by public words in the units that they lead.
func (s *Service) atWork(ctx context.Context, by authz.Actor, add func(question)) error {
	noted, allNoted := reachTokens(by, ticket.MayNote)
	if allNoted || len(noted) > 0 {
		add(question{inner: true, anyOf: noted, scope: inner(by)})
	}
	seen, everything := reachTokens(by, ticket.MayRead)
	rest := slices.DeleteFunc(slices.Clone(seen), func(t string) bool { return slices.Contains(noted, t) })
	if !allNoted && (everything || len(rest) > 0) {
		add(question{anyOf: rest, scope: ticket.Visible(by)})
	}
	top := by.Reaches(ticket.MayRead, authz.Unit)
	if len(top) == 0 || everything {
		return nil
	}
	units, err := s.units(ctx, top)
	if err != nil {
		return err
	}
	add(question{anyOf: unitTokens(units), scope: below(by, units)})
	return nil
}

// numberLike tells what may be somebody's number from what are words.
func numberLike(q string) bool {
	return len(q) <= 200 && strings.ContainsAny(q, "0123456789") && strings.Count(q, " ") < 3
}

func (s *Service) exact(ctx context.Context, by authz.Actor, q string, o Options) ([]ticket.ID, error) {
	ids, err := s.ticket.Find(ctx, by, q)
	if err != nil || len(ids) == 0 || o.Desk == 0 && !o.Mine {
		return ids, err
	}
	rows, err := s.ticket.Rows(ctx, by, ids)
	if err != nil {
		return nil, err
	}
	ids = ids[:0]
	for i := range rows {
		if (o.Desk == 0 || rows[i].Desk == o.Desk) && (!o.Mine || rows[i].Concerns(by.Person)) {
			ids = append(ids, rows[i].ID)
		}
	}
	return ids, nil
}

func cursor(id int64) string {
	return base64.RawURLEncoding.EncodeToString([]byte("s" + strconv.FormatInt(id, 10)))
}

func parseCursor(s string) (int64, error) {
	if s == "" {
		return 0, nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil || len(raw) < 2 || raw[0] != 's' {
		return 0, errs.E(errs.Invalid, "error.cursor")
	}
	id, err := strconv.ParseInt(string(raw[1:]), 10, 64)
	if err != nil || id <= 0 {
		return 0, errs.E(errs.Invalid, "error.cursor")
	}
	return id, nil
}

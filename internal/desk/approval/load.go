package approval

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
)

// View is an approval as one reader may see it.
type View struct {
	Approval
	// Parts are those of the lines that concern the reader, by line and step.
	Parts []Part
	// For are the people by whose right the reader decides; 0 is their own.
	For []directory.PersonID
	// Own tells that the reader asked for it themselves, and that somebody else decides.
	Own bool
	// Seen is the fingerprint that a decision must carry.
	Seen  string
	Names map[directory.PersonID]string
	// Places are the names of what the parts are about: units, references, services ...
	Places map[directory.PlaceRef]string
}

// Mine counts the lines that the reader may decide now.
func (v *View) Mine() int {
	n := 0
	for _, l := range linesIn(v.Parts) {
		if slices.ContainsFunc(l.parts, (*Part).Mine) {
			n++
		}
	}
	return n
}

// Verdict is what somebody said, about how many lines.
type Verdict struct {
	By, For directory.PersonID
	At      time.Time
	Yes     bool
	Comment string
	Lines   int
}

// Verdicts are what has been said so far, oldest first.
func (v *View) Verdicts() []Verdict {
	var out []Verdict
	for i := range v.Parts {
		p := &v.Parts[i]
		if p.DecidedAt.IsZero() {
			continue
		}
		yes := p.State == PartApproved
		at := slices.IndexFunc(out, func(o Verdict) bool {
			return o.By == p.DecidedBy && o.For == p.DecidedFor && o.At.Equal(p.DecidedAt) && o.Yes == yes
		})
		if at < 0 {
			out = append(out, Verdict{By: p.DecidedBy, For: p.DecidedFor, At: p.DecidedAt, Yes: yes, Comment: p.Comment})
			at = len(out) - 1
		}
		out[at].Lines++
	}
	slices.SortStableFunc(out, func(a, b Verdict) int { return a.At.Compare(b.At) })
	return out
}

// Load returns an approval. Errors: errs.Forbidden without the right to decide anything, errs.NotFound out of scope.
func (s *Service) Load(ctx context.Context, by authz.Actor, id ID) (View, error) {
	if !by.May(MayDecide) {
		return View{}, errs.Denied(string(MayDecide))
	}
	return s.view(ctx, by, id)
}

func (s *Service) view(ctx context.Context, by authz.Actor, id ID) (View, error) {
	q := s.d.DB
	var w sqldb.Where
	condition, args := Visible(by).SQL()
	w.And(condition, args...)
	w.And("a.id = ?", int64(id))
	a, err := sqldb.One(ctx, q, sqldb.Q("approval.load", "select "+columns+" from approval a where "+w.SQL()), scanApproval, w.Args()...)
	if errors.Is(err, sqldb.ErrNone) {
		return View{}, errs.Missing()
	}
	if err != nil {
		return View{}, err
	}
	v := View{Approval: a}
	if v.Parts, err = partsFor(ctx, q, by, &a, 0); err != nil {
		return v, err
	}
	v.Seen = fingerprint(&a, v.Parts)
	people := []directory.PersonID{a.Asker, a.AskerFor, a.AskerVia}
	for i := range v.Parts {
		p := &v.Parts[i]
		people = append(people, p.Person, p.DecidedBy, p.DecidedFor)
		v.Own = v.Own || p.own && p.State == PartOpen
		if g, ok, _ := grantFor(by, &a, p); ok && p.Mine() && !slices.Contains(v.For, directory.PersonID(g.For)) {
			v.For = append(v.For, directory.PersonID(g.For))
		}
	}
	people = append(people, v.For...)
	slices.SortFunc(v.For, cmp.Compare)
	if v.Names, err = names(ctx, q, by, people); err != nil {
		return v, err
	}
	v.Places, err = s.d.Directory.PlaceNames(ctx, by, refsOf(v.Parts)...)
	return v, err
}

// refsOf are the things that parts are about.
func refsOf(parts []Part) []directory.PlaceRef {
	var out []directory.PlaceRef
	for i := range parts {
		for _, ref := range parts[i].Refs() {
			if !slices.Contains(out, ref) {
				out = append(out, ref)
			}
		}
	}
	return out
}

// names are the names that the reader may know.
func names(ctx context.Context, q sqldb.Querier, by authz.Actor, ids []directory.PersonID) (map[directory.PersonID]string, error) {
	ids = slices.DeleteFunc(ids, func(id directory.PersonID) bool { return id == 0 })
	slices.Sort(ids)
	if ids = slices.Compact(ids); len(ids) == 0 {
		return nil, nil
	}
	return directory.NamesIn(ctx, q, by, ids...)
}

// visibleIn refuses an approval that is not the actor's to look at.
func visibleIn(ctx context.Context, q sqldb.Querier, by authz.Actor, id ID) error {
	var w sqldb.Where
	condition, args := Visible(by).SQL()
	w.And(condition, args...)
	w.And("a.id = ?", int64(id))
	_, found, err := sqldb.Maybe(ctx, q, sqldb.Q("approval.visible", "select a.id from approval a where "+w.SQL()), sqldb.Value[int64], w.Args()...)
	if err == nil && !found {
		return errs.Missing()
	}
	return err
}

// Changes is what has happened since a reader looked.
type Changes struct {
	Lines  []Difference
	Events []event.Event // What was said and done, oldest first.
	Names  map[directory.PersonID]string
}

// Any reports whether anything happened at all.
func (c *Changes) Any() bool { return len(c.Lines)+len(c.Events) > 0 }

// Stale reports whether a fingerprint stands for something else than what there is to decide now.
func (v *View) Stale(seen string) bool { return versionIn(seen) != 0 && !same(seen, v.Seen) }

// Since tells what has happened to an approval since the fingerprint was made. Errors: as of Load.
func (s *Service) Since(ctx context.Context, by authz.Actor, v *View, seen string) (Changes, error) {
	version := versionIn(seen)
	if version == 0 || version >= v.Version {
		return Changes{}, nil
	}
	before, err := partsFor(ctx, s.d.DB, by, &v.Approval, version)
	if err != nil {
		return Changes{}, err
	}
	events, err := event.Stream(ctx, s.d.DB, Stream, int64(v.ID))
	if err != nil {
		return Changes{}, err
	}
	c := Changes{Lines: differences(before, v.Parts)}
	var people []directory.PersonID
	for _, e := range events {
		if e.Pos > version && (e.Type == EventDecided || e.Type == EventChanged || e.Type == EventWithdrawn) && about(e, before, v.Parts) {
			c.Events = append(c.Events, e)
			people = append(people, directory.PersonID(e.Actor), directory.PersonID(e.For))
		}
	}
	c.Names, err = names(ctx, s.d.DB, by, people)
	return c, err
}

// about reports whether an event is about a line that the reader knows, now or before.
func about(e event.Event, before, now []Part) bool {
	var t Told
	if e.Decode(&t) != nil {
		return false // An event of a later release: nothing that this one can show.
	}
	has := func(p Part) bool { return slices.Contains(t.Lines, p.Line) }
	return slices.ContainsFunc(before, has) || slices.ContainsFunc(now, has)
}

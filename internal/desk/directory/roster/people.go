package roster

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/directory/guardian"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/csvfile"
	"lotsen/internal/kit/i18n"
)

// peopleWork is a file of people compared with the register.
type peopleWork struct {
	s     *Service
	by    authz.Actor
	org   directory.OrgID
	cols  csvfile.Columns
	cases []personCase
	units placeIndex
	sites placeIndex
	borns map[directory.PersonID]string
}

// personCase is one row, or one person whom a whole file does not name.
type personCase struct {
	row    Row
	before directory.Person // Zero ID: new.
	in     directory.PersonInput
	active bool
	mark   bool   // Protected identity afterwards.
	born   string // The day of birth afterwards; "" leaves what is known.
}

func (s *Service) preparePeople(ctx context.Context, by authz.Actor, org directory.OrgID, t csvfile.Table, o Options) (work, error) {
	cols, err := csvfile.Understand(t.Headers, peopleFields())
	if err != nil {
		return nil, err
	}
	w := &peopleWork{s: s, by: by, org: org, cols: cols}
	if err := w.places(ctx); err != nil {
		return nil, err
	}
	var errBorn error
	if w.borns, errBorn = guardian.BornIn(ctx, s.db, org); errBorn != nil {
		return nil, errBorn
	}
	known := map[string]directory.Person{}
	if err := directory.Registered(ctx, s.db, org, func(p directory.Person) error {
		known[p.ExternalID] = p
		return nil
	}); err != nil {
		return nil, err
	}
	logins := map[string]directory.PersonID{}
	if err := directory.Logins(ctx, s.db, func(login string, id directory.PersonID) error {
		logins[login] = id
		return nil
	}); err != nil {
		return nil, err
	}
	lines, claimed := map[string]int{}, map[string]int{}
	for _, l := range t.Rows {
		c := w.compare(l, known)
		if first, twice := lines[c.row.ID]; twice && c.row.ID != "" {
			c.refuse(cols.Wrong("external_id", "import.row.twice", "first", strconv.Itoa(first)))
		} else {
			lines[c.row.ID] = l.Number
		}
		if login := c.in.Login; login != "" && c.row.Action != Refused {
			if owner, taken := logins[login]; taken && owner != c.before.ID {
				c.refuse(cols.Wrong("login", "person.login.taken"))
			} else if first, twice := claimed[login]; twice {
				c.refuse(cols.Wrong("login", "import.row.twice", "first", strconv.Itoa(first)))
			} else {
				claimed[login] = l.Number
			}
		}
		w.cases = append(w.cases, c)
	}
	if o.Whole {
		w.endOthers(known, lines, o.Prefix)
	}
	return w, nil
}

// endOthers ends who came from a register and is not in the file any more.
func (w *peopleWork) endOthers(known map[string]directory.Person, lines map[string]int, prefix string) {
	var gone []directory.Person
	for id, p := range known {
		if _, there := lines[id]; !there && p.Active && strings.HasPrefix(id, prefix) {
			gone = append(gone, p)
		}
	}
	slices.SortFunc(gone, func(a, b directory.Person) int { return int(a.ID - b.ID) })
	for _, p := range gone {
		w.cases = append(w.cases, personCase{
			row: Row{ID: p.ExternalID, Name: p.Name(), Action: Ended}, before: p, in: p.Input(), mark: p.Protected,
		})
	}
}

// compare reads one row and says what it does to the person whom the register knows by its id.
func (w *peopleWork) compare(l csvfile.Line, known map[string]directory.Person) personCase {
	id := w.cols.Get(l, "external_id")
	before := known[id]
	c := personCase{row: Row{Line: l.Number, ID: id, Action: Added}, before: before, in: before.Input(), active: true, mark: before.Protected}
	if before.ID != 0 {
		c.row.Action = Changed
	}
	if wrong := w.cols.Fits(l); wrong != nil {
		c.refuse(wrong...)
		return c
	}
	c.refuse(w.fill(l, &c)...)
	c.row.Name = directory.Person{Given: c.in.Given, Family: c.in.Family}.Name()
	c.refuse(w.cols.Reasons(c.in.Check())...)
	if id == "" {
		c.refuse(w.cols.Wrong("external_id", "field.required"))
	}
	if before.Protected && !c.mark && !maySeeProtected(w.by, w.org) {
		c.refuse(w.cols.Wrong("protected", "import.row.protected"))
	}
	if c.row.Action != Changed {
		return c
	}
	if c.row.Changes = w.changes(c); len(c.row.Changes) == 0 {
		c.row.Action = Unchanged
	}
	return c
}

// fill writes the row's cells over the input, for the columns that the file has.
func (w *peopleWork) fill(l csvfile.Line, c *personCase) []Reason {
	var wrong []Reason
	for name, to := range map[string]*string{
		"external_id": &c.in.ExternalID, "given": &c.in.Given, "family": &c.in.Family, "title": &c.in.Title, "email": &c.in.Email,
		"phone": &c.in.Phone, "mobile": &c.in.Mobile, "login": &c.in.Login,
	} {
		if w.cols.Has(name) {
			*to = w.cols.Get(l, name)
		}
	}
	if word := w.cols.Get(l, "category"); word != "" {
		kind, ok := category(word)
		if !ok {
			wrong = append(wrong, w.cols.Wrong("category", "import.row.unknown", "value", word))
		}
		c.in.Category = kind
	}
	if word := w.cols.Get(l, "lang"); word != "" {
		c.in.Lang = i18n.ParseLang(word)
	}
	if w.cols.Has("unit") {
		id, ok := w.units.find(w.cols.Get(l, "unit"))
		if !ok {
			wrong = append(wrong, w.cols.Wrong("unit", "import.row.unknown", "value", w.cols.Get(l, "unit")))
		}
		c.in.Unit = directory.UnitID(id)
	}
	if w.cols.Has("site") {
		id, ok := w.sites.find(w.cols.Get(l, "site"))
		if !ok {
			wrong = append(wrong, w.cols.Wrong("site", "import.row.unknown", "value", w.cols.Get(l, "site")))
		}
		c.in.Site = directory.SiteID(id)
	}
	if word := w.cols.Get(l, "born"); word != "" {
		day, ok := guardian.BornFrom(word)
		if !ok {
			wrong = append(wrong, w.cols.Wrong("born", "proxy.error.born")) // The number itself is told to nobody.
		}
		c.born = day
	}
	protected, said, ok := mark(w.cols.Get(l, "protected"))
	if !ok {
		wrong = append(wrong, w.cols.Wrong("protected", "import.row.unknown", "value", w.cols.Get(l, "protected")))
	}
	if said {
		c.mark = protected
	}
	return wrong
}

// changes lists what differs, with names for places.
func (w *peopleWork) changes(c personCase) []directory.Change {
	after := c.before
	in := c.in
	after.ExternalID, after.Given, after.Family, after.Category, after.Title = in.ExternalID, in.Given, in.Family, in.Category, in.Title
	after.Email, after.Phone, after.Mobile, after.Unit, after.Site = in.Email, in.Phone, in.Mobile, in.Unit, in.Site
	after.Lang, after.Needs, after.Login, after.Protected, after.Active = in.Lang, in.Needs, in.Login, c.mark, c.active
	changes := directory.Differences(c.before, after)
	for i, ch := range changes {
		switch ch.Field {
		case "unit":
			changes[i].Old, changes[i].New = w.units.name(int64(c.before.Unit)), w.units.name(int64(in.Unit))
		case "site":
			changes[i].Old, changes[i].New = w.sites.name(int64(c.before.Site)), w.sites.name(int64(in.Site))
		}
	}
	if c.born != "" && c.born != w.borns[c.before.ID] {
		changes = append(changes, directory.Change{Field: "born", New: "*"}) // Which day it is concerns nobody here.
	}
	return changes
}

func (c *personCase) refuse(why ...Reason) {
	if len(why) > 0 {
		c.row.Action, c.row.Changes = Refused, nil
		c.row.Reasons = append(c.row.Reasons, why...)
	}
}

func (w *peopleWork) places(ctx context.Context) error {
	units, err := directory.AllUnits(ctx, w.s.db, w.org)
	if err != nil {
		return err
	}
	for _, u := range units {
		if u.Active {
			w.units.add(int64(u.ID), u.ExternalID, u.Name)
		}
	}
	sites, err := w.s.dir.Sites(ctx, authz.System("roster"), w.org)
	for _, st := range sites {
		w.sites.add(int64(st.ID), st.ExternalID, st.Name)
	}
	return err
}

// plan tells what will be done, without what the actor may not know.
func (w *peopleWork) plan() Plan {
	p := Plan{Kind: People, Counts: map[Action]int{}, Columns: w.cols.Known, Ignored: w.cols.Ignored}
	sum := sha256.New()
	open := maySeeProtected(w.by, w.org)
	for _, c := range w.cases {
		// Everything that will be written and everything it rests on is in the digest.
		raw, err := json.Marshal([]any{c.row, c.before.Version, c.in, c.active, c.mark, c.born})
		if err != nil {
			raw = []byte(fmt.Sprint(c)) // Cannot happen: texts and numbers.
		}
		sum.Write(raw)
		if c.before.Protected && !open {
			p.Hidden++
			continue
		}
		p.Counts[c.row.Action]++
		if c.row.Action != Unchanged {
			p.Rows = append(p.Rows, c.row)
		}
	}
	p.Digest = hex.EncodeToString(sum.Sum(nil))
	return p
}

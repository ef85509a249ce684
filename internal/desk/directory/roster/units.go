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
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/csvfile"
)

// unitWork is a file of units compared with the register. Parents, sites and cost centres are kept as the file's words
// until the plan is carried out, because the file may make them itself.
type unitWork struct {
	s           *Service
	by          authz.Actor
	org         directory.OrgID
	cols        csvfile.Columns
	cases       []unitCase
	known       map[string]directory.Unit // By the register's id.
	names       map[directory.UnitID]string
	keys        map[directory.UnitID]string // The register's id of a unit.
	authorities placeIndex
	sites       placeIndex
	costs       placeIndex
	newSites    []string
	schools     map[directory.UnitID]string // The code of a school unit.
	newCosts    []string
}

type unitCase struct {
	row                Row
	before             directory.Unit
	in                 directory.UnitInput
	active             bool
	parent, site, cost string
	school             string
}

func (s *Service) prepareUnits(ctx context.Context, by authz.Actor, org directory.OrgID, t csvfile.Table, o Options) (work, error) {
	cols, err := csvfile.Understand(t.Headers, unitFields())
	if err != nil {
		return nil, err
	}
	w := &unitWork{s: s, by: by, org: org, cols: cols, known: map[string]directory.Unit{}, names: map[directory.UnitID]string{}, keys: map[directory.UnitID]string{}}
	if err := w.load(ctx); err != nil {
		return nil, err
	}
	lines := map[string]int{}
	for _, l := range t.Rows {
		c := w.compare(l)
		if first, twice := lines[c.row.ID]; twice && c.row.ID != "" {
			c.refuse(cols.Wrong("external_id", "import.row.twice", "first", strconv.Itoa(first)))
		} else {
			lines[c.row.ID] = l.Number
		}
		w.cases = append(w.cases, c)
	}
	w.judgeParents()
	w.settle()
	if o.Whole {
		w.endOthers(lines, o.Prefix)
	}
	return w, nil
}

func (w *unitWork) load(ctx context.Context) error {
	units, err := directory.AllUnits(ctx, w.s.db, w.org)
	if err != nil {
		return err
	}
	for _, u := range units {
		w.names[u.ID] = u.Name
		if u.ExternalID != "" {
			w.known[u.ExternalID], w.keys[u.ID] = u, u.ExternalID
		}
	}
	if w.schools, err = directory.SchoolCodes(ctx, w.s.db, w.org); err != nil {
		return err
	}
	system := authz.System("roster")
	sites, err := w.s.dir.Sites(ctx, system, w.org)
	if err != nil {
		return err
	}
	for _, st := range sites {
		w.sites.add(int64(st.ID), st.ExternalID, st.Name)
	}
	costs, err := w.s.dir.CostCentres(ctx, system, w.org)
	if err != nil {
		return err
	}
	for _, c := range costs {
		w.costs.add(int64(c.ID), c.Code, c.Code)
	}
	boards, err := w.s.dir.Authorities(ctx, system, w.org)
	for _, a := range boards {
		w.authorities.add(int64(a.ID), a.Number, a.Name)
	}
	return err
}

func (w *unitWork) compare(l csvfile.Line) unitCase {
	id := w.cols.Get(l, "external_id")
	before := w.known[id]
	c := unitCase{row: Row{Line: l.Number, ID: id, Action: Added}, before: before, active: true, in: directory.UnitInput{
		ExternalID: id, Name: w.cols.Get(l, "name"), Parent: before.Parent, Authority: before.Authority, Site: before.Site, CostCentre: before.CostCentre,
	}}
	if before.ID != 0 {
		c.row.Action = Changed
	}
	if wrong := w.cols.Fits(l); wrong != nil {
		c.refuse(wrong...)
		return c
	}
	c.row.Name = c.in.Name
	if w.cols.Has("authority") {
		board, ok := w.authorities.find(w.cols.Get(l, "authority"))
		if c.in.Authority = directory.AuthorityID(board); !ok {
			c.refuse(w.cols.Wrong("authority", "import.row.unknown", "value", w.cols.Get(l, "authority")))
		}
	}
	c.school = clean.Line(w.cols.Get(l, "school_code"), 20)
	c.parent, c.site, c.cost = w.cols.Get(l, "parent"), w.cols.Get(l, "site"), w.cols.Get(l, "cost_centre")
	c.refuse(w.cols.Reasons(c.in.Check())...)
	if id == "" {
		c.refuse(w.cols.Wrong("external_id", "field.required"))
	}
	return c
}

// judgeParents refuses units whose parent is unknown, refused, or below themselves.
func (w *unitWork) judgeParents() {
	if !w.cols.Has("parent") {
		return
	}
	at := map[string]int{}
	for i, c := range w.cases {
		if c.row.Action != Refused {
			at[c.row.ID] = i
		}
	}
	for again := true; again; {
		again = false
		for i := range w.cases {
			c := &w.cases[i]
			if c.row.Action == Refused || c.parent == "" {
				continue
			}
			why := ""
			j, inFile := at[c.parent]
			switch {
			case inFile && w.cases[j].row.Action == Refused, !inFile && w.known[c.parent].ID == 0:
				why = "import.row.unknown"
			case w.loops(i, at):
				why = "import.row.loop"
			default:
				continue
			}
			c.refuse(w.cols.Wrong("parent", why, "value", c.parent))
			again = true
		}
	}
}

// loops follows the parents upwards, as the file and else the register names them, and reports whether they come back to
// the unit.
func (w *unitWork) loops(i int, at map[string]int) bool {
	above := w.cases[i].parent
	for range len(w.cases) + len(w.known) + 1 {
		if above == "" {
			return false
		}
		if above == w.cases[i].row.ID {
			return true
		}
		if j, inFile := at[above]; inFile {
			above = w.cases[j].parent
		} else {
			above = w.keys[w.known[above].Parent]
		}
	}
	return true
}

// settle decides what is unchanged and which places have to be made.
func (w *unitWork) settle() {
	for i := range w.cases {
		c := &w.cases[i]
		if c.row.Action == Refused {
			continue
		}
		if id, ok := w.sites.find(c.site); w.cols.Has("site") {
			if c.in.Site = directory.SiteID(id); !ok && !slices.Contains(w.newSites, c.site) {
				w.newSites = append(w.newSites, c.site)
			}
		}
		if id, ok := w.costs.find(c.cost); w.cols.Has("cost_centre") {
			if c.in.CostCentre = directory.CostCentreID(id); !ok && !slices.Contains(w.newCosts, c.cost) {
				w.newCosts = append(w.newCosts, c.cost)
			}
		}
		if c.row.Action == Changed {
			if c.row.Changes = w.changes(*c); len(c.row.Changes) == 0 {
				c.row.Action = Unchanged
			}
		}
	}
}

func (w *unitWork) changes(c unitCase) []directory.Change {
	var out []directory.Change
	add := func(field, from, to string) {
		if from != to {
			out = append(out, directory.Change{Field: field, Old: from, New: to})
		}
	}
	add("name", c.before.Name, c.in.Name)
	if w.cols.Has("parent") {
		above := w.keys[c.before.Parent]
		if above == "" {
			above = w.names[c.before.Parent]
		}
		add("parent", above, c.parent)
	}
	if w.cols.Has("authority") {
		add("authority", w.authorities.name(int64(c.before.Authority)), w.authorities.name(int64(c.in.Authority)))
	}
	if w.cols.Has("site") && (c.in.Site == 0 || c.in.Site != c.before.Site) {
		add("site", w.sites.name(int64(c.before.Site)), c.site)
	}
	if w.cols.Has("cost_centre") && (c.in.CostCentre == 0 || c.in.CostCentre != c.before.CostCentre) {
		add("cost_centre", w.costs.name(int64(c.before.CostCentre)), c.cost)
	}
	if w.cols.Has("school_code") {
		add("school_code", w.schools[c.before.ID], c.school)
	}
	add("active", fmt.Sprint(c.before.Active), fmt.Sprint(c.active))
	return out
}

func (w *unitWork) endOthers(lines map[string]int, prefix string) {
	var gone []directory.Unit
	for id, u := range w.known {
		if _, there := lines[id]; !there && u.Active && strings.HasPrefix(id, prefix) {
			gone = append(gone, u)
		}
	}
	slices.SortFunc(gone, func(a, b directory.Unit) int { return int(a.ID - b.ID) })
	for _, u := range gone {
		w.cases = append(w.cases, unitCase{row: Row{ID: u.ExternalID, Name: u.Name, Action: Ended}, before: u, in: directory.UnitInput{
			ExternalID: u.ExternalID, Name: u.Name, Parent: u.Parent, Authority: u.Authority, Site: u.Site, CostCentre: u.CostCentre,
		}})
	}
}

func (c *unitCase) refuse(why ...Reason) {
	if len(why) > 0 {
		c.row.Action, c.row.Changes = Refused, nil
		c.row.Reasons = append(c.row.Reasons, why...)
	}
}

func (w *unitWork) plan() Plan {
	p := Plan{
		Kind: Units, Counts: map[Action]int{}, Columns: w.cols.Known, Ignored: w.cols.Ignored,
		NewPlaces: append(slices.Clone(w.newSites), w.newCosts...),
	}
	sum := sha256.New()
	for _, c := range w.cases {
		raw, err := json.Marshal([]any{c.row, c.before.Version, c.in, c.active, c.parent, c.site, c.cost})
		if err != nil {
			raw = []byte(fmt.Sprint(c)) // Cannot happen: texts and numbers.
		}
		sum.Write(raw)
		p.Counts[c.row.Action]++
		if c.row.Action != Unchanged {
			p.Rows = append(p.Rows, c.row)
		}
	}
	p.Digest = hex.EncodeToString(sum.Sum(nil))
	return p
}

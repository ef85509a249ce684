package asset

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/csvfile"
	"lotsen/internal/kit/errs"
)

// maxFile bounds a file: fifty thousand devices are some megabytes.
const maxFile = 20 << 20

// Action is what a plan does with a row.
type Action string

// The actions.
const (
	Added     Action = "new"
	Changed   Action = "changed"
	Unchanged Action = "unchanged"
	Finished  Action = "ended"
	Refused   Action = "refused"
)

// Row is a line of a plan.
type Row struct {
	Line    int
	Tag     string
	Name    string
	Action  Action
	Changes []directory.Change // Places, people and levels by the words of the file.
	Reasons []csvfile.Reason
}

// Plan is what a file would do. Rows leaves out what is unchanged.
type Plan struct {
	Digest  string // Names this plan: ApplyFile asks for it.
	Counts  map[Action]int
	Rows    []Row
	Columns []string
	Ignored []string
}

// fileCase is a row on its way into the inventory.
type fileCase struct {
	row    Row
	before Asset
	draft  Draft
	end    bool
}

// work is a file and what it is compared with.
type work struct {
	s     *Service
	by    authz.Actor
	org   directory.OrgID
	cols  csvfile.Columns
	known known
	cases []fileCase
}

// PlanFile reads a file and says what it would do; nothing is written. Errors: errs.Forbidden, errs.Invalid when the file
// cannot be read at all.
func (s *Service) PlanFile(ctx context.Context, by authz.Actor, org directory.OrgID, file []byte) (Plan, error) {
	w, err := s.prepare(ctx, by, org, file)
	if err != nil {
		return Plan{}, err
	}
	return w.plan(), nil
}

func (s *Service) prepare(ctx context.Context, by authz.Actor, org directory.OrgID, file []byte) (*work, error) {
	if !mayImport(by, org) {
		return nil, errs.Denied(string(MayImport))
	}
	t, err := csvfile.Read(file, maxFile)
	if err != nil {
		return nil, err
	}
	w := &work{s: s, by: by, org: org}
	if w.cols, err = csvfile.Understand(t.Headers, fileFields()); err != nil {
		return nil, err
	}
	if !w.cols.Has("tag") && !w.cols.Has("serial") {
		return nil, errs.E(errs.Invalid, "import.header.missing", "column", fileFields()[0].Headers[0], "headers", strings.Join(w.cols.Ignored, ", "))
	}
	if w.known, err = w.read(ctx, t); err != nil {
		return nil, err
	}
	tags, serials := map[string]int{}, map[string]int{}
	for _, l := range t.Rows {
		c := w.compare(l)
		for _, x := range []struct {
			field, key string
			seen       map[string]int
		}{{"tag", Key(c.draft.Tag), tags}, {"serial", Key(c.draft.Serial), serials}} {
			if x.key == "" {
				continue
			}
			if first, twice := x.seen[x.key]; twice {
				c.refuse(w.cols.Wrong(x.field, "import.row.twice", "first", strconv.Itoa(first)))
			} else {
				x.seen[x.key] = l.Number
			}
		}
		w.cases = append(w.cases, c)
	}
	return w, nil
}

// compare says what becomes of one line.
func (w *work) compare(l csvfile.Line) fileCase {
	tag, serial := w.cols.Get(l, "tag"), w.cols.Get(l, "serial")
	before, there := w.known.tags[Key(tag)]
	if Key(tag) == "" {
		before, there = w.known.serials[Key(serial)]
	}
	c := fileCase{row: Row{Line: l.Number, Tag: tag, Action: Added}, before: before, draft: draftOf(&before)}
	c.draft.Org = w.org
	if !there {
		c.draft.Source, c.draft.Kind = Import, Computer
	}
	if wrong := w.cols.Fits(l); wrong != nil {
		c.refuse(wrong...)
		return c
	}
	if Key(tag) == "" && Key(serial) == "" {
		c.refuse(w.cols.Wrong("tag", "field.required"))
		return c
	}
	if there && !w.known.seen[before.ID] {
		// What the reader may not know of is left alone, and looks like what does not change.
		c.row.Action = Unchanged
		return c
	}
	if there && !before.Active() && w.cols.Get(l, "state") == "" {
		c.row.Action = Unchanged // A file from before the device was ended does not bring it back.
		return c
	}
	c.refuse(w.fill(l, &c)...)
	c.refuse(w.cols.Reasons(c.draft.check())...)
	if other, taken := w.known.serials[Key(c.draft.Serial)]; taken && Key(c.draft.Serial) != "" && other.ID != before.ID {
		c.refuse(w.cols.Wrong("serial", "asset.error.serial_taken"))
	}
	c.row.Tag, c.row.Name = c.draft.Tag, c.draft.Name
	if c.row.Name == "" {
		c.row.Name = c.draft.Model
	}
	if c.row.Action == Refused {
		return c
	}
	w.known.home(&c.draft)
	after := drafted(before, c.draft)
	if c.end {
		after = before
	}
	c.row.Changes = w.words(differences(&before, &after))
	switch {
	case c.end && !there, there && !c.end && len(c.row.Changes) == 0, c.end && !before.Active():
		c.row.Action = Unchanged
	case c.end:
		c.row.Action = Finished
	case there:
		c.row.Action = Changed
	}
	return c
}

// fill writes the row's cells over the draft, for the columns that the file has. An empty cell takes the holder and the
// texts away, and leaves alone what cannot be nothing.
func (w *work) fill(l csvfile.Line, c *fileCase) []csvfile.Reason {
	var wrong []csvfile.Reason
	for name, to := range map[string]*string{
		"tag": &c.draft.Tag, "serial": &c.draft.Serial, "name": &c.draft.Name, "model": &c.draft.Model, "delivered": &c.draft.Delivered, "renew": &c.draft.Renew,
	} {
		if w.cols.Has(name) {
			*to = w.cols.Get(l, name)
		}
	}
	if c.before.ID != 0 && Key(c.draft.Tag) == "" {
		c.draft.Tag = c.before.Tag
	}
	unknown := func(name string) {
		wrong = append(wrong, w.cols.Wrong(name, "import.row.unknown", "value", w.cols.Get(l, name)))
	}
	cell := func(name string, read func(word string) bool) {
		if word := w.cols.Get(l, name); word != "" && !read(word) {
			unknown(name)
		}
	}
	cell("kind", func(word string) (ok bool) { c.draft.Kind, ok = kindOf(word); return ok })
	cell("state", func(word string) bool {
		state, ok := stateOf(word)
		if c.end = state == Ended; !c.end {
			c.draft.State = state
		}
		return ok
	})
	cell("life", func(word string) bool {
		n, err := strconv.Atoi(word)
		c.draft.Life = n
		return err == nil && n >= 0
	})
	place := func(name string, known map[string]int64, set func(id int64)) {
		if !w.cols.Has(name) {
			return
		}
		word := w.cols.Get(l, name)
		id, ok := known[folded(word)]
		if word != "" && !ok {
			unknown(name)
		}
		set(id)
	}
	place("level", w.known.levels, func(id int64) { c.draft.Level = LevelID(id) })
	place("unit", w.known.units, func(id int64) { c.draft.Unit = directory.UnitID(id) })
	place("site", w.known.sites, func(id int64) { c.draft.Site = directory.SiteID(id) })
	place("login", w.known.logins, func(id int64) { c.draft.Person = directory.PersonID(id) })
	return wrong
}

func (c *fileCase) refuse(why ...csvfile.Reason) {
	if len(why) > 0 {
		c.row.Action, c.row.Changes = Refused, nil
		c.row.Reasons = append(c.row.Reasons, why...)
	}
}

// words puts what the file, or the register, calls a place for its number.
func (w *work) words(changes []directory.Change) []directory.Change {
	for i, ch := range changes {
		if names, ok := w.known.names[ch.Field]; ok {
			changes[i].Old, changes[i].New = names[ch.Old], names[ch.New]
		}
	}
	return changes
}

func (w *work) plan() Plan {
	p := Plan{Counts: map[Action]int{}, Columns: w.cols.Known, Ignored: w.cols.Ignored}
	sum := sha256.New()
	for i := range w.cases {
		c := &w.cases[i]
		raw, err := json.Marshal([]any{c.row, c.before.ID, c.before.Version, c.draft, c.end})
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

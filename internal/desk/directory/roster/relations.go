package roster

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/directory/guardian"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/csvfile"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// relationWork is a file of guardians and children compared with the register. Both must be in it already: a file of
// relations makes no people.
type relationWork struct {
	s     *Service
	by    authz.Actor
	org   directory.OrgID
	cols  csvfile.Columns
	src   string
	cases []relationCase
	borns map[directory.PersonID]string
}

type relationCase struct {
	row             Row
	before          guardian.Relation // Zero ID: new.
	guardian, child directory.Person
	kind            guardian.Kind
	born            string
	to              time.Time
}

// pair is a relation as the register knows it.
type pair struct {
	guardian, child directory.PersonID
	kind            guardian.Kind
}

func (s *Service) prepareRelations(ctx context.Context, by authz.Actor, org directory.OrgID, t csvfile.Table, o Options) (work, error) {
	cols, err := csvfile.Understand(t.Headers, relationFields())
	if err != nil {
		return nil, err
	}
	w := &relationWork{s: s, by: by, org: org, cols: cols, src: guardian.File}
	if o.Prefix != "" {
		w.src = guardian.School
	}
	people := map[string]directory.Person{}
	names := map[directory.PersonID]directory.Person{}
	if err := directory.Registered(ctx, s.db, org, func(p directory.Person) error {
		people[p.ExternalID], names[p.ID] = p, p
		return nil
	}); err != nil {
		return nil, err
	}
	if w.borns, err = guardian.BornIn(ctx, s.db, org); err != nil {
		return nil, err
	}
	known := map[pair]guardian.Relation{}
	list, err := guardian.LivingOf(ctx, s.db, org, w.src)
	if err != nil {
		return nil, err
	}
	for _, r := range list {
		known[pair{r.Guardian, r.Child, r.Kind}] = r
	}
	lines := map[pair]int{}
	for _, l := range t.Rows {
		c := w.compare(l, people)
		key := pair{c.guardian.ID, c.child.ID, c.kind}
		if c.row.Action != Refused {
			if first, twice := lines[key]; twice {
				c.refuse(cols.Wrong("child", "import.row.twice", "first", strconv.Itoa(first)))
			} else if lines[key] = l.Number; known[key].ID != 0 {
				c.before, c.row.Action = known[key], Unchanged
				if c.born != "" && c.born != w.borns[c.child.ID] {
					c.row.Action, c.row.Changes = Changed, []directory.Change{{Field: "born", New: "*"}}
				}
			}
		}
		w.cases = append(w.cases, c)
	}
	if !o.Whole {
		return w, nil
	}
	for _, r := range list {
		if _, there := lines[pair{r.Guardian, r.Child, r.Kind}]; !there {
			c := relationCase{before: r, guardian: names[r.Guardian], child: names[r.Child], kind: r.Kind, row: Row{Action: Ended}}
			c.name()
			w.cases = append(w.cases, c)
		}
	}
	return w, nil
}

func (c *relationCase) name() {
	c.row.ID, c.row.Name = c.child.ExternalID, c.guardian.Name()+" → "+c.child.Name()
}

func (c *relationCase) refuse(why ...Reason) {
	if len(why) > 0 {
		c.row.Action, c.row.Changes = Refused, nil
		c.row.Reasons = append(c.row.Reasons, why...)
	}
}

// compare reads one row.
func (w *relationWork) compare(l csvfile.Line, people map[string]directory.Person) relationCase {
	c := relationCase{row: Row{Line: l.Number, ID: w.cols.Get(l, "child"), Action: Added}}
	if wrong := w.cols.Fits(l); wrong != nil {
		c.refuse(wrong...)
		return c
	}
	for column, to := range map[string]*directory.Person{"child": &c.child, "guardian": &c.guardian} {
		p, ok := people[w.cols.Get(l, column)]
		if !ok || !p.Active {
			c.refuse(w.cols.Wrong(column, "import.row.unknown", "value", w.cols.Get(l, column)))
			continue
		}
		*to = p
	}
	if c.row.Action != Refused {
		c.name()
	}
	kind, ok := relation(w.cols.Get(l, "kind"))
	if c.kind = kind; !ok {
		c.refuse(w.cols.Wrong("kind", "import.row.unknown", "value", w.cols.Get(l, "kind")))
	}
	if word := w.cols.Get(l, "born"); word != "" {
		if c.born, ok = guardian.BornFrom(word); !ok {
			c.refuse(w.cols.Wrong("born", "proxy.error.born"))
		}
	}
	if word := w.cols.Get(l, "to"); word != "" {
		day, err := time.ParseInLocation(time.DateOnly, word, clock.Stockholm())
		if err != nil {
			c.refuse(w.cols.Wrong("to", "import.row.unknown", "value", word))
		}
		c.to = day.AddDate(0, 0, 1).UTC()
	}
	born := c.born
	if born == "" {
		born = w.borns[c.child.ID]
	}
	if c.row.Action != Refused && c.kind.Speaks() && guardian.OfAge(born, w.s.db.Now()) {
		why := "proxy.error.of_age"
		if born == "" {
			why = "proxy.error.born"
		}
		c.refuse(w.cols.Wrong("child", why))
	}
	return c
}

// plan tells what will be done, without what the actor may not know.
func (w *relationWork) plan() Plan {
	p := Plan{Kind: Relations, Counts: map[Action]int{}, Columns: w.cols.Known, Ignored: w.cols.Ignored}
	sum := sha256.New()
	open := maySeeProtected(w.by, w.org)
	for _, c := range w.cases {
		raw, err := json.Marshal([]any{c.row, c.before.ID, c.before.Version, c.guardian.ID, c.child.ID, c.kind, c.born, c.to})
		if err != nil {
			raw = []byte(fmt.Sprint(c)) // Cannot happen: texts and numbers.
		}
		sum.Write(raw)
		if (c.guardian.Protected || c.child.Protected) && !open {
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

// apply carries the plan out, some rows at a time.
func (w *relationWork) apply(ctx context.Context) error {
	for from := 0; from < len(w.cases); from += share {
		part := w.cases[from:min(from+share, len(w.cases))]
		if err := w.s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
			for i := range part {
				if err := w.write(ctx, tx, &part[i]); err != nil && !errs.Is(err, errs.Conflict) {
					return err
				}
			}
			return nil
		}); err != nil {
			return err
		}
	}
	return nil
}

func (w *relationWork) write(ctx context.Context, tx *sqldb.Tx, c *relationCase) error {
	switch c.row.Action {
	case Added:
		_, err := w.s.guardian.AddIn(ctx, tx, w.by, w.org, guardian.Input{Guardian: c.guardian.ID, Child: c.child.ID, Kind: c.kind, Born: c.born, To: c.to, Source: w.src})
		return err
	case Changed:
		return guardian.SetBorn(ctx, tx, c.child.ID, c.born)
	case Ended:
		return w.s.guardian.EndIn(ctx, tx, w.by, c.before, "")
	}
	return nil
}

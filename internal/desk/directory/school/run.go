package school

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/directory/roster"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/sqldb"
)

// prefix stands before the ids of a register, so that it ends nobody of another.
func prefix(id ID) string { return fmt.Sprintf("ss12000:%d:", id) }

// nightly is how often a register is asked by itself.
const nightly = 20 * time.Hour

// Sweep asks the registers whose night it is, between one and five in the morning. One that fails keeps no other from
// its turn: what went wrong stands with it.
func (s *Service) Sweep(ctx context.Context) error {
	now := s.DB.Now()
	if h := now.UTC().Hour(); h >= 4 {
		return nil
	}
	list, err := sqldb.All(ctx, s.DB, dueSources, scan, sqldb.Time(now.Add(-nightly)))
	if err != nil {
		return err
	}
	for _, x := range list {
		if _, err := s.run(ctx, authz.System("school"), x, true, false); err != nil {
			return err
		}
	}
	return nil
}

// Plan asks a register and tells what would be done. It changes nothing but the report. Errors: errs.NotFound.
func (s *Service) Plan(ctx context.Context, by authz.Actor, id ID) (Report, error) {
	x, err := s.Get(ctx, by, id)
	if err != nil {
		return Report{}, err
	}
	return s.run(ctx, by, x, false, false)
}

// Run asks a register and does what follows. Despite carries out a reading that ends more than the source allows by
// itself. Errors: errs.NotFound.
func (s *Service) Run(ctx context.Context, by authz.Actor, id ID, despite bool) (Report, error) {
	x, err := s.Get(ctx, by, id)
	if err != nil {
		return Report{}, err
	}
	return s.run(ctx, by, x, true, despite)
}

// run reads, plans, and carries out. What goes wrong with the register is an outcome and no error.
func (s *Service) run(ctx context.Context, by authz.Actor, x Source, do, despite bool) (Report, error) {
	r, outcome, err := s.work(ctx, x, do, despite)
	if err != nil {
		r.Fault, outcome = clean.Line(err.Error(), 500), Failed
		if ctx.Err() != nil {
			return r, ctx.Err()
		}
	}
	raw, err := json.Marshal(r)
	if err != nil {
		return r, fmt.Errorf("report of register %d: %w", x.ID, err)
	}
	return r, s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, setOutcome, int64(x.ID), sqldb.Time(tx.Now()), outcome, string(raw))
		return err
	})
}

func (s *Service) work(ctx context.Context, x Source, do, despite bool) (Report, string, error) {
	out := Report{Counts: map[roster.Kind]map[roster.Action]int{}}
	closed, err := sqldb.One(ctx, s.DB, secretOf, sqldb.Value[string], int64(x.ID))
	if err != nil {
		return out, "", err
	}
	if x.Access.Secret, err = s.box.Open(place(x.ID), closed); err != nil {
		return out, "", err
	}
	reg, err := s.Reader.Read(ctx, x.Access)
	if err != nil {
		return out, "", err
	}
	out.Unknown = reg.Unknown
	// A register acts as the system: it marks and unmarks protected people, whoever pressed the button.
	by, p := authz.System("school"), prefix(x.ID)
	plan, err := s.Roster.Plan(ctx, by, x.Org, peopleFile(p, reg, false), roster.Options{Kind: roster.People, Whole: true, Prefix: p})
	if err != nil {
		return out, "", err
	}
	out.Counts[roster.People] = plan.Counts
	known, err := s.known(ctx, x.Org, p)
	if err != nil {
		return out, "", err
	}
	if known > 0 {
		out.Share = (plan.Counts[roster.Ended]*100 + known - 1) / known
	}
	if out.Share > x.MostEnded && !despite {
		return out, Waits, nil
	}
	if !do {
		return out, OK, nil
	}
	// Schools first, that pupils belong to; then people, whose marks come first of all; then who speaks for whom.
	for _, step := range []struct {
		kind roster.Kind
		file []byte
	}{{roster.Units, unitsFile(p, reg)}, {roster.People, peopleFile(p, reg, true)}, {roster.Relations, relationsFile(p, reg)}} {
		o := roster.Options{Kind: step.kind, Whole: true, Prefix: p}
		if step.kind == roster.Units {
			o.Whole = false // A school that is gone is taken away by hand: units carry rights.
		}
		plan, err := s.Roster.Plan(ctx, by, x.Org, step.file, o)
		if err == nil {
			plan, err = s.Roster.Apply(ctx, by, x.Org, step.file, o, plan.Digest)
		}
		if err != nil {
			return out, "", err
		}
		out.Counts[step.kind] = plan.Counts
	}
	return out, OK, nil
}

// known counts the people in the register who came by this source and are there still.
func (s *Service) known(ctx context.Context, org directory.OrgID, prefix string) (int, error) {
	n := 0
	err := directory.Registered(ctx, s.DB, org, func(p directory.Person) error {
		if p.Active && len(p.ExternalID) > len(prefix) && p.ExternalID[:len(prefix)] == prefix {
			n++
		}
		return nil
	})
	return n, err
}

func file(rows ...[]string) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	_ = w.WriteAll(rows) // A buffer never fails.
	return b.Bytes()
}

func unitsFile(p string, r Register) []byte {
	rows := [][]string{{"id", "name", "parent", "school_code"}}
	there := map[string]bool{}
	for _, u := range r.Units {
		there[u.ID] = true
	}
	for _, u := range r.Units {
		parent := ""
		if there[u.Parent] {
			parent = p + u.Parent
		}
		rows = append(rows, []string{p + u.ID, u.Name, parent, u.Code})
	}
	return file(rows...)
}

// peopleFile is the people; with their schools once those are there.
func peopleFile(p string, r Register, schools bool) []byte {
	rows := [][]string{{"id", "given", "family", "category", "email", "login", "born", "protected"}}
	if schools {
		rows[0] = append(rows[0], "unit")
	}
	there := map[string]bool{}
	add := func(list []Person, category directory.Category) {
		for _, x := range list {
			if there[x.ID] {
				continue // A pupil who is somebody's guardian too is a pupil.
			}
			there[x.ID] = true
			mark := "nej"
			if x.Protected {
				mark = "ja"
			}
			row := []string{p + x.ID, x.Given, x.Family, string(category), x.Email, x.Login, x.Born, mark}
			if schools {
				unit := ""
				if x.Unit != "" {
					unit = p + x.Unit
				}
				row = append(row, unit)
			}
			rows = append(rows, row)
		}
	}
	add(r.Pupils, directory.Pupil)
	add(r.Guardians, directory.Guardian)
	return file(rows...)
}

func relationsFile(p string, r Register) []byte {
	rows := [][]string{{"child", "guardian", "kind"}}
	for _, x := range r.Relations {
		rows = append(rows, []string{p + x.Child, p + x.Guardian, string(x.Kind)})
	}
	return file(rows...)
}

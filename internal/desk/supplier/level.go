package supplier

import (
	"context"
	"strings"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// Level is what a supplier reached in a month, as it said itself.
type Level struct {
	Supplier     ID     `json:"-"`
	SupplierName string `json:"-"`
	Month        string `json:"-"` // 2026-11.
	Name         string `json:"level"`
	Unit         string `json:"unit,omitempty"`
	Target       string `json:"target"`
	Outcome      string `json:"outcome"`
	Met          bool   `json:"met"`
	Note         string `json:"note,omitempty"`
}

// checkMonth refuses what is no month.
func checkMonth(f *errs.Fields, name, month string, optional bool) {
	if optional && month == "" {
		return
	}
	if _, err := time.Parse("2006-01", month); err != nil {
		f.Add(name, "supplier.error.month")
	}
}

const levelColumns = `l.supplier_id, s.name, l.month, l.level, l.unit, l.target, l.outcome, l.met, l.note`

func scanLevel(r sqldb.Row) (Level, error) {
	var l Level
	return l, r.Scan(&l.Supplier, &l.SupplierName, &l.Month, &l.Name, &l.Unit, &l.Target, &l.Outcome, &l.Met, &l.Note)
}

// Levels returns the consolidated report of a month: what all suppliers that the actor may see have reached. Of one
// supplier alone (id not 0), its last twenty-four months.
func (s *Service) Levels(ctx context.Context, by authz.Actor, org directory.OrgID, month string, id ID) ([]Level, error) {
	var w sqldb.Where
	and(&w, visible(by, MayRead, "supplier_id"), "l")
	if org != 0 {
		w.And("l.org_id = ?", int64(org))
	}
	if month != "" {
		w.And("l.month = ?", month)
	}
	if id != 0 {
		w.And("l.supplier_id = ?", int64(id))
		w.And("l.month >= ?", s.d.DB.Now().AddDate(-2, 0, 0).Format("2006-01"))
	}
	text := `select ` + levelColumns + ` from supplier_level l join supplier s on s.id = l.supplier_id where ` + w.SQL() +
		` order by l.month desc, s.sort_key, s.id, l.level` + w.Numbered(" limit ?", 4*most)
	return sqldb.All(ctx, s.d.DB, sqldb.Q("supplier.levels", text), scanLevel, w.Args()...)
}

// mostLevels bounds a month's file.
const mostLevels = 200

// HandIn keeps a month's service-level data of a supplier in the place of what was handed in for it before, and proposes
// an action for each level that was missed: once for a level and month, with the cooperation's owner and a date a month
// ahead. It returns how many were proposed. Errors: errs.Invalid, errs.NotFound, errs.Forbidden.
func (s *Service) HandIn(ctx context.Context, by authz.Actor, id ID, month string, levels []Level) (int, error) {
	var f errs.Fields
	checkMonth(&f, "month", month, false)
	if len(levels) == 0 || len(levels) > mostLevels {
		f.Add("file", "supplier.error.lines", "max", mostLevels)
	}
	for i := range levels {
		l := &levels[i]
		l.Name, l.Unit, l.Target, l.Outcome, l.Note = clean.Line(l.Name, maxLine), clean.Line(l.Unit, maxLine), clean.Line(l.Target, maxLine), clean.Line(l.Outcome, maxLine), clean.Line(l.Note, maxLine)
	}
	if err := f.Err(); err != nil {
		return 0, err
	}
	proposed := 0
	told := map[string]any{"month": month, "levels": levels}
	err := s.under(ctx, by, MayContribute, id, EventLevels, told, func(ctx context.Context, tx *sqldb.Tx, x *Supplier) error {
		if month > day(tx.Now())[:7] {
			f.Add("month", "supplier.error.month_ahead")
			return f.Err()
		}
		if _, err := tx.Exec(ctx, deleteLevels, int64(x.ID), month); err != nil {
			return err
		}
		for _, l := range levels {
			if _, err := tx.Insert(ctx, insertLevel, int64(x.Org), int64(x.ID), month, l.Name, l.Unit, l.Target, l.Outcome, l.Met, l.Note, sqldb.ID(by.Person), sqldb.Time(tx.Now())); err != nil {
				return err
			}
			if l.Met {
				continue
			}
			yes, err := s.propose(ctx, tx, x, month, l)
			if err != nil {
				return err
			}
			if yes {
				proposed++
			}
		}
		return nil
	})
	return proposed, err
}

// propose opens the action about a level that was missed, unless there is one for that month already. The program
// proposes it: whoever handed the figures in may not be one to open matters.
func (s *Service) propose(ctx context.Context, tx *sqldb.Tx, x *Supplier, month string, l Level) (bool, error) {
	_, found, err := sqldb.Maybe(ctx, tx, selectProposed, sqldb.Value[int64], int64(x.ID), string(Action), month, l.Name)
	if err != nil || found {
		return false, err
	}
	m := Matter{Org: x.Org, Kind: Action}
	in := MatterInput{
		Supplier: x.ID, Title: l.Name + ": " + strings.TrimSpace(l.Outcome+" "+l.Unit) + " / " + strings.TrimSpace(l.Target+" "+l.Unit), Text: l.Note,
		State: m.Kind.Spec().States[0], Due: day(tx.Now().AddDate(0, 1, 0)), Owner: x.Owner, Reference: l.Name, Month: month,
	}
	return true, s.open(ctx, tx, authz.System("supplier"), &m, in)
}

var (
	deleteLevels = sqldb.Q("supplier.levels.delete", `delete from supplier_level where supplier_id = $1 and month = $2`)
	insertLevel  = sqldb.Q("supplier.level.insert", `
		insert into supplier_level (org_id, supplier_id, month, level, unit, target, outcome, met, note, person_id, created_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) returning id`)
	selectProposed = sqldb.Q("supplier.proposed", `
		select id from supplier_matter where supplier_id = $1 and kind = $2 and month = $3 and reference = $4 limit 1`)
)

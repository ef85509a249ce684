package roster

import (
	"context"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/sqldb"
)

// apply carries the plan out in one transaction: an organisation has some thousand units at most, and half a tree is
// worse than none. Parents come before their children.
func (w *unitWork) apply(ctx context.Context) error {
	return w.s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		sites, costs, err := w.makePlaces(ctx, tx)
		if err != nil {
			return err
		}
		ids := map[string]directory.UnitID{}
		for id, u := range w.known {
			ids[id] = u.ID
		}
		for _, i := range w.topDown() {
			c := w.cases[i]
			if c.row.Action == Refused || c.row.Action == Unchanged {
				continue
			}
			if c.in.Site == 0 {
				c.in.Site = sites[c.site]
			}
			if c.in.CostCentre == 0 {
				c.in.CostCentre = costs[c.cost]
			}
			if w.cols.Has("parent") && c.row.Action != Ended {
				c.in.Parent = ids[c.parent]
			}
			if c.before.ID == 0 {
				u, err := w.s.dir.TakeUpUnit(ctx, tx, w.by, w.org, c.in)
				if err != nil {
					return err
				}
				ids[c.row.ID] = u.ID
				if err := directory.SetSchoolCode(ctx, tx, u.ID, c.school); err != nil {
					return err
				}
				continue
			}
			if _, err := w.s.dir.AmendUnit(ctx, tx, w.by, c.before, c.in, c.active); err != nil {
				return err
			}
			if w.cols.Has("school_code") && c.row.Action != Ended {
				if err := directory.SetSchoolCode(ctx, tx, c.before.ID, c.school); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

func (w *unitWork) makePlaces(ctx context.Context, tx *sqldb.Tx) (map[string]directory.SiteID, map[string]directory.CostCentreID, error) {
	sites, costs := map[string]directory.SiteID{}, map[string]directory.CostCentreID{}
	for _, name := range w.newSites {
		st, err := w.s.dir.TakeUpSite(ctx, tx, w.org, directory.SiteInput{Name: name})
		if err != nil {
			return nil, nil, err
		}
		sites[name] = st.ID
	}
	for _, code := range w.newCosts {
		c, err := w.s.dir.TakeUpCostCentre(ctx, tx, w.org, directory.CostCentreInput{Code: code})
		if err != nil {
			return nil, nil, err
		}
		costs[code] = c.ID
	}
	return sites, costs, nil
}

// topDown orders the cases so that a parent in the file stands before its children. The parents have no loops.
func (w *unitWork) topDown() []int {
	at := map[string]int{}
	for i, c := range w.cases {
		if c.row.Action != Refused {
			at[c.row.ID] = i
		}
	}
	var order []int
	placed := make([]bool, len(w.cases))
	var place func(i int)
	place = func(i int) {
		if placed[i] {
			return
		}
		placed[i] = true
		if parent, ok := at[w.cases[i].parent]; ok && w.cases[i].parent != "" {
			place(parent)
		}
		order = append(order, i)
	}
	for i := range w.cases {
		place(i)
	}
	return order
}

package common

import (
	"context"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/setting"
	"lotsen/internal/kit/sqldb"
)

// steps is how many priorities the rule can give: 1 to 4.
const steps = 4

// Rule says from how many cases, or residents, a common ticket is of which priority.
type Rule struct {
	Children  []int // For priority 1 to 4; 0 gives none.
	Residents []int
	// Keeps is a share in per cent: a priority that was reached is kept until the numbers fall below this share of what
	// it asks for, so that it does not go up and down with every case.
	Keeps int
}

// Level is the priority that numbers give, 0 for none, when the rule gave was until now.
func (r Rule) Level(children, residents, was int) int {
	for p := 1; p <= steps; p++ {
		share := 100
		if was != 0 && p >= was {
			share = r.Keeps
		}
		if reached(r.Children, p, children, share) || reached(r.Residents, p, residents, share) {
			return p
		}
	}
	return 0
}

func reached(thresholds []int, p, n, share int) bool {
	if p > len(thresholds) || thresholds[p-1] <= 0 {
		return false
	}
	return n*100 >= thresholds[p-1]*share
}

// ruleOf is the rule of an organisation.
func ruleOf(ctx context.Context, q sqldb.Querier, org directory.OrgID) (Rule, error) {
	var r Rule
	var err error
	if r.Children, err = setting.Get[[]int](ctx, q, org, setting.CommonChildren, q.Now()); err != nil {
		return r, err
	}
	if r.Residents, err = setting.Get[[]int](ctx, q, org, setting.CommonResidents, q.Now()); err != nil {
		return r, err
	}
	r.Keeps, err = setting.Get[int](ctx, q, org, setting.CommonKeeps, q.Now())
	return r, err
}

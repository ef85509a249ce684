package report

import (
	"context"
	"fmt"
	"slices"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/report/ledger"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

// MayRead lets a person count the tickets within its reach, whether or not they may open them.
const MayRead authz.Verb = "report.read"

// Verbs lists the capability's verbs for the role editor.
func Verbs() []authz.Verb { return []authz.Verb{MayRead} }

// reaches are the ways in which a person may count a part of the tickets: as a condition on table ticket (alias t), and
// as the same question about a place. One table says both, and a test compares what they show.
var reaches = []struct {
	reach     authz.Reach
	condition string
	of        func(p *ledger.Place) int64
}{
	{authz.Organisation, "t.org_id {{in ?}}", func(p *ledger.Place) int64 { return p.Org }},
	{authz.Desk, "t.desk_id {{in ?}}", func(p *ledger.Place) int64 { return p.Desk }},
	{authz.Group, "t.group_id {{in ?}}", func(p *ledger.Place) int64 { return p.Group }},
	{authz.Site, "t.site_id {{in ?}}", func(p *ledger.Place) int64 { return p.Site }},
	{authz.Unit, "t.unit_id in (" + unitsBelow + " {{in ?}})", func(p *ledger.Place) int64 { return p.Unit }},
}

// unitsBelow are units and everything below them; which units, follows.
const unitsBelow = `select u.id from unit top join unit u on u.org_id = top.org_id and u.path >= top.path and u.path < top.path || '~'
	where top.id`

var selectUnitsBelow = sqldb.Q("report.units_below", unitsBelow+" {{in $1}}")

// counted is the part of table ticket (alias t) that the actor may count. One's own tickets do not count: that is what
// the list of them is for.
func counted(by authz.Actor) authz.Scope {
	if by.IsSystem() {
		return authz.All()
	}
	var s authz.Scope
	if by.Has(MayRead, authz.Everywhere) {
		s = authz.Where("t.org_id is not null")
	}
	for _, r := range reaches {
		if ids := by.Reaches(MayRead, r.reach); len(ids) > 0 {
			s = s.Or(authz.Where(r.condition, sqldb.List[int64](ids)))
		}
	}
	if s.Empty() || by.Has(directory.PersonProtected, authz.Everywhere) {
		return s
	}
	open := authz.Where("not t.sealed")
	if ids := by.Reaches(directory.PersonProtected, authz.Organisation); len(ids) > 0 {
		open = open.Or(authz.Where("t.org_id {{in ?}}", sqldb.List[int64](ids)))
	}
	return s.And(open)
}

// sight is counted as a question about places. The zero sight shows nothing.
type sight struct {
	all bool // System: no limit.
	// everywhere and within say of which places, protected and protectedIn of which sealed ones.
	everywhere  bool
	within      [][]int64 // For each of reaches, sorted.
	protected   bool
	protectedIn []int64
	// The report's own filter.
	desk  int64
	units []int64 // Sorted; nil for no filter.
}

// sees turns the actor's rights and the report's filter into a sight.
func sees(ctx context.Context, q sqldb.Querier, by authz.Actor, p *Params) (sight, error) {
	s := sight{desk: int64(p.Desk), all: by.IsSystem()}
	if p.Unit != 0 {
		var err error
		if s.units, err = below(ctx, q, []int64{int64(p.Unit)}); err != nil {
			return sight{}, err
		}
	}
	if s.all {
		return s, nil
	}
	s.everywhere, s.protected = by.Has(MayRead, authz.Everywhere), by.Has(directory.PersonProtected, authz.Everywhere)
	s.protectedIn = by.Reaches(directory.PersonProtected, authz.Organisation)
	for _, r := range reaches {
		ids := by.Reaches(MayRead, r.reach)
		if r.reach == authz.Unit && len(ids) > 0 {
			var err error
			if ids, err = below(ctx, q, ids); err != nil {
				return sight{}, err
			}
		}
		slices.Sort(ids)
		s.within = append(s.within, ids)
	}
	return s, nil
}

func below(ctx context.Context, q sqldb.Querier, units []int64) ([]int64, error) {
	ids, err := sqldb.All(ctx, q, selectUnitsBelow, sqldb.Value[int64], sqldb.List[int64](units))
	slices.Sort(ids)
	return append(make([]int64, 0, 1), ids...), err
}

// place reports whether tickets of a place count.
func (s *sight) place(p *ledger.Place) bool {
	if s.desk != 0 && p.Desk != s.desk || s.units != nil && !among(s.units, p.Unit) {
		return false
	}
	if s.all {
		return true
	}
	if p.Sealed && !s.protected && !slices.Contains(s.protectedIn, p.Org) {
		return false
	}
	if s.everywhere {
		return true
	}
	for i, ids := range s.within {
		if len(ids) > 0 && among(ids, reaches[i].of(p)) {
			return true
		}
	}
	return false
}

// among reports whether an id is one of ids; what is not known never is.
func among(ids []int64, id int64) bool {
	_, found := slices.BinarySearch(ids, id)
	return found && id != 0
}

// key tells sights apart; a filter that nothing passes is not the same as none.
func (s *sight) key() string { return fmt.Sprintf("%#v", *s) }

// namesPeople reports whether the actor may see figures by person: only who reads people or tickets anyway.
func namesPeople(by authz.Actor) bool { return by.May(directory.PersonRead) || by.May(ticket.MayRead) }

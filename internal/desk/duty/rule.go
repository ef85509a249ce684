package duty

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/sqldb"
)

// RuleID names a rule.
type RuleID int64

// The sorts of things that a rule can name, the most telling first: of two rules that name as many, the one that names
// the more telling thing is the more exact.
const (
	ByService  = "service"
	ByCategory = "category"
	ByUnit     = "unit"
	ByLang     = "lang"
	ByChannel  = "channel"
)

// Sorts lists them.
func Sorts() []string { return []string{ByService, ByCategory, ByUnit, ByLang, ByChannel} }

// Rule says what a group is for. All sorts that it names must fit, of each sort one.
type Rule struct {
	ID       RuleID
	Org      directory.OrgID
	Desk     directory.DeskID
	Group    directory.GroupID
	Services []ticket.ServiceID
	// Categories of the user.
	Categories []directory.Category
	Units      []directory.UnitID // With everything below.
	Langs      []string
	Channels   []ticket.Channel
	Version    int64
}

// ruleSet is what a node knows of a desk's rules.
type ruleSet struct {
	version int64
	rules   []Rule
}

// subject is somebody or something that looks for its group.
type subject struct {
	service  ticket.ServiceID
	category directory.Category
	path     string // Of the unit: '/1/5/9/'.
	lang     string
	channel  ticket.Channel
}

// fits reports whether a rule fits, by which sorts, and how exact it is: larger is more exact.
func (r *Rule) fits(x subject) (by []string, exact int, ok bool) {
	weight := 1 << len(Sorts())
	name := func(sort string, named int, fits bool) bool {
		weight >>= 1
		if named == 0 {
			return true
		}
		if !fits {
			return false
		}
		by = append(by, sort)
		// Many sorts before few, and among as many the telling ones. Depth of a unit settles what is left.
		exact += 1<<24 + weight<<8
		return true
	}
	depth := 0
	for _, u := range r.Units {
		if at := strings.Index(x.path, "/"+strconv.FormatInt(int64(u), 10)+"/"); at >= 0 {
			depth = max(depth, 1+strings.Count(x.path[:at], "/"))
		}
	}
	ok = name(ByService, len(r.Services), x.service != 0 && slices.Contains(r.Services, x.service)) &&
		name(ByCategory, len(r.Categories), x.category != "" && slices.Contains(r.Categories, x.category)) &&
		name(ByUnit, len(r.Units), depth > 0) &&
		name(ByLang, len(r.Langs), x.lang != "" && slices.Contains(r.Langs, x.lang)) &&
		name(ByChannel, len(r.Channels), x.channel != "" && slices.Contains(r.Channels, x.channel))
	return by, exact + min(depth, 255), ok && len(by) > 0
}

// match is a rule that fits.
type match struct {
	rule  *Rule
	by    []string
	exact int
}

// matches returns the rules that fit, the most exact first; of equally exact ones the oldest.
func matches(rules []Rule, x subject) []match {
	var out []match
	for i := range rules {
		if by, exact, ok := rules[i].fits(x); ok {
			out = append(out, match{&rules[i], by, exact})
		}
	}
	slices.SortStableFunc(out, func(a, b match) int { return cmp.Or(cmp.Compare(b.exact, a.exact), cmp.Compare(a.rule.ID, b.rule.ID)) })
	return out
}

// Rules of groups that are no longer used are none.
var selectRules = sqldb.Q("competence.rules", `
	select r.id, r.org_id, r.group_id, r.version, coalesce(p.sort, ''), coalesce(p.value, '')
	from competence_rule r join desk_group g on g.id = r.group_id and g.active left join competence_part p on p.rule_id = r.id
	where r.desk_id = $1 order by r.id, p.sort, p.value`)

func loadRules(ctx context.Context, q sqldb.Querier, desk directory.DeskID) ([]Rule, error) {
	var list []Rule
	err := sqldb.Each(ctx, q, selectRules, func(row sqldb.Row) error {
		r := Rule{Desk: desk}
		var sort, value string
		if err := row.Scan(&r.ID, &r.Org, &r.Group, &r.Version, &sort, &value); err != nil {
			return err
		}
		if n := len(list); n == 0 || list[n-1].ID != r.ID {
			list = append(list, r)
		}
		list[len(list)-1].take(sort, value)
		return nil
	}, int64(desk))
	return list, err
}

// take adds a part as it is stored.
func (r *Rule) take(sort, value string) {
	n, _ := strconv.ParseInt(value, 10, 64) // Numbers are written by parts alone.
	switch sort {
	case ByService:
		r.Services = append(r.Services, ticket.ServiceID(n))
	case ByCategory:
		r.Categories = append(r.Categories, directory.Category(value))
	case ByUnit:
		r.Units = append(r.Units, directory.UnitID(n))
	case ByLang:
		r.Langs = append(r.Langs, value)
	case ByChannel:
		r.Channels = append(r.Channels, ticket.Channel(value))
	}
}

// parts is what a rule names, as it is stored.
func (r *Rule) parts() [][2]string {
	var out [][2]string
	for _, v := range r.Services {
		out = append(out, [2]string{ByService, strconv.FormatInt(int64(v), 10)})
	}
	for _, v := range r.Categories {
		out = append(out, [2]string{ByCategory, string(v)})
	}
	for _, v := range r.Units {
		out = append(out, [2]string{ByUnit, strconv.FormatInt(int64(v), 10)})
	}
	for _, v := range r.Langs {
		out = append(out, [2]string{ByLang, v})
	}
	for _, v := range r.Channels {
		out = append(out, [2]string{ByChannel, string(v)})
	}
	slices.SortFunc(out, func(a, b [2]string) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	return slices.Compact(out)
}

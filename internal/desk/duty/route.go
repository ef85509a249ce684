package duty

import (
	"context"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/sqldb"
)

// Nobody is what happens when no available agent knows what a case is about.
type Nobody string

// The choices. Each first looks for a group with somebody available among those whose rules fit, but for Stay.
const (
	Stay Nobody = "stay" // The most exact group takes it, whoever is there.
	Next Nobody = "next" // The next group with somebody takes it; without one, the most exact group.
	Desk Nobody = "desk" // The next group with somebody takes it; without one, whoever the category names.
)

// Choices lists them.
func Choices() []Nobody { return []Nobody{Next, Stay, Desk} }

// For is what looks for a group that knows it.
type For struct {
	Org      directory.OrgID
	Desk     directory.DeskID
	Person   directory.PersonID // Who it is for: fills in the category, unit and language that are not given.
	Service  ticket.ServiceID
	Category directory.Category
	Unit     directory.UnitID
	Lang     string
	Channel  ticket.Channel
}

// Answer is which group knows it, and why.
type Answer struct {
	Group directory.GroupID
	Rule  RuleID
	By    []string // The sorts by which its rule fits.
	// Passed are groups with more exact rules where nobody was available.
	Passed []directory.GroupID
	// Alone says that nobody is available in the group either.
	Alone bool
}

// selectAsk reads everything but the rules: their version, what the person is, and which groups have somebody.
var selectAsk = sqldb.Q("competence.ask", `
	select c.version, c.nobody, coalesce(p.category, ''), coalesce(p.lang, ''), coalesce(u.path, ''), 0
	from competence c left join person p on p.id = $2 left join unit u on u.id = coalesce($3, p.unit_id) where c.desk_id = $1
	union all
	select distinct 0, '', '', '', '', m.group_id
	from duty y join group_member m on m.person_id = y.person_id
	where y.desk_id = $1 and y.state = 'available' and m.group_id in (select r.group_id from competence_rule r where r.desk_id = $1)`)

// GroupFor is the group that takes something, false when no rule fits: the most exact rule wins, with a group where
// somebody is available before one where nobody is. It costs one statement, and one more when rules have changed.
func (s *Service) GroupFor(ctx context.Context, q sqldb.Querier, x For) (directory.GroupID, bool, error) {
	a, ok, err := s.Explain(ctx, q, x)
	return a.Group, ok, err
}

// Explain is GroupFor with its reasons.
func (s *Service) Explain(ctx context.Context, q sqldb.Querier, x For) (Answer, bool, error) {
	var now ruleSet
	var nobody Nobody
	var person subject
	there := map[directory.GroupID]bool{}
	err := sqldb.Each(ctx, q, selectAsk, func(r sqldb.Row) error {
		var version int64
		var n Nobody
		var p subject
		var group directory.GroupID
		if err := r.Scan(&version, &n, &p.category, &p.lang, &p.path, &group); err != nil {
			return err
		}
		if group != 0 {
			there[group] = true
			return nil
		}
		now.version, nobody, person = version, n, p
		return nil
	}, int64(x.Desk), sqldb.ID(x.Person), sqldb.ID(x.Unit))
	if err != nil || now.version == 0 {
		return Answer{}, false, err
	}
	if now.rules, err = s.known(ctx, q, x.Desk, now.version); err != nil {
		return Answer{}, false, err
	}
	person.service, person.channel = x.Service, x.Channel
	if x.Category != "" {
		person.category = x.Category
	}
	if x.Lang != "" {
		person.lang = x.Lang
	}
	a, ok := choose(matches(now.rules, person), there, nobody)
	return a, ok, nil
}

// choose picks among rules that fit, the most exact first.
func choose(fit []match, there map[directory.GroupID]bool, nobody Nobody) (Answer, bool) {
	if len(fit) == 0 {
		return Answer{}, false
	}
	at := 0
	if nobody != Stay {
		for at < len(fit) && !there[fit[at].rule.Group] {
			at++
		}
	}
	if at == len(fit) {
		if nobody == Desk {
			return Answer{}, false
		}
		at = 0
	}
	a := Answer{Group: fit[at].rule.Group, Rule: fit[at].rule.ID, By: fit[at].by, Alone: !there[fit[at].rule.Group]}
	for _, m := range fit[:at] {
		if n := len(a.Passed); n == 0 || a.Passed[n-1] != m.rule.Group {
			a.Passed = append(a.Passed, m.rule.Group)
		}
	}
	return a, true
}

// known is a desk's rules at a version: those that this node has read, or read anew. A version is never given twice, so
// rules under it never differ.
func (s *Service) known(ctx context.Context, q sqldb.Querier, desk directory.DeskID, version int64) ([]Rule, error) {
	s.mu.Lock()
	k := s.rules[desk]
	s.mu.Unlock()
	if k.version == version {
		return k.rules, nil
	}
	rules, err := loadRules(ctx, q, desk)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rules[desk] = ruleSet{version, rules}
	return rules, nil
}

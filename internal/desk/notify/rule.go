package notify

import (
	"context"
	"strconv"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// Rule says how often a user hears of a case that is not solved yet. The narrower rule counts: one for a kind before one
// for a priority.
type Rule struct {
	Kind     ticket.Kind // Empty: every kind.
	Priority int         // 0: every priority.
	Minutes  int         // 0: never.
}

// maxInterval is thirty days.
const maxInterval = 30 * 24 * 60

var (
	selectRules = sqldb.Q("status_rule.list", `select kind, priority, minutes from status_rule where org_id = $1 order by kind, priority`)
	deleteRules = sqldb.Q("status_rule.clear", `delete from status_rule where org_id = $1`)
	insertRule  = sqldb.Q("status_rule.insert", `insert into status_rule (org_id, kind, priority, minutes) values ($1, $2, $3, $4)`)
)

// Rules returns an organisation's rules. Errors: errs.Forbidden.
func (s *Service) Rules(ctx context.Context, by authz.Actor, org directory.OrgID) ([]Rule, error) {
	if err := mayDecide(by, org); err != nil {
		return nil, err
	}
	return sqldb.All(ctx, s.d.DB, selectRules, func(r sqldb.Row) (Rule, error) {
		var x Rule
		return x, r.Scan(&x.Kind, &x.Priority, &x.Minutes)
	}, int64(org))
}

// SetRules replaces an organisation's rules. A case follows them from its next turn. Field errors name the rule by its
// place in the list: "2.minutes".
func (s *Service) SetRules(ctx context.Context, by authz.Actor, org directory.OrgID, rules []Rule) error {
	if err := mayDecide(by, org); err != nil {
		return err
	}
	var f errs.Fields
	known := map[Rule]bool{}
	for i, r := range rules {
		field := func(name string) string { return strconv.Itoa(i+1) + "." + name }
		if r.Kind != "" && !r.Kind.Valid() {
			f.Add(field("kind"), "error.choose")
		}
		if r.Priority < 0 || r.Priority > 5 {
			f.Add(field("priority"), "error.choose")
		}
		if r.Minutes < 0 || r.Minutes > maxInterval {
			f.Add(field("minutes"), "contact.error.minutes", "max", maxInterval)
		}
		which := Rule{Kind: r.Kind, Priority: r.Priority}
		if known[which] {
			f.Add(field("kind"), "contact.error.twice")
		}
		known[which] = true
	}
	if err := f.Err(); err != nil {
		return err
	}
	return s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if _, err := tx.Exec(ctx, deleteRules, int64(org)); err != nil {
			return err
		}
		for _, r := range rules {
			if _, err := tx.Exec(ctx, insertRule, int64(org), string(r.Kind), r.Priority, r.Minutes); err != nil {
				return err
			}
		}
		return nil
	})
}

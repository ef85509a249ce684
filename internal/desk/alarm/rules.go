package alarm

import (
	"context"
	"encoding/json"

	"lotsen/internal/desk/alarm/read"
	"lotsen/internal/desk/audit"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/sqldb"
)

var (
	insertRule = sqldb.Q("alarm.rule_insert", `
		insert into alarm_rule (org_id, desk_id, pos, name, source_id, config, active)
		values ($1, $2, (select coalesce(max(pos), 0) + 1 from alarm_rule where desk_id = $2), $3, $4, $5, $6) returning id`)
	updateRule = sqldb.Q("alarm.rule_update", `
		update alarm_rule set name = $3, source_id = $4, config = $5, active = $6, version = version + 1 where id = $1 and version = $2`)
	setPos     = sqldb.Q("alarm.rule_pos", `update alarm_rule set pos = $2 where id = $1`)
	allRules   = sqldb.Q("alarm.rules_all", `select `+ruleColumns+` from alarm_rule r where r.desk_id = $1 order by r.pos, r.id limit 500`)
	sourceDesk = sqldb.Q("alarm.source_desk", `select desk_id from alarm_source where id = $1`)
	placeFits  = sqldb.Q("alarm.place", `
		select (select count(*) from category where id = $1 and desk_id = $2 and active), (select count(*) from desk_group where id = $3 and desk_id = $2),
			(select count(*) from service where id = $4 and org_id = $5 and active)`)
)

// Rules lists a desk's rules in their order. It asks for verb alarm.configure there.
func (s *Service) Rules(ctx context.Context, by authz.Actor, desk directory.DeskID) ([]Rule, error) {
	if _, err := s.deskIn(ctx, s.DB, by, desk); err != nil {
		return nil, err
	}
	return sqldb.All(ctx, s.DB, allRules, scanRule, int64(desk))
}

// RuleOf returns a rule. Errors: errs.NotFound.
func (s *Service) RuleOf(ctx context.Context, by authz.Actor, id RuleID) (Rule, error) {
	return s.ruleIn(ctx, s.DB, by, id)
}

func (s *Service) ruleIn(ctx context.Context, q sqldb.Querier, by authz.Actor, id RuleID) (Rule, error) {
	var w sqldb.Where
	text, args := within(by, MayConfigure).For("r").SQL()
	w.And(text, args...)
	w.And("r.id = ?", int64(id))
	r, found, err := sqldb.Maybe(ctx, q, sqldb.Q("alarm.rule_one", `select `+ruleColumns+` from alarm_rule r where `+w.SQL()), scanRule, w.Args()...)
	if err == nil && !found {
		err = errs.Missing()
	}
	return r, err
}

// SaveRule adds (ID 0, behind the others) or changes a rule. Errors: errs.Invalid with every wrong field, errs.Forbidden,
// errs.NotFound, errs.Conflict.
func (s *Service) SaveRule(ctx context.Context, by authz.Actor, in Rule) (Rule, error) {
	err := s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if in.ID != 0 {
			old, err := s.ruleIn(ctx, tx, by, in.ID)
			if err != nil {
				return err
			}
			in.Desk = old.Desk
		}
		d, err := s.deskIn(ctx, tx, by, in.Desk)
		if err != nil {
			return err
		}
		in.Org = d.Org
		if err := s.checkRule(ctx, tx, &in); err != nil {
			return err
		}
		config, err := json.Marshal(in.Config)
		if err != nil {
			return err
		}
		if in.ID == 0 {
			id, err := tx.Insert(ctx, insertRule, int64(in.Org), int64(in.Desk), in.Name, sqldb.ID(in.Source), string(config), in.Active)
			if err != nil {
				return err
			}
			in.ID, in.Version = RuleID(id), 1
		} else {
			n, err := tx.Exec(ctx, updateRule, int64(in.ID), in.Version, in.Name, sqldb.ID(in.Source), string(config), in.Active)
			if err == nil && n == 0 {
				err = errs.E(errs.Conflict, "error.changed_meanwhile")
			}
			if err != nil {
				return err
			}
			in.Version++
		}
		entry := audit.Entry{Org: int64(in.Org), What: "alarm_rule.saved", Subject: "alarm_rule", SubjectID: int64(in.ID)}
		return audit.Write(ctx, tx, by, entry, map[string]any{"name": in.Name, "active": in.Active})
	})
	return in, err
}

// checkRule holds besides the rule's own form that what it names is there.
func (s *Service) checkRule(ctx context.Context, q sqldb.Querier, r *Rule) error {
	if err := r.check(); err != nil {
		return err
	}
	var f errs.Fields
	do := &r.Config.Do
	at := r.Desk
	if do.Desk != 0 {
		if _, err := directory.DeskFor(ctx, q, r.Org, do.Desk); errs.Is(err, errs.NotFound) {
			f.Add("desk", "error.choose")
		} else if err != nil {
			return err
		}
		at = do.Desk
	}
	if r.Source != 0 {
		desk, found, err := sqldb.Maybe(ctx, q, sourceDesk, sqldb.Value[directory.DeskID], int64(r.Source))
		if err != nil {
			return err
		}
		if !found || desk != r.Desk {
			f.Add("source", "error.choose")
		}
	}
	type count struct{ category, group, service int }
	n, err := sqldb.One(ctx, q, placeFits, func(row sqldb.Row) (count, error) {
		var c count
		return c, row.Scan(&c.category, &c.group, &c.service)
	}, int64(do.Category), int64(at), int64(do.Group), int64(do.Service), int64(r.Org))
	if err != nil {
		return err
	}
	if do.Category != 0 && n.category == 0 {
		f.Add("category", "error.choose")
	}
	if do.Group != 0 && n.group == 0 {
		f.Add("group", "error.choose")
	}
	if do.Service != 0 && n.service == 0 {
		f.Add("service", "error.choose")
	}
	return f.Err()
}

// MoveRule moves a rule up or down by one among its desk's.
func (s *Service) MoveRule(ctx context.Context, by authz.Actor, id RuleID, up bool) error {
	return s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		r, err := s.ruleIn(ctx, tx, by, id)
		if err != nil {
			return err
		}
		list, err := sqldb.All(ctx, tx, allRules, scanRule, int64(r.Desk))
		if err != nil {
			return err
		}
		for i := range list {
			j := i + 1
			if up {
				j = i - 1
			}
			if list[i].ID == id && j >= 0 && j < len(list) {
				list[i], list[j] = list[j], list[i]
				break
			}
		}
		for i := range list {
			if list[i].Pos == i+1 {
				continue
			}
			if _, err := tx.Exec(ctx, setPos, int64(list[i].ID), i+1); err != nil {
				return err
			}
		}
		return nil
	})
}

// Tried is what rules would make of an alarm.
type Tried struct {
	Alarm   read.Alarm
	Rule    string // "" for none.
	ID      RuleID
	Ignored bool
	Title   string
	Do      Action
	Impact  int
	Urgency int
}

// Try tells what would become of a call that somebody pastes, without keeping anything. A rule that is not saved yet is
// tried in its place among the desk's. Errors: errs.Invalid when the call cannot be understood or the rule is wrong.
func (s *Service) Try(ctx context.Context, by authz.Actor, desk directory.DeskID, kind Kind, body string, draft *Rule, p *i18n.Printer) ([]Tried, error) {
	list, err := s.Rules(ctx, by, desk)
	if err != nil {
		return nil, err
	}
	batch, err := ReadCall(kind, []byte(body))
	if err != nil {
		var f errs.Fields
		f.Add("body", "alarm.error.format_why", "why", err.Error())
		return nil, f.Err()
	}
	if draft != nil {
		if err := draft.check(); err != nil {
			return nil, err
		}
		list = replaced(list, *draft)
	}
	var out []Tried
	for i := range batch.Alarms[:min(len(batch.Alarms), 50)] {
		a := &Alarm{Alarm: batch.Alarms[i], Desk: desk}
		if draft != nil {
			a.Source = draft.Source
		}
		r := pick(list, a)
		do := r.Config.Do
		t := Tried{Alarm: a.Alarm, Rule: r.Name, ID: r.ID, Ignored: do.Ignore, Do: do, Impact: do.Impact, Urgency: do.Urgency}
		t.Title = r.title(a, "", p.T("alarm.severity."+string(rune('0'+a.Severity))))
		if t.Impact == 0 {
			t.Impact = impactOf[a.Severity]
		}
		if t.Urgency == 0 {
			t.Urgency = impactOf[a.Severity]
		}
		out = append(out, t)
	}
	return out, nil
}

// replaced puts a rule in the place of its saved self, or behind the others.
func replaced(list []Rule, draft Rule) []Rule {
	draft.Active = true
	for i := range list {
		if list[i].ID == draft.ID && draft.ID != 0 {
			list[i] = draft
			return list
		}
	}
	return append(list, draft)
}

// pageOf is where a case is, for the answer to a source.
func (s *Service) pageOf(id ticket.ID) string {
	if id == 0 {
		return ""
	}
	return s.BaseURL + "/desk/tickets/" + id.String()
}

package duty

import (
	"context"
	"slices"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/sqldb"
)

// CompetenceStream is the kind of a desk's stream in the event log.
const CompetenceStream = "competence"

// EventChanged is the event of rules, skills or the choice that changed.
const EventChanged = "competence.changed"

// Bounds of what a desk can say: more than any desk has, less than would be slow.
const (
	mostRules = 500
	mostParts = 200
)

// Competence is what a desk has decided.
type Competence struct {
	Nobody Nobody
	Rules  []Rule
	Units  map[directory.UnitID]string // The names of the units in the rules.
}

var (
	selectCompetence = sqldb.Q("competence.one", `select nobody from competence where desk_id = $1`)
	bump             = sqldb.Q("competence.bump", `
		insert into competence (desk_id, org_id, nobody, version) values ($1, $2, $3, $4)
		on conflict (desk_id) do update set nobody = case when $3 = '' then competence.nobody else excluded.nobody end,
			version = case when competence.version < excluded.version then excluded.version else competence.version + 1 end`)
	bumpOf = sqldb.Q("competence.bump_of", `
		update competence set version = case when version < $2 then $2 else version + 1 end
		where desk_id = (select g.desk_id from desk_group g where g.id = $1)`)
	insertRule  = sqldb.Q("competence.rule_insert", `insert into competence_rule (org_id, desk_id, group_id) values ($1, $2, $3) returning id`)
	updateRule  = sqldb.Q("competence.rule_update", `update competence_rule set group_id = $4, version = version + 1 where id = $1 and desk_id = $2 and version = $3`)
	deleteRule  = sqldb.Q("competence.rule_delete", `delete from competence_rule where id = $1 and desk_id = $2`)
	countRule   = sqldb.Q("competence.rule_count", `select count(*) from competence_rule where id = $1 and desk_id = $2`)
	countRules  = sqldb.Q("competence.rules_count", `select count(*) from competence_rule where desk_id = $1`)
	deleteParts = sqldb.Q("competence.parts_delete", `delete from competence_part where rule_id = $1 and exists (select 1 from competence_rule r where r.id = $1 and r.desk_id = $2)`)
	insertPart  = sqldb.Q("competence.part_insert", `insert into competence_part (rule_id, sort, value) values ($1, $2, $3)`)
	groupThere  = sqldb.Q("competence.group_there", `select count(*) from desk_group where id = $1 and desk_id = $2 and org_id = $3 and active`)
	servicesOf  = sqldb.Q("competence.services_of", `select count(*) from service where org_id = $1 and id {{in $2}}`)
	unitsOf     = sqldb.Q("competence.units_of", `select count(*) from unit where org_id = $1 and id {{in $2}}`)
	unitNames   = sqldb.Q("competence.unit_names", `select id, name from unit where org_id = $1 and id {{in $2}}`)
)

// Competence returns what a desk has decided. Errors: errs.NotFound for a desk that the actor does not lead.
func (s *Service) Competence(ctx context.Context, by authz.Actor, d directory.Desk) (Competence, error) {
	c := Competence{Nobody: Next}
	if !mayLead(by, d.Org, d.ID) {
		return c, errs.Missing()
	}
	n, found, err := sqldb.Maybe(ctx, s.d.DB, selectCompetence, sqldb.Value[Nobody], int64(d.ID))
	if err != nil || !found {
		return c, err
	}
	c.Nobody = n
	if c.Rules, err = loadRules(ctx, s.d.DB, d.ID); err != nil {
		return c, err
	}
	var ids []directory.UnitID
	for _, r := range c.Rules {
		ids = append(ids, r.Units...)
	}
	c.Units = map[directory.UnitID]string{}
	if len(ids) == 0 {
		return c, nil
	}
	err = sqldb.Each(ctx, s.d.DB, unitNames, func(r sqldb.Row) error {
		var id directory.UnitID
		var name string
		err := r.Scan(&id, &name)
		c.Units[id] = name
		return err
	}, int64(d.Org), list(ids))
	return c, err
}

// Try asks the rules what they would do. Errors: errs.NotFound for a desk that the actor does not lead.
func (s *Service) Try(ctx context.Context, by authz.Actor, d directory.Desk, x For) (Answer, bool, error) {
	if !mayLead(by, d.Org, d.ID) {
		return Answer{}, false, errs.Missing()
	}
	x.Org, x.Desk = d.Org, d.ID
	return s.Explain(ctx, s.d.DB, x)
}

// Decide says what happens when nobody is available. Errors: errs.Invalid, errs.NotFound.
func (s *Service) Decide(ctx context.Context, by authz.Actor, d directory.Desk, n Nobody) error {
	if !slices.Contains(Choices(), n) {
		var f errs.Fields
		f.Add("nobody", "error.choose")
		return f.Err()
	}
	return s.change(ctx, by, d, n, map[string]Nobody{"nobody": n}, func(context.Context, *sqldb.Tx) error { return nil })
}

// SaveRule adds a rule (id 0) or writes over one. Errors: errs.Invalid, errs.NotFound, errs.Conflict when somebody else
// has changed it meanwhile.
func (s *Service) SaveRule(ctx context.Context, by authz.Actor, d directory.Desk, r Rule) (RuleID, error) {
	err := s.change(ctx, by, d, "", &r, func(ctx context.Context, tx *sqldb.Tx) error {
		if err := r.check(ctx, tx, d); err != nil {
			return err
		}
		if r.ID == 0 {
			n, err := sqldb.One(ctx, tx, countRules, sqldb.Value[int64], int64(d.ID))
			if err != nil {
				return err
			}
			if n >= mostRules {
				return errs.E(errs.Conflict, "duty.error.rules", "most", mostRules)
			}
			id, err := tx.Insert(ctx, insertRule, int64(d.Org), int64(d.ID), int64(r.Group))
			if r.ID = RuleID(id); err != nil {
				return err
			}
		} else if err := overwrite(ctx, tx, d, &r); err != nil {
			return err
		}
		for _, p := range r.parts() {
			if _, err := tx.Exec(ctx, insertPart, int64(r.ID), p[0], p[1]); err != nil {
				return err
			}
		}
		return nil
	})
	return r.ID, err
}

func overwrite(ctx context.Context, tx *sqldb.Tx, d directory.Desk, r *Rule) error {
	n, err := tx.Exec(ctx, updateRule, int64(r.ID), int64(d.ID), r.Version, int64(r.Group))
	if err != nil {
		return err
	}
	if n == 0 {
		found, err := sqldb.One(ctx, tx, countRule, sqldb.Value[int64], int64(r.ID), int64(d.ID))
		if err == nil && found > 0 {
			return errs.E(errs.Conflict, "error.changed_meanwhile")
		}
		if err == nil {
			err = errs.Missing()
		}
		return err
	}
	_, err = tx.Exec(ctx, deleteParts, int64(r.ID), int64(d.ID))
	return err
}

// check returns everything wrong with a rule at once.
func (r *Rule) check(ctx context.Context, tx *sqldb.Tx, d directory.Desk) error {
	var f errs.Fields
	parts := r.parts()
	if len(parts) == 0 {
		f.Add("services", "duty.error.empty")
	}
	if len(parts) > mostParts {
		f.Add("services", "duty.error.parts", "most", mostParts)
	}
	for _, c := range []struct {
		field string
		want  int
		stmt  sqldb.Stmt
		args  []any
	}{
		{"group", 1, groupThere, []any{int64(r.Group), int64(d.ID), int64(d.Org)}},
		{"services", len(r.Services), servicesOf, []any{int64(d.Org), list(r.Services)}},
		{"units", len(r.Units), unitsOf, []any{int64(d.Org), list(r.Units)}},
	} {
		if c.want == 0 {
			continue
		}
		n, err := sqldb.One(ctx, tx, c.stmt, sqldb.Value[int], c.args...)
		if err != nil {
			return err
		}
		if n != c.want {
			f.Add(c.field, "error.choose")
		}
	}
	if slices.ContainsFunc(r.Categories, func(c directory.Category) bool { return !c.Valid() }) {
		f.Add("categories", "error.choose")
	}
	if slices.ContainsFunc(r.Channels, func(c ticket.Channel) bool { return !c.Valid() }) {
		f.Add("channels", "error.choose")
	}
	if slices.ContainsFunc(r.Langs, func(l string) bool { return !slices.Contains(i18n.Langs(), i18n.Lang(l)) }) {
		f.Add("langs", "error.choose")
	}
	return f.Err()
}

// list is ids once each, as a statement takes them.
func list[T ~int64](ids []T) sqldb.List[int64] {
	out := make([]int64, 0, len(ids))
	for _, id := range ids {
		out = append(out, int64(id))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// DropRule takes a rule away; one that is gone already is no error.
func (s *Service) DropRule(ctx context.Context, by authz.Actor, d directory.Desk, id RuleID) error {
	return s.change(ctx, by, d, "", map[string]RuleID{"dropped": id}, func(ctx context.Context, tx *sqldb.Tx) error {
		if _, err := tx.Exec(ctx, deleteParts, int64(id), int64(d.ID)); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, deleteRule, int64(id), int64(d.ID))
		return err
	})
}

// change runs fn for a desk that the actor leads, gives the desk's rules a new version and tells of it. An instant makes
// the version one that was never given before, also by a transaction that was undone.
func (s *Service) change(ctx context.Context, by authz.Actor, d directory.Desk, n Nobody, what any, fn func(context.Context, *sqldb.Tx) error) error {
	if !mayLead(by, d.Org, d.ID) {
		return errs.Missing()
	}
	return s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if err := fn(ctx, tx); err != nil {
			return err
		}
		nobody := n
		if _, found, err := sqldb.Maybe(ctx, tx, selectCompetence, sqldb.Value[Nobody], int64(d.ID)); err != nil {
			return err
		} else if !found && nobody == "" {
			nobody = Next
		}
		if _, err := tx.Exec(ctx, bump, int64(d.ID), int64(d.Org), string(nobody), sqldb.Time(tx.Now())); err != nil {
			return err
		}
		pos, err := sqldb.One(ctx, tx, nextPos, sqldb.Value[int64], CompetenceStream, int64(d.ID))
		if err != nil {
			return err
		}
		_, err = s.d.Events.Append(ctx, tx, by, event.Draft{
			Org: int64(d.Org), Kind: CompetenceStream, Stream: int64(d.ID), Pos: pos, Type: EventChanged, Payload: what,
		})
		return err
	})
}

// onGroup hears of a group that was ended or taken up again: the rules that count are others then.
func (s *Service) onGroup(ctx context.Context, tx *sqldb.Tx, _ authz.Actor, e event.Event) error {
	_, err := tx.Exec(ctx, bumpOf, e.Stream, sqldb.Time(tx.Now()))
	return err
}

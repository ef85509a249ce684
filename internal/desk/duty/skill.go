package duty

import (
	"context"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

var (
	selectSkill = sqldb.Q("competence.skills", `select person_id, skill from competence_skill where group_id = $1`)
	memberOf    = sqldb.Q("competence.member_of", `
		select count(*) from group_member m join desk_group g on g.id = m.group_id and g.desk_id = $1 where m.group_id = $2 and m.person_id = $3`)
	upsertSkill = sqldb.Q("competence.skill_upsert", `
		insert into competence_skill (group_id, person_id, skill) values ($1, $2, $3)
		on conflict (group_id, person_id) do update set skill = excluded.skill`)
)

// Skills returns how much the members of a group know; who is not in it knows something (1).
// Errors: errs.NotFound for a desk that the actor does not lead.
func (s *Service) Skills(ctx context.Context, by authz.Actor, d directory.Desk, group directory.GroupID) (map[directory.PersonID]int, error) {
	if !mayLead(by, d.Org, d.ID) {
		return nil, errs.Missing()
	}
	out := map[directory.PersonID]int{}
	err := sqldb.Each(ctx, s.d.DB, selectSkill, func(r sqldb.Row) error {
		var p directory.PersonID
		var n int
		err := r.Scan(&p, &n)
		out[p] = n
		return err
	}, int64(group))
	return out, err
}

// SetSkills says how much members of a group know, 1 to 3. Errors: errs.Invalid, errs.NotFound for somebody who is no member.
func (s *Service) SetSkills(ctx context.Context, by authz.Actor, d directory.Desk, group directory.GroupID, skills map[directory.PersonID]int) error {
	return s.change(ctx, by, d, "", map[string]any{"group": group, "skills": skills}, func(ctx context.Context, tx *sqldb.Tx) error {
		for person, n := range skills {
			if n < 1 || n > 3 {
				var f errs.Fields
				f.Add("skill", "error.choose")
				return f.Err()
			}
			if found, err := sqldb.One(ctx, tx, memberOf, sqldb.Value[int64], int64(d.ID), int64(group), int64(person)); err != nil {
				return err
			} else if found == 0 {
				return errs.Missing()
			}
			if _, err := tx.Exec(ctx, upsertSkill, int64(group), int64(person), n); err != nil {
				return err
			}
		}
		return nil
	})
}

package guardian

import (
	"context"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// ChildIn is the child for whom a guardian speaks just now. Errors: errs.NotFound, the same for a child that does not
// exist, one of somebody else, one who is of age and one with protected identity.
func ChildIn(ctx context.Context, q sqldb.Querier, by authz.Actor, child directory.PersonID) (directory.Person, error) {
	if by.Person == 0 {
		return directory.Person{}, errs.Missing()
	}
	var w sqldb.Where
	text := `select count(*) from ` + relations + ` where ` + w.Numbered(`r.guardian_id = ? and r.child_id = ? and `, by.Person, int64(child)) + w.Numbered(carrying, at(q.Now())...)
	n, err := sqldb.One(ctx, q, sqldb.Q("guardian.child", text), sqldb.Value[int64], w.Args()...)
	if err != nil {
		return directory.Person{}, err
	}
	if n == 0 {
		return directory.Person{}, errs.Missing()
	}
	return directory.Load(ctx, q, child)
}

// Children lists the children for whom the actor speaks just now, by name.
func (s *Service) Children(ctx context.Context, by authz.Actor) ([]Child, error) {
	if by.Person == 0 || !by.May(MaySpeak) {
		return nil, nil
	}
	var w sqldb.Where
	text := `select distinct c.id, c.given_name, c.sort_key from ` + relations + ` where ` + w.Numbered(`r.guardian_id = ? and `, by.Person) +
		w.Numbered(carrying, at(s.db.Now())...) + ` order by c.sort_key, c.id limit 50`
	return sqldb.All(ctx, s.db, sqldb.Q("guardian.children", text), func(r sqldb.Row) (Child, error) {
		var c Child
		var key []byte
		return c, r.Scan(&c.ID, &c.Given, &key)
	}, w.Args()...)
}

// PageSize is how many relations a page lists.
const PageSize = 100

// List returns an organisation's relations, newest first, below a number (0: from the newest). Errors: errs.Forbidden.
func (s *Service) List(ctx context.Context, by authz.Actor, org directory.OrgID, ended bool, below ID) ([]Line, error) {
	if !mayWrite(by, org) {
		return nil, errs.Denied(string(MayWrite))
	}
	var w sqldb.Where
	condition, args := kept(by).SQL()
	carries := w.Numbered(carrying, at(s.db.Now())...)
	w.And(condition, args...)
	w.And("r.org_id = ?", int64(org))
	if ended {
		w.And("r.ended_at is not null")
	} else {
		w.And("r.ended_at is null")
	}
	if below != 0 {
		w.And("r.id < ?", int64(below))
	}
	text := `select ` + columns + `, g.given_name || ' ' || g.family_name, c.given_name || ' ' || c.family_name, c.born, ` + carries + `
		from ` + relations + ` where ` + w.SQL() + w.Numbered(` order by r.id desc limit ?`, PageSize)
	return sqldb.All(ctx, s.db, sqldb.Q("guardian.list", text), func(r sqldb.Row) (Line, error) {
		var l Line
		return l, r.Scan(append(l.targets(), &l.GuardianName, &l.ChildName, &l.Born, &l.Carries)...)
	}, w.Args()...)
}

// Living relations of an organisation, for those who compare it with a register. Not for anybody's eyes.
func LivingOf(ctx context.Context, q sqldb.Querier, org directory.OrgID, source string) ([]Relation, error) {
	return sqldb.All(ctx, q, livingOf, scan, int64(org), source)
}

// BornIn returns the known days of birth of an organisation's people, for comparing with a register.
func BornIn(ctx context.Context, q sqldb.Querier, org directory.OrgID) (map[directory.PersonID]string, error) {
	out := map[directory.PersonID]string{}
	return out, sqldb.Each(ctx, q, bornIn, func(r sqldb.Row) error {
		var id directory.PersonID
		var born string
		err := r.Scan(&id, &born)
		out[id] = born
		return err
	}, int64(org))
}

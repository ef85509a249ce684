package access

import (
	"context"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
)

// SubstitutionStream is an absence's stream of events.
const SubstitutionStream = "substitution"

// What happens to an absence. Both who are part of it are told of each.
const (
	SubstituteAppointed = "substitution.appointed"
	SubstituteBegun     = "substitution.begun"
	SubstituteOver      = "substitution.over"
	SubstituteEnded     = "substitution.ended" // Before its time.
)

// AbsenceTold is the payload of these events.
type AbsenceTold struct {
	Person     directory.PersonID `json:"person"`
	Substitute directory.PersonID `json:"substitute"`
	From       int64              `json:"from"` // Microseconds.
	To         int64              `json:"to"`
}

// EndSubstitution ends an absence before its time: whoever is away or stands in does, and whoever could have appointed.
func (s *Service) EndSubstitution(ctx context.Context, by authz.Actor, id SubstitutionID) error {
	return s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		a, found, err := sqldb.Maybe(ctx, tx, substitutionByID, scanSubstitution, int64(id))
		if err != nil || !found {
			if err == nil {
				err = errs.Missing()
			}
			return err
		}
		rights, err := sqldb.All(ctx, tx, rightsOfAbsence, scanRight, int64(id))
		if err != nil {
			return err
		}
		part := int64(a.Person) == by.Person || int64(a.Substitute) == by.Person
		if !part && !by.IsSystem() {
			if err := s.mayEndAll(ctx, tx, by, rights); err != nil {
				return err
			}
		}
		n, err := tx.Exec(ctx, endSubstitution, int64(id), sqldb.Time(tx.Now()), sqldb.ID(by.Person))
		if err != nil || n == 0 {
			return err // Over already.
		}
		p, err := directory.Load(ctx, tx, a.Substitute)
		if err != nil {
			return err
		}
		for _, r := range rights {
			if err := s.endIn(ctx, tx, by, p, r, 0); err != nil {
				return err
			}
		}
		return s.tellAbsence(ctx, tx, by, a, SubstituteEnded)
	})
}

// mayEndAll refuses a stranger: NotFound, since an absence is nobody else's business.
func (s *Service) mayEndAll(ctx context.Context, tx *sqldb.Tx, by authz.Actor, rights []Right) error {
	for _, r := range rights {
		role, err := roleByKey(ctx, tx, r.Role)
		if err != nil {
			return err
		}
		if _, _, err := s.mayTake(ctx, tx, by, giving{role, r.Person, r.Reach, r.Of, r.Limits}); err != nil {
			return errs.Missing()
		}
	}
	if len(rights) == 0 {
		return errs.Missing()
	}
	return nil
}

// Absences lists the absences in which a person has a part, the newest first, those that are over among them. Everybody
// reads their own; others' need role.grant or one of the verbs that give roles.
func (s *Service) Absences(ctx context.Context, by authz.Actor, id directory.PersonID, limit int) ([]Substitution, error) {
	if int64(id) != by.Person {
		if !by.May(RoleGrant) && !by.May(RoleGive) && !by.May(RoleGiveCentral) {
			return nil, errs.Denied(string(RoleGrant))
		}
		if _, err := directory.Known(ctx, s.db, by, id); err != nil {
			return nil, err
		}
	}
	return sqldb.All(ctx, s.db, absencesOf, scanSubstitution, int64(id), limit)
}

// Standing is an absence during which somebody stands in just now, for the line that reminds them.
type Standing struct {
	Name string // Who is away.
	To   time.Time
}

// StandsIn lists for whom the actor stands in just now, those whose names they may know.
func (s *Service) StandsIn(ctx context.Context, by authz.Actor) ([]Standing, error) {
	var w sqldb.Where
	condition, args := directory.NamesSeen(by).For("p").SQL()
	w.And(condition, args...)
	now := sqldb.Time(s.db.Now())
	w.And("x.substitute_id = ? and x.ended_at is null and x.valid_from <= ? and x.valid_to > ?", by.Person, now, now)
	return sqldb.All(ctx, s.db, sqldb.Q("access.stands_in", `
		select p.given_name || ' ' || p.family_name, max(x.valid_to) from substitution x join person p on p.id = x.person_id
		where `+w.SQL()+` group by p.id, p.given_name, p.family_name order by 2 limit 5`), func(r sqldb.Row) (Standing, error) {
		var x Standing
		err := r.Scan(&x.Name, sqldb.ScanTime(&x.To))
		return x, err
	}, w.Args()...)
}

func (s *Service) tellAbsence(ctx context.Context, tx *sqldb.Tx, by authz.Actor, a Substitution, eventType string) error {
	pos, err := sqldb.One(ctx, tx, nextAbsencePos, sqldb.Value[int64], int64(a.ID))
	if err != nil {
		return err
	}
	_, err = s.events.Append(ctx, tx, by, event.Draft{
		Org: int64(a.Org), Kind: SubstitutionStream, Stream: int64(a.ID), Pos: pos, Type: eventType,
		Payload: AbsenceTold{a.Person, a.Substitute, a.From.UnixMicro(), a.To.UnixMicro()},
	})
	return err
}

const selectSubstitution = `select x.id, x.org_id, x.person_id, x.substitute_id, x.valid_from, x.valid_to, x.appointed_by, x.appointed_at, x.ended_at, x.ended_by
	from substitution x where `

var (
	insertSubstitution = sqldb.Q("access.substitution.insert", `
		insert into substitution (org_id, person_id, substitute_id, valid_from, valid_to, appointed_by, appointed_at)
		values ($1, $2, $3, $4, $5, $6, $7) returning id`)
	endSubstitution = sqldb.Q("access.substitution.end", `
		update substitution set ended_at = $2, ended_by = $3, told_begin = true, told_end = true
		where id = $1 and ended_at is null and valid_to > $2`)
	substitutionByID = sqldb.Q("access.substitution", selectSubstitution+`x.id = $1`)
	absencesOf       = sqldb.Q("access.substitutions", selectSubstitution+`(x.person_id = $1 or x.substitute_id = $1) order by x.id desc limit $2`)
	rightsOfAbsence  = sqldb.Q("access.substitution.rights", selectRight+`g.substitution_id = $1 order by g.id`)
	nextAbsencePos   = sqldb.Q("access.substitution.pos", `select coalesce(max(pos), 0) + 1 from event where kind = 'substitution' and stream_id = $1`)
)

func scanSubstitution(r sqldb.Row) (Substitution, error) {
	var a Substitution
	err := r.Scan(&a.ID, &a.Org, &a.Person, &a.Substitute, sqldb.ScanTime(&a.From), sqldb.ScanTime(&a.To), sqldb.ScanID(&a.AppointedBy),
		sqldb.ScanTime(&a.AppointedAt), sqldb.ScanTime(&a.EndedAt), sqldb.ScanID(&a.EndedBy))
	return a, err
}

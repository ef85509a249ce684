package sla

import (
	"context"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// FollowID numbers follow-ups.
type FollowID int64

// Follow is what is followed up because a promise was not kept: one for each clock, level and month, our own apart from
// each supplier's.
type Follow struct {
	ID        FollowID
	Org       directory.OrgID
	Desk      directory.DeskID
	DeskName  string
	Clock     Clock
	LevelName string // "" for the settings' own.
	Supplier  string // "" for our own.
	Month     string // 2026-11
	Ticket    ticket.ID
	Breaches  int
	Owner     directory.PersonID
	OwnerName string
	DueOn     string
	Measure   string // What is done about it.
	DoneAt    time.Time
	Version   int64
}

// followDays is how soon somebody shall have looked at what was broken.
const followDays = 14

var (
	upsertFollow = sqldb.Q("sla.follow_open", `
		insert into sla_follow (org_id, desk_id, clock, level, level_id, supplier_id, month, ticket_id, owner_id, due_on, created_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
		on conflict (desk_id, clock, level_id, supplier_id, month) do update set breaches = sla_follow.breaches + 1`)
	selectLevelNow = sqldb.Q("sla.level_owner", `select l.name, coalesce(l.owner_id, 0), l.level_id from sla_level l where l.id = $1`)
	// The desk's lead: whoever holds the right to follow up there, the narrowest right first.
	selectLead = sqldb.Q("sla.lead", `
		select p.id from person p join role_grant g on g.person_id = p.id join role_verb v on v.role_id = g.role_id
		where v.verb = 'sla.follow' and p.active and g.ended_at is null and g.valid_from <= $3 and (g.valid_to is null or g.valid_to > $3)
			and (g.reach = 'desk' and g.of_id = $1 or g.reach = 'organisation' and g.of_id = $2)
		order by g.reach, g.id limit 1`)
)

// openFollow opens the follow-up of a breach, or counts it with those of the same month.
func (s *Service) openFollow(ctx context.Context, tx *sqldb.Tx, p *placed) error {
	day := tx.Now().In(clock.Stockholm())
	var name string
	var owner, level int64
	if p.Level != 0 {
		_, err := sqldb.One(ctx, tx, selectLevelNow, func(r sqldb.Row) (struct{}, error) {
			return struct{}{}, r.Scan(&name, &owner, &level)
		}, int64(p.Level))
		if err != nil {
			return err
		}
	}
	if owner == 0 {
		lead, found, err := sqldb.Maybe(ctx, tx, selectLead, sqldb.Value[int64], int64(p.told.Desk), int64(p.org), sqldb.Time(tx.Now()))
		if err != nil {
			return err
		}
		if found {
			owner = lead
		}
	}
	_, err := tx.Exec(ctx, upsertFollow, int64(p.org), int64(p.told.Desk), string(p.Clock), name, level, int64(p.told.Supplier),
		day.Format("2006-01"), int64(p.ticket), sqldb.ID(owner), day.AddDate(0, 0, followDays).Format(time.DateOnly), sqldb.Time(tx.Now()))
	return err
}

const followColumns = `f.id, f.org_id, f.desk_id, d.name, f.clock, f.level, coalesce(s.name, ''), f.month, f.ticket_id, f.breaches, f.owner_id,
	coalesce((select p.given_name || ' ' || p.family_name from person p where p.id = f.owner_id and not p.protected), ''), f.due_on, f.measure, f.done_at, f.version`

const followFrom = ` from sla_follow f join desk d on d.id = f.desk_id left join supplier s on s.id = f.supplier_id where `

func scanFollow(r sqldb.Row) (Follow, error) {
	var f Follow
	err := r.Scan(&f.ID, &f.Org, &f.Desk, &f.DeskName, &f.Clock, &f.LevelName, &f.Supplier, &f.Month, &f.Ticket, &f.Breaches,
		sqldb.ScanID(&f.Owner), &f.OwnerName, &f.DueOn, &f.Measure, sqldb.ScanTime(&f.DoneAt), &f.Version)
	return f, err
}

// followShown is how many follow-ups a list shows: a desk has a handful in a month.
const followShown = 200

// Follows lists what is followed up at the desks that the actor follows: what is open by its day, or what is done, the
// newest first.
func (s *Service) Follows(ctx context.Context, by authz.Actor, done bool) ([]Follow, error) {
	scope := followed(by)
	if scope.Empty() {
		return nil, errs.Denied(string(MayFollow))
	}
	var w sqldb.Where
	condition, args := scope.SQL()
	w.And(condition, args...)
	order := " order by f.due_on, f.id"
	w.And("f.done_at is null")
	if done {
		w = sqldb.Where{}
		w.And(condition, args...)
		w.And("f.done_at is not null")
		order = " order by f.id desc"
	}
	return sqldb.All(ctx, s.db, sqldb.Q("sla.follows", "select "+followColumns+followFrom+w.SQL()+order+w.Numbered(" limit ?", followShown)), scanFollow, w.Args()...)
}

// Follow returns one. Errors: errs.NotFound.
func (s *Service) Follow(ctx context.Context, by authz.Actor, id FollowID) (Follow, error) {
	return loadFollow(ctx, s.db, by, id)
}

func loadFollow(ctx context.Context, q sqldb.Querier, by authz.Actor, id FollowID) (Follow, error) {
	var w sqldb.Where
	condition, args := followed(by).SQL()
	w.And(condition, args...)
	w.And("f.id = ?", int64(id))
	f, found, err := sqldb.Maybe(ctx, q, sqldb.Q("sla.follow", "select "+followColumns+followFrom+w.SQL()), scanFollow, w.Args()...)
	if err == nil && !found {
		return f, errs.Missing()
	}
	return f, err
}

// FollowStream is the kind of a follow-up's stream; EventFollowed its event.
const (
	FollowStream  = "sla_follow"
	EventFollowed = "sla.follow_changed"
)

var updateFollow = sqldb.Q("sla.follow_change", `
	update sla_follow set owner_id = $1, due_on = $2, measure = $3, done_at = $4, done_by = $5, version = version + 1 where id = $6 and version = $7`)

// SaveFollow says who follows up, until when, and what is done about it; done ends it. Errors: errs.Invalid, errs.Conflict,
// errs.NotFound.
func (s *Service) SaveFollow(ctx context.Context, by authz.Actor, in Follow, done bool) (Follow, error) {
	var f errs.Fields
	if _, err := time.Parse(time.DateOnly, in.DueOn); err != nil {
		f.Add("due_on", "error.date")
	}
	if in.Measure = clean.Text(in.Measure, 4000); done && clean.Blank(in.Measure) {
		f.Add("measure", "sla.error.measure")
	}
	if err := f.Err(); err != nil {
		return in, err
	}
	err := s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		old, err := loadFollow(ctx, tx, by, in.ID)
		if err != nil {
			return err
		}
		if in.Owner != 0 && in.Owner != old.Owner {
			p, err := directory.PersonIn(ctx, tx, by, in.Owner)
			if err != nil || p.Org != old.Org {
				f.Add("owner", "error.choose")
				return f.Err()
			}
		}
		var doneAt any
		var doneBy any
		if done {
			doneAt, doneBy = sqldb.Time(tx.Now()), sqldb.ID(by.Person)
		}
		n, err := tx.Exec(ctx, updateFollow, sqldb.ID(in.Owner), in.DueOn, in.Measure, doneAt, doneBy, int64(in.ID), in.Version)
		if err != nil {
			return err
		}
		if n == 0 {
			return errs.E(errs.Conflict, "error.changed_meanwhile")
		}
		return s.tell(ctx, tx, by, old.Org, FollowStream, int64(in.ID), EventFollowed, "", map[string]any{
			"owner": in.Owner, "due_on": in.DueOn, "measure": in.Measure, "done": done,
		})
	})
	return in, err
}

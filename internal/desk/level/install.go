package level

import (
	"context"
	_ "embed" // The three levels as they were agreed.
	"encoding/json"
	"fmt"
	"slices"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
)

//go:embed ekdal.json
var ekdal []byte

// set is the levels and tasks that Install gives.
type set struct {
	Field  struct{ Sv, En string }
	Levels []struct {
		Number int
		Sv, En string
	}
	Tasks []struct {
		Key, Sv, En   string
		IT, Operation []int
	}
}

// Stream is the kind of an organisation's stream of changes to who does what.
const Stream = "level"

// The events.
const (
	EventInstalled = "level.installed"
	EventChanged   = "level.changed"
)

// Install gives an organisation without levels the three that come with the product, and lets reports of faults ask for
// the task. Errors: errs.Forbidden, errs.Conflict when it has levels.
func (s *Service) Install(ctx context.Context, by authz.Actor, org directory.OrgID) error {
	if err := mayWrite(by, org); err != nil {
		return err
	}
	var all set
	if err := json.Unmarshal(ekdal, &all); err != nil {
		return fmt.Errorf("levels: %w", err)
	}
	err := s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		n, err := sqldb.One(ctx, tx, selectAny, sqldb.Value[int64], int64(org))
		if err != nil {
			return err
		}
		if n > 0 {
			return errs.E(errs.Conflict, "level.error.there")
		}
		if err := all.insert(ctx, tx, org); err != nil {
			return err
		}
		return s.tell(ctx, tx, by, org, EventInstalled, nil)
	})
	if err != nil {
		return err
	}
	s.forget(org)
	return s.askForTask(ctx, org, all)
}

func (all set) insert(ctx context.Context, tx *sqldb.Tx, org directory.OrgID) error {
	levels := map[int]int64{}
	for _, l := range all.Levels {
		id, err := tx.Insert(ctx, insertLevel, int64(org), l.Number, l.Sv, l.En)
		if err != nil {
			return err
		}
		levels[l.Number] = id
	}
	for i, t := range all.Tasks {
		id, err := tx.Insert(ctx, insertTask, int64(org), t.Key, t.Sv, t.En, i)
		if err != nil {
			return err
		}
		for side, numbers := range map[Side][]int{IT: t.IT, Operation: t.Operation} {
			for _, n := range numbers {
				if _, err := tx.Exec(ctx, insertShare, levels[n], id, string(side)); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// askForTask adds the question to the organisation's reports of faults, unless it is there. The program does it: who may
// keep the matrix need not be one who may change kinds.
func (s *Service) askForTask(ctx context.Context, org directory.OrgID, all set) error {
	by := authz.System("level")
	c, err := s.d.Ticket.KindConfig(ctx, org, ticket.Incident)
	if err != nil || slices.ContainsFunc(c.Fields, func(f ticket.FieldSpec) bool { return f.Key == FieldTask }) {
		return err
	}
	spec := ticket.FieldSpec{Key: FieldTask, Sv: all.Field.Sv, En: all.Field.En, Type: "choice", Portal: true}
	for _, t := range all.Tasks {
		spec.Choices = append(spec.Choices, t.Sv)
	}
	at := slices.IndexFunc(c.Fields, func(f ticket.FieldSpec) bool { return f.Key == FieldDevice })
	c.Fields = slices.Insert(slices.Clone(c.Fields), at+1, spec)
	_, err = s.d.Ticket.SaveKind(ctx, by, org, ticket.Incident, c.Version, c)
	return err
}

// Seed gives the levels to the organisations whose preset names them and that have none.
func (s *Service) Seed(ctx context.Context) error {
	if s.d.Preset == "" {
		return nil
	}
	orgs, err := sqldb.All(ctx, s.d.DB, selectBare, sqldb.Value[directory.OrgID], s.d.Preset)
	for _, org := range orgs {
		if err := s.Install(ctx, authz.System("level"), org); err != nil && !errs.Is(err, errs.Conflict) {
			return err
		}
	}
	return err
}

func (s *Service) forget(org directory.OrgID) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.uses, org)
}

// tell appends to the organisation's stream.
func (s *Service) tell(ctx context.Context, tx *sqldb.Tx, by authz.Actor, org directory.OrgID, what string, payload any) error {
	pos, err := sqldb.One(ctx, tx, nextPos, sqldb.Value[int64], Stream, int64(org))
	if err != nil {
		return err
	}
	_, err = s.d.Events.Append(ctx, tx, by, event.Draft{Org: int64(org), Kind: Stream, Stream: int64(org), Pos: pos, Type: what, Payload: payload})
	return err
}

var (
	selectAny   = sqldb.Q("level.any", `select count(*) from support_level where org_id = $1`)
	selectBare  = sqldb.Q("level.bare", `select o.id from organisation o where o.preset = $1 and not exists (select 1 from support_level l where l.org_id = o.id) order by o.id`)
	insertLevel = sqldb.Q("level.insert", `insert into support_level (org_id, number, name_sv, name_en) values ($1, $2, $3, $4) returning id`)
	insertTask  = sqldb.Q("level.insert_task", `insert into support_task (org_id, key, name_sv, name_en, pos) values ($1, $2, $3, $4, $5) returning id`)
	insertShare = sqldb.Q("level.insert_share", `insert into support_share (level_id, task_id, side) values ($1, $2, $3)`)
	nextPos     = sqldb.Q("level.next_pos", `select coalesce(max(pos), 0) + 1 from event where kind = $1 and stream_id = $2`)
)

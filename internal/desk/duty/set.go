package duty

import (
	"context"
	"fmt"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
)

// Stream is the kind of a person's stream in the event log.
const Stream = "duty"

// EventSet is the event of an availability that changed.
const EventSet = "duty.set"

// Ended says why somebody's availability ended by itself.
const Ended = "quiet"

// Payload is what the event says.
type Payload struct {
	Desk  directory.DeskID `json:"desk"`
	State State            `json:"state"`
	Chats int              `json:"chats,omitempty"`
	Why   string           `json:"why,omitempty"`
}

// Topic is the live topic of a desk's agents. It is the desk's own, to which everybody who works there listens.
func Topic(desk directory.DeskID) string { return fmt.Sprintf("desk:%d", desk) }

// Input is what somebody says about themselves.
type Input struct {
	Desk   directory.DeskID   // 0: every desk in whose groups they are.
	Person directory.PersonID // 0: the actor. For somebody else the actor must lead the desk.
	State  State
	Chats  int // How many at once; 0: as the organisation has decided; -1: as before.
}

var (
	// The desks at which a person is a member of a group, and with $2 that one alone.
	selectDesks = sqldb.Q("duty.desks", `
		select distinct d.id, d.org_id from group_member m join desk_group g on g.id = m.group_id and g.active join desk d on d.id = g.desk_id and d.active
		where m.person_id = $1 order by d.id`)
	selectOne = sqldb.Q("duty.one", `select state, chats from duty where desk_id = $1 and person_id = $2`)
	upsert    = sqldb.Q("duty.upsert", `
		insert into duty (desk_id, person_id, org_id, state, chats, since) values ($1, $2, $3, $4, $5, $6)
		on conflict (desk_id, person_id) do update set state = excluded.state, chats = excluded.chats, since = excluded.since`)
	nextPos = sqldb.Q("duty.next_pos", `select coalesce(max(pos), 0) + 1 from event where kind = $1 and stream_id = $2`)
)

// Set says whether somebody takes calls and chats. Saying it again is no error and begins anew.
// Errors: errs.Invalid, errs.Forbidden for a desk where the actor does not work, errs.Conflict for somebody who is at no desk.
func (s *Service) Set(ctx context.Context, by authz.Actor, in Input) error {
	return s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error { return s.SetIn(ctx, tx, by, in) })
}

// SetIn is Set inside a transaction that is already open.
func (s *Service) SetIn(ctx context.Context, tx *sqldb.Tx, by authz.Actor, in Input) error {
	var f errs.Fields
	if !in.State.Valid() {
		f.Add("state", "error.choose")
	}
	if in.Chats < -1 || in.Chats > MostChats {
		f.Add("chats", "duty.error.chats", "most", MostChats)
	}
	if err := f.Err(); err != nil {
		return err
	}
	if in.Person == 0 {
		in.Person = directory.PersonID(by.Person)
	}
	desks, err := sqldb.All(ctx, tx, selectDesks, func(r sqldb.Row) (directory.Desk, error) {
		var d directory.Desk
		return d, r.Scan(&d.ID, &d.Org)
	}, int64(in.Person))
	if err != nil {
		return err
	}
	found := false
	for _, d := range desks {
		if in.Desk != 0 && d.ID != in.Desk || !s.maySet(by, d, in.Person) {
			continue
		}
		found = true
		if err := s.put(ctx, tx, by, d, in, ""); err != nil {
			return err
		}
	}
	switch {
	case found:
		return nil
	case in.Person != directory.PersonID(by.Person) && !by.IsSystem():
		return errs.Denied(string(MayLead))
	}
	return errs.E(errs.Conflict, "duty.error.no_group")
}

func (s *Service) maySet(by authz.Actor, d directory.Desk, person directory.PersonID) bool {
	return by.IsSystem() || int64(person) == by.Person && mayServe(by, d.Org, d.ID) || mayLead(by, d.Org, d.ID)
}

// put writes the state of somebody at a desk and tells of it, when it is another than before.
func (s *Service) put(ctx context.Context, tx *sqldb.Tx, by authz.Actor, d directory.Desk, in Input, why string) error {
	before, _, err := sqldb.Maybe(ctx, tx, selectOne, func(r sqldb.Row) (Agent, error) {
		var a Agent
		return a, r.Scan(&a.State, &a.Chats)
	}, int64(d.ID), int64(in.Person))
	if err != nil {
		return err
	}
	if in.Chats < 0 {
		in.Chats = before.Chats
	}
	if _, err := tx.Exec(ctx, upsert, int64(d.ID), int64(in.Person), int64(d.Org), string(in.State), in.Chats, sqldb.Time(tx.Now())); err != nil {
		return err
	}
	if before.State == in.State && before.Chats == in.Chats {
		return nil
	}
	tx.Poke(Topic(d.ID))
	pos, err := sqldb.One(ctx, tx, nextPos, sqldb.Value[int64], Stream, int64(in.Person))
	if err != nil {
		return err
	}
	_, err = s.d.Events.Append(ctx, tx, by, event.Draft{
		Org: int64(d.Org), Kind: Stream, Stream: int64(in.Person), Pos: pos, Type: EventSet, Label: string(in.State),
		Payload: Payload{Desk: d.ID, State: in.State, Chats: in.Chats, Why: why},
	})
	return err
}

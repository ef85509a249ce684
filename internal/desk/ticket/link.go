package ticket

import (
	"context"
	"slices"
	"time"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// The kinds of link, read from the first ticket to the second.
const (
	LinkRelated   = "related"
	LinkChild     = "child"     // The first is a part of the second.
	LinkCausedBy  = "caused_by" // The first was caused by the second, a change for example.
	LinkDuplicate = "duplicate" // The first tells of the same as the second.
	LinkFault     = "fault"     // The first is a fault in what the second ordered.
	LinkFollows   = "follows"   // The first goes on where the second ended.
)

// LinkKinds lists the kinds of link that people choose from.
func LinkKinds() []string {
	return []string{LinkRelated, LinkChild, LinkCausedBy, LinkDuplicate, LinkFault, LinkFollows}
}

// Link is a link as seen from one of its tickets.
type Link struct {
	Kind string
	// Outward is true on the ticket that the kind is read from.
	Outward bool
	Other   ID
	Title   string
	State   State
	At      time.Time
}

var (
	insertLink = sqldb.Q("link.insert", `
		insert into ticket_link (from_id, to_id, kind, created_by, created_at) values ($1, $2, $3, $4, $5)
		on conflict (from_id, to_id, kind) do nothing`)
	deleteLink = sqldb.Q("link.delete", `delete from ticket_link where from_id = $1 and to_id = $2 and kind = $3`)
)

// Link ties two tickets together. The actor must be allowed to work on both, so that nobody pulls a foreign ticket into
// sight. Errors: errs.NotFound for either, errs.Forbidden, errs.Invalid.
func (s *Service) Link(ctx context.Context, by authz.Actor, from, to ID, kind string) error {
	if !slices.Contains(LinkKinds(), kind) || from == to {
		var f errs.Fields
		f.Add("other", "ticket.error.link")
		return f.Err()
	}
	return s.inTx(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		a, b, err := s.pair(ctx, tx, by, MayWork, from, to)
		if err != nil {
			return err
		}
		return s.linkIn(ctx, tx, by, &a, &b, kind)
	})
}

// pair loads two tickets on which the actor holds the verb, in the order of their numbers so that two pairs never wait
// for each other.
func (s *Service) pair(ctx context.Context, tx *sqldb.Tx, by authz.Actor, verb authz.Verb, a, b ID) (Ticket, Ticket, error) {
	first, second := min(a, b), max(a, b)
	loaded := map[ID]Ticket{}
	for _, id := range []ID{first, second} {
		t, err := loadLocked(ctx, tx, Visible(by), id, " {{for_update}}")
		if err != nil {
			return Ticket{}, Ticket{}, err
		}
		if err := s.allowed(by, verb, &t); err != nil {
			return Ticket{}, Ticket{}, err
		}
		loaded[id] = t
	}
	return loaded[a], loaded[b], nil
}

func (s *Service) linkIn(ctx context.Context, tx *sqldb.Tx, by authz.Actor, a, b *Ticket, kind string) error {
	n, err := tx.Exec(ctx, insertLink, int64(a.ID), int64(b.ID), kind, sqldb.ID(by.Person), sqldb.Time(tx.Now()))
	if err != nil || n == 0 {
		return err
	}
	return s.both(ctx, tx, by, a, b, EventLinked, kind)
}

// Unlink takes a link away again.
func (s *Service) Unlink(ctx context.Context, by authz.Actor, from, to ID, kind string) error {
	return s.inTx(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		a, b, err := s.pair(ctx, tx, by, MayWork, from, to)
		if err != nil {
			return err
		}
		n, err := tx.Exec(ctx, deleteLink, int64(from), int64(to), kind)
		if err != nil || n == 0 {
			return err
		}
		return s.both(ctx, tx, by, &a, &b, EventUnlinked, kind)
	})
}

// both tells of a link in the history of either ticket.
func (s *Service) both(ctx context.Context, tx *sqldb.Tx, by authz.Actor, a, b *Ticket, eventType, kind string) error {
	before := *a
	if err := s.commit(ctx, tx, by, &before, a, eventType, Payload{Other: b.ID, Link: kind, Internal: true}); err != nil {
		return err
	}
	before = *b
	return s.commit(ctx, tx, by, &before, b, eventType, Payload{Other: a.ID, Link: kind, How: "inward", Internal: true})
}

// Links returns a ticket's links to tickets that the actor may see too; the others stay out of sight altogether.
func (s *Service) Links(ctx context.Context, by authz.Actor, t *Ticket) ([]Link, error) {
	var w sqldb.Where
	condition, args := Visible(by).SQL()
	text := w.Numbered(`
		select l.kind, l.from_id = ?, t.id, t.title, t.state, l.created_at
		from ticket_link l join ticket t on t.id = case when l.from_id = ? then l.to_id else l.from_id end
		where (l.from_id = ? or l.to_id = ?) and `, int64(t.ID), int64(t.ID), int64(t.ID), int64(t.ID)) +
		w.Numbered(condition, args...) + " order by l.created_at, t.id"
	return sqldb.All(ctx, s.db, sqldb.Q("link.list", text), func(r sqldb.Row) (Link, error) {
		var l Link
		return l, r.Scan(&l.Kind, &l.Outward, &l.Other, &l.Title, &l.State, sqldb.ScanTime(&l.At))
	}, w.Args()...)
}

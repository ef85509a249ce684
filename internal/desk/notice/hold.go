package notice

import (
	"context"
	"errors"
	"slices"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
)

// Hold is an instruction of the ordering organisation to limit or withhold what is told of outages, and the relief from
// service credits that it gives at the same time.
type Hold struct {
	ID          HoldID
	Org         directory.OrgID
	Desk        directory.DeskID // 0: every desk.
	Ticket      ticket.ID        // 0: whatever it is about.
	Channels    []Channel
	Instructor  string // Who gave the instruction, as written.
	Instruction string
	Relief      string
	Credits     string // The service credits that the relief is from, by name.
	From        time.Time
	Until       time.Time // Zero: until it is lifted.
	Author      directory.PersonID
	AuthorName  string // "" when the reader may not know it.
	CreatedAt   time.Time
	LiftedBy    directory.PersonID
	LiftedAt    time.Time
	Version     int64
}

// InForce reports whether the hold counts at an instant.
func (h *Hold) InForce(at time.Time) bool {
	return h.LiftedAt.IsZero() && !h.From.After(at) && (h.Until.IsZero() || h.Until.After(at))
}

// Stops reports whether the hold keeps a notice out of a channel at an instant. What is for every desk would be read by
// the held desk's users too.
func (h *Hold) Stops(n *Notice, c Channel, at time.Time) bool {
	return n.Kind != Information && h.InForce(at) && slices.Contains(h.Channels, c) &&
		(h.Desk == 0 || n.Desk == 0 || h.Desk == n.Desk) && (h.Ticket == 0 || h.Ticket == n.Ticket)
}

const holdColumns = `n.id, n.org_id, n.desk_id, n.ticket_id, n.channels, n.instructor, n.instruction, n.relief, n.credits, n.from_at, n.until_at,
	n.created_by, n.created_at, n.lifted_by, n.lifted_at, n.version`

var (
	insertHold = sqldb.Q("notice.hold_insert", `
		insert into notice_hold (org_id, desk_id, ticket_id, channels, instructor, instruction, relief, credits, from_at, until_at, created_by, created_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) returning id`)
	liftHold    = sqldb.Q("notice.hold_lift", `update notice_hold set lifted_by = $1, lifted_at = $2, version = version + 1 where id = $3 and lifted_at is null`)
	selectHolds = sqldb.Q("notice.holds_at", `select `+holdColumns+`, case when p.protected then '' else p.given_name || ' ' || p.family_name end
		from notice_hold n left join person p on p.id = n.created_by
		where n.org_id = $1 and n.lifted_at is null and n.from_at <= $2 and (n.until_at is null or n.until_at > $2) order by n.id`)
)

func scanHold(r sqldb.Row) (Hold, error) {
	var h Hold
	var channels string
	err := r.Scan(&h.ID, &h.Org, sqldb.ScanID(&h.Desk), sqldb.ScanID(&h.Ticket), &channels, &h.Instructor, &h.Instruction, &h.Relief, &h.Credits,
		sqldb.ScanTime(&h.From), sqldb.ScanTime(&h.Until), sqldb.ScanID(&h.Author), sqldb.ScanTime(&h.CreatedAt), sqldb.ScanID(&h.LiftedBy),
		sqldb.ScanTime(&h.LiftedAt), &h.Version, sqldb.ScanText(&h.AuthorName))
	h.Channels = parted(channels)
	return h, err
}

// holdsAt are an organisation's holds in force now.
func holdsAt(ctx context.Context, q sqldb.Querier, org directory.OrgID) ([]Hold, error) {
	return sqldb.All(ctx, q, selectHolds, scanHold, int64(org), sqldb.Time(q.Now()))
}

func (h *Hold) check(now time.Time) error {
	var f errs.Fields
	h.Instructor, h.Credits = clean.KeepLine(h.Instructor), clean.KeepLine(h.Credits)
	h.Instruction, h.Relief = clean.Keep(h.Instruction), clean.Keep(h.Relief)
	for _, field := range []struct{ name, text, key string }{
		{"instructor", h.Instructor, "notice.error.instructor"},
		{"instruction", h.Instruction, "notice.error.instruction"},
		{"relief", h.Relief, "notice.error.relief"},
		{"credits", h.Credits, "notice.error.credits"},
	} {
		if clean.Blank(field.text) {
			f.Add(field.name, field.key)
		}
		if clean.Length(field.text) > MaxText {
			f.Add(field.name, "error.too_long", "max", MaxText)
		}
	}
	if len(h.Channels) == 0 || slices.ContainsFunc(h.Channels, func(c Channel) bool { return !c.Valid() }) {
		f.Add("channels", "notice.error.channels")
	}
	if h.From.IsZero() {
		h.From = now
	}
	if !h.Until.IsZero() && !h.Until.After(h.From) {
		f.Add("until", "notice.error.ends_before")
	}
	return f.Err()
}

// Hold registers an instruction to keep quiet together with its relief: one is not saved without the other. What runs
// in the held channels stops showing at once. Errors: errs.Invalid, errs.Forbidden, errs.NotFound.
func (s *Service) Hold(ctx context.Context, by authz.Actor, h Hold) (Hold, error) {
	err := s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if err := h.check(tx.Now()); err != nil {
			return err
		}
		if !mayAt(by, MayHold, h.Org, h.Desk) {
			return errs.Denied(string(MayHold))
		}
		if h.Desk != 0 {
			if found, err := sqldb.One(ctx, tx, countDesk, sqldb.Value[int64], int64(h.Desk), int64(h.Org)); err != nil {
				return err
			} else if found == 0 {
				return errs.Missing()
			}
		}
		if h.Ticket != 0 {
			t, err := s.ticket.In(tx).Load(ctx, by, h.Ticket)
			if err != nil {
				return err
			}
			if t.Org != h.Org {
				return errs.Missing()
			}
		}
		h.Author, h.CreatedAt, h.Version = directory.PersonID(by.Person), tx.Now(), 1
		id, err := tx.Insert(ctx, insertHold, int64(h.Org), sqldb.ID(h.Desk), sqldb.ID(h.Ticket), joined(h.Channels), h.Instructor, h.Instruction,
			h.Relief, h.Credits, sqldb.Time(h.From), sqldb.Time(h.Until), sqldb.ID(h.Author), sqldb.Time(h.CreatedAt))
		if err != nil {
			return err
		}
		h.ID = HoldID(id)
		return s.holdChanged(ctx, tx, by, &h, EventHeld)
	})
	return h, err
}

// Lift ends a hold; from then on what it kept back shows again, and the relief ends with it.
func (s *Service) Lift(ctx context.Context, by authz.Actor, id HoldID) (Hold, error) {
	var h Hold
	err := s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		var err error
		if h, err = loadHold(ctx, tx, by, id); err != nil {
			return err
		}
		if !mayAt(by, MayHold, h.Org, h.Desk) {
			return errs.Denied(string(MayHold))
		}
		n, err := tx.Exec(ctx, liftHold, sqldb.ID(by.Person), sqldb.Time(tx.Now()), int64(id))
		if err != nil {
			return err
		}
		if n == 0 {
			return errs.E(errs.Conflict, "notice.error.lifted")
		}
		h.LiftedBy, h.LiftedAt, h.Version = directory.PersonID(by.Person), tx.Now(), h.Version+1
		return s.holdChanged(ctx, tx, by, &h, EventLifted)
	})
	return h, err
}

// holdChanged tells of a hold, and whoever reckons credits of its relief.
func (s *Service) holdChanged(ctx context.Context, tx *sqldb.Tx, by authz.Actor, h *Hold, kind string) error {
	if _, err := s.events.Append(ctx, tx, by, event.Draft{
		Org: int64(h.Org), Kind: HoldStream, Stream: int64(h.ID), Pos: h.Version, Type: kind, Payload: Payload{Hold: h},
	}); err != nil {
		return err
	}
	tx.Poke(Topic(h.Org))
	if s.exempt == nil {
		return nil
	}
	return s.exempt(ctx, tx, by, h.exemption())
}

func (h *Hold) exemption() Exemption {
	e := Exemption{Org: h.Org, Hold: h.ID, Ticket: h.Ticket, Credits: h.Credits, Note: h.Relief, From: h.From, Until: h.Until}
	if !h.LiftedAt.IsZero() && (e.Until.IsZero() || h.LiftedAt.Before(e.Until)) {
		e.Until = h.LiftedAt
	}
	return e
}

func loadHold(ctx context.Context, q sqldb.Querier, by authz.Actor, id HoldID) (Hold, error) {
	list, err := holds(ctx, q, by, func(w *sqldb.Where) { w.And("n.id = ?", int64(id)) }, 1)
	if err == nil && len(list) == 0 {
		return Hold{}, errs.Missing()
	}
	if err != nil {
		return Hold{}, err
	}
	return list[0], nil
}

// Holds returns the holds that the actor keeps, newest first, at most a hundred; those that are over when past is set.
func (s *Service) Holds(ctx context.Context, by authz.Actor, past bool) ([]Hold, error) {
	return holds(ctx, s.db, by, func(w *sqldb.Where) {
		over := "(n.lifted_at is not null or n.until_at is not null and n.until_at <= ?)"
		if !past {
			over = "not " + over
		}
		w.And(over, sqldb.Time(s.db.Now()))
	}, 100)
}

func holds(ctx context.Context, q sqldb.Querier, by authz.Actor, narrow func(*sqldb.Where), limit int) ([]Hold, error) {
	var w sqldb.Where
	named, nargs := directory.NamesSeen(by).For("p").SQL()
	name := w.Numbered("case when "+named+" then p.given_name || ' ' || p.family_name else '' end", nargs...)
	condition, args := kept(by).SQL()
	w.And(condition, args...)
	narrow(&w)
	text := "select " + holdColumns + ", " + name + " from notice_hold n left join person p on p.id = n.created_by where " + w.SQL() +
		w.Numbered(" order by n.id desc limit ?", limit)
	list, err := sqldb.All(ctx, q, sqldb.Q("notice.holds", text), scanHold, w.Args()...)
	if errors.Is(err, sqldb.ErrNone) {
		return nil, nil
	}
	return list, err
}

// Exemptions returns the reliefs that touch a period, for the reckoning of service credits.
func (s *Service) Exemptions(ctx context.Context, by authz.Actor, org directory.OrgID, from, to time.Time) ([]Exemption, error) {
	list, err := holds(ctx, s.db, by, func(w *sqldb.Where) {
		w.And("n.org_id = ?", int64(org))
		w.And("n.from_at < ? and (n.until_at is null or n.until_at > ?) and (n.lifted_at is null or n.lifted_at > ?)", sqldb.Time(to), sqldb.Time(from), sqldb.Time(from))
	}, 1000)
	out := make([]Exemption, 0, len(list))
	for i := range list {
		out = append(out, list[i].exemption())
	}
	return out, err
}

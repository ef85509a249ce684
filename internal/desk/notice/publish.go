package notice

import (
	"context"
	"slices"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// Refusal says that a notice may not be published, and by whose instruction. It is an errs.Conflict.
type Refusal struct {
	cause *errs.Error
	Holds []Hold
	// Channels are those that are held.
	Channels []Channel
}

// Error implements error.
func (r *Refusal) Error() string { return r.cause.Error() }

// Unwrap leads to the error that every edge knows.
func (r *Refusal) Unwrap() error { return r.cause }

// refused returns a *Refusal when any of the notice's channels is held.
func refused(ctx context.Context, q sqldb.Querier, n *Notice) error {
	holds, err := holdsAt(ctx, q, n.Org)
	if err != nil {
		return err
	}
	r := &Refusal{}
	for i := range holds {
		hit := false
		for _, c := range n.Channels {
			if holds[i].Stops(n, c, q.Now()) {
				hit = true
				if !slices.Contains(r.Channels, c) {
					r.Channels = append(r.Channels, c)
				}
			}
		}
		if hit {
			r.Holds = append(r.Holds, holds[i])
		}
	}
	if len(r.Holds) == 0 {
		return nil
	}
	var f errs.Fields
	f.Add("channels", "notice.error.held")
	r.cause = &errs.Error{Kind: errs.Conflict, Key: "notice.error.held", Fields: f}
	return r
}

// Publish lets a draft out. Errors: errs.NotFound, errs.Forbidden, errs.Conflict; *Refusal when it is held.
func (s *Service) Publish(ctx context.Context, by authz.Actor, id ID) (Notice, error) {
	return s.move(ctx, by, id, EventPublished, func(ctx context.Context, tx *sqldb.Tx, n *Notice) error {
		if n.State != Draft {
			return errs.E(errs.Conflict, "notice.error.not_draft")
		}
		if err := s.belongs(ctx, tx, by, n, nil); err != nil {
			return err
		}
		n.State, n.PublishedBy, n.PublishedAt = Published, directory.PersonID(by.Person), tx.Now()
		return refused(ctx, tx, n)
	})
}

// End takes a notice back, in all channels at once.
func (s *Service) End(ctx context.Context, by authz.Actor, id ID) (Notice, error) {
	return s.move(ctx, by, id, EventEnded, func(_ context.Context, tx *sqldb.Tx, n *Notice) error {
		if n.State == Ended {
			return errs.E(errs.Conflict, "notice.error.ended")
		}
		n.State, n.EndedAt = Ended, tx.Now()
		return nil
	})
}

// move loads a notice for the actor, lets fn change it, stores it and tells of it.
func (s *Service) move(ctx context.Context, by authz.Actor, id ID, kind string, fn func(ctx context.Context, tx *sqldb.Tx, n *Notice) error) (Notice, error) {
	var n Notice
	err := s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		var err error
		if n, err = load(ctx, tx, by, id, " {{for_update}}"); err != nil {
			return err
		}
		if !mayAt(by, MayPublish, n.Org, n.Desk) {
			return errs.Denied(string(MayPublish))
		}
		if err := fn(ctx, tx, &n); err != nil {
			return err
		}
		if err := store(ctx, tx, &n); err != nil {
			return err
		}
		return s.tell(ctx, tx, by, &n, kind)
	})
	return n, err
}

var selectOver = sqldb.Q("notice.over", `
	select id from notice where state = 'published' and ends_at is not null and ends_at <= $1 order by ends_at limit 100`)

// Sweep ends the notices whose time is over, so that the list of what runs stays short. A reader does not wait for it.
func (s *Service) Sweep(ctx context.Context) error {
	for {
		over, err := sqldb.All(ctx, s.db, selectOver, sqldb.Value[ID], sqldb.Time(s.db.Now()))
		if err != nil || len(over) == 0 {
			return err
		}
		for _, id := range over {
			if _, err := s.End(ctx, authz.System("notice"), id); err != nil && !errs.Is(err, errs.Conflict) {
				return err
			}
		}
	}
}

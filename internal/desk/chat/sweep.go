package chat

import (
	"context"
	"errors"
	"fmt"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/setting"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
)

// sweepAtOnce is how many quiet chats one round looks at, the quietest first.
const sweepAtOnce = 2000

// quietest is less than any setting: what is quieter is not looked at.
const quietest = time.Minute

var selectQuiet = sqldb.Q("chat.quiet", `
	select c.id, c.org_id, c.state, c.said_at, c.user_seen_at from chat c where c.state <> 'ended' and c.said_at < $1
	order by c.said_at, c.id limit $2`)

type quiet struct {
	id         ID
	org        directory.OrgID
	state      State
	said, seen time.Time
}

// Sweep ends chats that nobody is in any more: those in which nothing has been said for as long as the organisation lets
// them be, and those whose user left before anybody answered. The user's words are in a case then.
func (s *Service) Sweep(ctx context.Context) error {
	list, err := sqldb.All(ctx, s.d.DB, selectQuiet, func(r sqldb.Row) (quiet, error) {
		var x quiet
		return x, r.Scan(&x.id, &x.org, &x.state, sqldb.ScanTime(&x.said), sqldb.ScanTime(&x.seen))
	}, sqldb.Time(s.d.DB.Now().Add(-quietest)), sweepAtOnce)
	if err != nil {
		return err
	}
	var failed []error // What cannot be ended keeps nothing else from it.
	for _, x := range list {
		how, err := s.left(ctx, s.d.DB, &x)
		if err == nil && how != "" {
			err = s.sweep(ctx, x.id)
		}
		if err != nil {
			failed = append(failed, fmt.Errorf("end chat %d: %w", x.id, err))
		}
	}
	return errors.Join(failed...)
}

// sweep ends one chat if it is still quiet when nobody else can change it.
func (s *Service) sweep(ctx context.Context, id ID) error {
	_, err := s.change(ctx, authz.System("chat"), id, func(ctx context.Context, tx *sqldb.Tx, c *Chat) error {
		if !c.Open() {
			return nil
		}
		how, err := s.left(ctx, tx, &quiet{c.ID, c.Org, c.State, c.SaidAt, c.UserSeenAt})
		if err != nil || how == "" {
			return err
		}
		return s.end(ctx, tx, authz.System("chat"), c, how, EndInput{})
	})
	return err
}

// left says how a quiet chat is to end now; "" while it is not.
func (s *Service) left(ctx context.Context, q sqldb.Querier, x *quiet) (string, error) {
	key, how, since := setting.ChatIdle, ByIdle, x.said
	if x.state == Waiting {
		// Whoever waits has said all there is to say; what counts is whether they are still there.
		key, how, since = setting.ChatLeft, ByLeft, later(x.said, x.seen)
	}
	minutes, err := setting.Get[int](ctx, q, x.org, key, q.Now())
	if err != nil || minutes <= 0 || q.Now().Sub(since) < time.Duration(minutes)*time.Minute {
		return "", err
	}
	return how, nil
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

var updateSealed = sqldb.Q("chat.sealed", `update chat set sealed = $2 where person_id = $1`)

// onProtected seals the chats of a person whose identity is protected from now on, or opens them again, in the transaction
// in which the directory learns of it.
func (s *Service) onProtected(ctx context.Context, tx *sqldb.Tx, _ authz.Actor, e event.Event) error {
	_, err := tx.Exec(ctx, updateSealed, e.Stream, e.Type == directory.PersonWasHidden)
	return err
}

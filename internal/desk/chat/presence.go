package chat

import (
	"context"
	"time"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

var (
	updateAgentSeen = sqldb.Q("chat.agent_seen", `update chat set agent_seen_at = $2 where id = $1`)
	updateUserRead  = sqldb.Q("chat.user_read", `update chat set user_read = $2, user_seen_at = $3 where id = $1 and user_read <= $2`)
	updateAgentRead = sqldb.Q("chat.agent_read", `update chat set agent_read = $2, agent_seen_at = $3 where id = $1 and agent_read <= $2`)
	updateUserRTT   = sqldb.Q("chat.user_rtt", `update chat set user_rtt = $2 where id = $1`)
	updateAgentRTT  = sqldb.Q("chat.agent_rtt", `update chat set agent_rtt = $2 where id = $1`)
	upsertDraft     = sqldb.Q("chat_draft.upsert", `
		insert into chat_draft (chat_id, side, text, typed_at) values ($1, $2, $3, $4)
		on conflict (chat_id, side) do update set text = excluded.text, typed_at = excluded.typed_at`)
	clearDrafts = sqldb.Q("chat_draft.clear", `update chat_draft set text = '' where chat_id = $1`)
)

// StandsOn is the side on which the actor reads a chat: User, Agent when they are the one who answers, or Note for a
// colleague who looks on and whom neither side notices.
func StandsOn(by authz.Actor, c *Chat) Side {
	switch {
	case Asked(by, c):
		return User
	case by.Person != 0 && int64(c.Agent) == by.Person:
		return Agent
	}
	return Note
}

// Looked notes that the actor has the chat on the screen, up to its newest message. It writes when something new was
// seen, or when the last sign of presence is old; the other side's page is told only when somebody comes back.
func (s *Service) Looked(ctx context.Context, by authz.Actor, c *Chat, newest MessageID) error {
	now := s.d.DB.Now()
	side := StandsOn(by, c)
	read, seen, stmt := c.UserRead, c.UserSeenAt, updateUserRead
	if side == Agent {
		read, seen, stmt = c.AgentRead, c.AgentSeenAt, updateAgentRead
	}
	if side == Note || !c.Open() || newest <= read && now.Sub(seen) < presentFor/3 {
		return nil
	}
	return s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if now.Sub(seen) >= presentFor {
			tx.Poke(Topic(c.ID))
		}
		_, err := tx.Exec(ctx, stmt, int64(c.ID), int64(max(newest, read)), sqldb.Time(tx.Now()))
		return err
	})
}

// Still renews the sign of presence of somebody whose page is open.
func (s *Service) Still(ctx context.Context, by authz.Actor, id ID) error {
	c, err := s.Load(ctx, by, id)
	if err != nil {
		return err
	}
	return s.Looked(ctx, by, &c, 0)
}

// Typing notes that the actor types. The text is kept only where both sides want it shown; an empty one says that they
// have stopped. Errors: errs.NotFound.
func (s *Service) Typing(ctx context.Context, by authz.Actor, id ID, text string) error {
	c, err := s.Load(ctx, by, id)
	if err != nil {
		return err
	}
	side := StandsOn(by, &c)
	if side == Note || !c.Open() {
		return nil
	}
	other := User
	if side == User {
		other = Agent
	}
	return s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		tx.Poke(TypingTopic(c.ID, other))
		if text == "" {
			_, err := tx.Exec(ctx, deleteDraft, int64(c.ID), string(side))
			return err
		}
		if !c.RealTime() {
			text = ""
		}
		_, err := tx.Exec(ctx, upsertDraft, int64(c.ID), string(side), clean.Cut(clean.Keep(text), MaxText), sqldb.Time(tx.Now()))
		return err
	})
}

// Typed is what the other side types just now.
type Typed struct {
	Now  bool
	Text string // Only where both want it shown.
	At   time.Time
}

// WishRealTime notes whether the actor wants what is typed to show letter by letter. It does when both sides want it; when
// one does no longer, what was kept is gone at once. Errors: errs.NotFound, errs.Conflict.
func (s *Service) WishRealTime(ctx context.Context, by authz.Actor, id ID, on bool) error {
	return s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		c, err := load(ctx, tx, Visible(by), id, " {{for_update}}")
		if err != nil {
			return err
		}
		if err := over(&c); err != nil {
			return err
		}
		stmt := updateUserRTT
		switch StandsOn(by, &c) {
		case Agent:
			stmt = updateAgentRTT
		case Note:
			return errs.E(errs.Conflict, "chat.error.not_yours")
		}
		if _, err := tx.Exec(ctx, stmt, int64(c.ID), on); err != nil {
			return err
		}
		tx.Poke(Topic(c.ID))
		if on {
			return nil
		}
		_, err = tx.Exec(ctx, clearDrafts, int64(c.ID))
		return err
	})
}

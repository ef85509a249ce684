package chat

import (
	"context"
	"errors"
	"time"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
)

// Shown is a chat as a page shows it.
type Shown struct {
	Chat
	Typed     Typed // What the other side types just now.
	AgentName string
	GroupName string
	Mark      int64 // The number of the newest event, as live pages carry it.
}

// draft is what one side was typing.
type draft struct {
	text string
	at   time.Time
}

const shownColumns = `,
	coalesce((select p.given_name || ' ' || p.family_name from person p where p.id = c.agent_id and not p.protected), ''),
	coalesce((select g.name from desk_group g where g.id = c.group_id), ''),
	coalesce((select d.text from chat_draft d where d.chat_id = c.id and d.side = 'user'), ''),
	(select d.typed_at from chat_draft d where d.chat_id = c.id and d.side = 'user'),
	coalesce((select d.text from chat_draft d where d.chat_id = c.id and d.side = 'agent'), ''),
	(select d.typed_at from chat_draft d where d.chat_id = c.id and d.side = 'agent'),
	(` + event.MarkSQL + `)`

// Show returns a chat that the actor may see, with what its page needs beside the messages, in one statement. Whoever only
// looks on is not told what is being typed. Errors: errs.NotFound.
func (s *Service) Show(ctx context.Context, by authz.Actor, id ID) (Shown, error) {
	var w sqldb.Where
	condition, args := Visible(by).SQL()
	w.And("c.id = ?", int64(id))
	w.And(condition, args...)
	var user, agent draft
	v, err := sqldb.One(ctx, s.d.DB, sqldb.Q("chat.show", "select "+columns+shownColumns+" from chat c where "+w.SQL()), func(r sqldb.Row) (Shown, error) {
		var v Shown
		return v, r.Scan(append(places(&v.Chat), &v.AgentName, &v.GroupName, &user.text, sqldb.ScanTime(&user.at), &agent.text, sqldb.ScanTime(&agent.at), &v.Mark)...)
	}, w.Args()...)
	if errors.Is(err, sqldb.ErrNone) {
		return Shown{}, errs.Missing()
	}
	if err != nil || v.State != Active {
		return v, err
	}
	switch StandsOn(by, &v.Chat) {
	case User:
		v.Typed = agent.typed(&v.Chat, s.d.DB.Now())
	case Agent:
		v.Typed = user.typed(&v.Chat, s.d.DB.Now())
	}
	return v, nil
}

func (d draft) typed(c *Chat, now time.Time) Typed {
	if d.at.IsZero() || now.Sub(d.at) >= typingFor {
		return Typed{}
	}
	if !c.RealTime() {
		d.text = ""
	}
	return Typed{Now: true, Text: d.text, At: d.at}
}

package app

import (
	"context"
	"strconv"
	"strings"
	"time"

	"lotsen/internal/desk/access"
	"lotsen/internal/desk/chat"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/duty"
	"lotsen/internal/desk/line"
	"lotsen/internal/desk/notify"
	"lotsen/internal/desk/setting"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/web"
	agentchat "lotsen/internal/web/agent/chat"
	portalchat "lotsen/internal/web/portal/chat"
)

// wireChat makes the chats and ties them to their line, to those who are there, and to what the user is sent.
func (a *App) wireChat() {
	a.Chat = chat.New(chat.Deps{
		DB: a.DB, Events: a.Events, Ticket: a.Ticket, Blobs: a.Blobs, Texts: a.Texts, Line: a.chatLine(), Group: a.chatGroup, Room: a.chatRoom,
		Answers: func(ctx context.Context, q sqldb.Querier, org directory.OrgID, desk directory.DeskID) ([]directory.PersonID, error) {
			return access.Holders(ctx, q, chat.MayTake, org, desk)
		},
		Available: func(ctx context.Context, q sqldb.Querier, desk directory.DeskID) (int, error) {
			there, err := a.Duty.AvailableIn(ctx, q, desk, 0)
			return len(there), err
		},
		Tell: a.tellChat,
	})
}

// chatLine keeps each chat as a contact on the chat line of its desk; a desk without one keeps none.
func (a *App) chatLine() chat.Line {
	contact := func(fn func(ctx context.Context, tx *sqldb.Tx, by authz.Actor, c *chat.Chat) (line.Contact, error)) func(context.Context, *sqldb.Tx, authz.Actor, *chat.Chat) error {
		return func(ctx context.Context, tx *sqldb.Tx, by authz.Actor, c *chat.Chat) error {
			if c.Contact == 0 {
				return nil
			}
			_, err := fn(ctx, tx, by, c)
			return err
		}
	}
	return chat.Line{
		Arrive: a.chatArrives,
		Answer: contact(func(ctx context.Context, tx *sqldb.Tx, by authz.Actor, c *chat.Chat) (line.Contact, error) {
			return a.Line.AnswerIn(ctx, tx, by, line.ContactID(c.Contact), c.Agent)
		}),
		Move: contact(func(ctx context.Context, tx *sqldb.Tx, by authz.Actor, c *chat.Chat) (line.Contact, error) {
			if c.Agent != 0 {
				return a.Line.AnswerIn(ctx, tx, by, line.ContactID(c.Contact), c.Agent)
			}
			return a.Line.MoveIn(ctx, tx, by, line.ContactID(c.Contact), c.Group, 0)
		}),
		Link: contact(func(ctx context.Context, tx *sqldb.Tx, by authz.Actor, c *chat.Chat) (line.Contact, error) {
			return a.Line.LinkIn(ctx, tx, by, line.ContactID(c.Contact), c.Ticket)
		}),
		End: contact(func(ctx context.Context, tx *sqldb.Tx, by authz.Actor, c *chat.Chat) (line.Contact, error) {
			return a.Line.EndIn(ctx, tx, by, line.ContactID(c.Contact), "", c.EndedHow)
		}),
		Expected: a.chatExpected,
	}
}

func (a *App) chatArrives(ctx context.Context, tx *sqldb.Tx, by authz.Actor, c *chat.Chat) (int64, int, error) {
	var category directory.Category
	if c.Person != 0 {
		p, err := directory.Load(ctx, tx, c.Person)
		if err != nil {
			return 0, 0, err
		}
		category = p.Category
	}
	l, found, err := line.Entrance(ctx, tx, c.Desk, ticket.Chat, category)
	if err != nil || !found {
		return 0, c.Priority, err
	}
	x, err := a.Line.ArriveIn(ctx, tx, by, line.Arrival{
		Line: l.ID, Source: "chat", External: strconv.FormatInt(int64(c.ID), 10), Person: c.Person, Category: category, Group: c.Group,
	})
	return int64(x.ID), max(c.Priority, x.Priority), err
}

// chatExpected is how long whoever waits in a chat has still to wait, as the line reckons it.
func (a *App) chatExpected(ctx context.Context, q sqldb.Querier, c *chat.Chat) (time.Duration, error) {
	_, wait, err := a.Line.Place(ctx, q, line.ContactID(c.Contact))
	return wait, err
}

// chatGroup is the competence group that knows what a chat is about; where no rule fits, everybody.
func (a *App) chatGroup(ctx context.Context, q sqldb.Querier, c *chat.Chat) (directory.GroupID, error) {
	group, found, err := a.Duty.GroupFor(ctx, q, duty.For{Org: c.Org, Desk: c.Desk, Person: c.Person, Service: c.Service, Lang: string(c.Lang), Channel: ticket.Chat})
	if !found {
		group = 0
	}
	return group, err
}

// chatRoom is how many chats at once an agent has said, or the organisation has decided.
func (a *App) chatRoom(ctx context.Context, q sqldb.Querier, c *chat.Chat, agent directory.PersonID) (int, error) {
	own, err := duty.ChatsIn(ctx, q, c.Desk, agent)
	if err != nil || own > 0 {
		return own, err
	}
	return setting.Get[int](ctx, q, c.Org, setting.DutyChats, q.Now())
}

// tellChat sends the user what was said, once for each chat.
func (a *App) tellChat(ctx context.Context, tx *sqldb.Tx, c *chat.Chat, t *ticket.Ticket, transcript func(i18n.Lang) string) error {
	if a.Options.NoMail {
		return nil
	}
	said := func(lang i18n.Lang) notify.Said {
		p := a.Texts.Printer(lang)
		args := []any{"ref", t.ID.String(), "title", t.Title, "at", c.CameAt}
		text := p.T("chat.mail.text", args...) + "\n\n" + transcript(lang) + "\n\n" + a.Options.BaseURL + "/tickets/" + t.ID.String()
		return notify.Said{Subject: p.T("chat.mail.subject", args...), Text: text}
	}
	_, err := a.Notify.TellIn(ctx, tx, notify.Word{
		Org: c.Org, Desk: c.Desk, Key: "chat:" + strconv.FormatInt(int64(c.ID), 10), Sv: said(i18n.Swedish), En: said(i18n.English), Tickets: []ticket.ID{t.ID},
	})
	return err
}

// mayHearChat says who may listen to a chat: "17" for what is said, "17-user" and "17-agent" for what the other side types.
func (a *App) mayHearChat(ctx context.Context, by authz.Actor, id string) (bool, error) {
	number, side, typing := strings.Cut(id, "-")
	n, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		return false, nil
	}
	c, err := a.Chat.Load(ctx, by, chat.ID(n))
	if errs.Is(err, errs.NotFound) {
		return false, nil
	}
	return err == nil && (!typing || string(chat.StandsOn(by, &c)) == side), err
}

// mayHearChats says who may listen to a desk's chats.
func (a *App) mayHearChats(ctx context.Context, by authz.Actor, id string) (bool, error) {
	n, err := strconv.ParseInt(id, 10, 64)
	if err != nil || !by.May(chat.MayTake) {
		return false, nil
	}
	d, err := a.Directory.Desk(ctx, by, directory.DeskID(n))
	if errs.Is(err, errs.NotFound) {
		return false, nil
	}
	return err == nil && chat.Answers(by, d.Org, d.ID), err
}

// stillInChat renews presence in a chat that an open page shows.
func (a *App) stillInChat(ctx context.Context, by authz.Actor, id string) error {
	if n, err := strconv.ParseInt(id, 10, 64); err == nil {
		return a.Chat.Still(ctx, by, chat.ID(n))
	}
	return nil
}

// mayHearChatLine says who may listen to the waiting line of a desk's chat: whoever stands in it.
func (a *App) mayHearChatLine(ctx context.Context, by authz.Actor, id string) (bool, error) {
	c, found, err := a.Chat.Mine(ctx, by)
	return found && strconv.FormatInt(int64(c.Desk), 10) == id, err
}

// mountChat registers the pages of chats: the user's and the desk's.
func (a *App) mountChat() {
	portalchat.Mount(a.Routes, portalchat.Deps{
		Shell: a.Shell, Chat: a.Chat, Ticket: a.Ticket, Calendar: a.Calendar, Service: a.Service, Notice: a.Notice,
		Desk: func(ctx context.Context, c *web.Ctx) (directory.DeskID, error) {
			d, err := directory.DeskFor(ctx, a.DB, directory.OrgID(c.Actor().Org), 0)
			return d.ID, err
		},
	})
	agentchat.Mount(a.Routes, agentchat.Deps{Shell: a.Shell, Chat: a.Chat, Ticket: a.Ticket, Directory: a.Directory, Notice: a.Notice, DB: a.DB})
}

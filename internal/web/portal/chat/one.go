package chat

import (
	"net/http"
	"strconv"

	"lotsen/internal/desk/chat"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web"
	"lotsen/internal/web/chatlog"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// chatView is the page of a chat.
type chatView struct {
	chat.Shown
	form     *web.Form
	kept     []ticket.Attachment
	key      string
	status   string // Where it stands, in a sentence.
	announce string // What of it is said aloud when it changes.
	log      ui.ChatLogView
	letters  string // How it stands with showing what is typed.
}

func (p *pages) one(c *web.Ctx) error { return p.show(c, http.StatusOK, nil, nil) }

// show answers with the chat's page: with a form that came back, when there is one.
func (p *pages) show(c *web.Ctx, status int, f *web.Form, kept []ticket.Attachment) error {
	x, err := p.own(c)
	if err != nil {
		return err
	}
	list, err := p.Chat.Messages(c.Context(), c.Actor(), &x.Chat)
	if err != nil {
		return err
	}
	if status == http.StatusOK {
		if err := p.Chat.Looked(c.Context(), c.Actor(), &x.Chat, chatlog.Newest(list)); err != nil {
			return err
		}
	}
	if f == nil {
		f = web.NewForm()
	}
	v := chatView{Shown: x, form: f, kept: kept, key: c.FormKey("chat", x.ID, chatlog.Newest(list))}
	place, err := p.Chat.PlaceOf(c.Context(), &x.Chat)
	if err != nil {
		return err
	}
	v.status, v.announce = statusOf(c, &x, place)
	v.log = ui.ChatLogView{
		Label: c.T.T("chat.log"), Live: x.Open(),
		Entries: chatlog.Entries(c.T, c.Actor().Person, &x.Chat, list, func(id chat.FileID) string { return paths.ChatFile(x.ID, id) }),
	}
	if x.Typed.Now {
		v.log.Typing, v.log.Draft = c.T.T("chat.typing", "name", agentName(c.T, &x)), x.Typed.Text
	}
	v.letters = lettersOf(c.T, &x.Chat)
	view := shell.View{Title: c.T.T("chat.title_of", "topic", x.Topic), Here: paths.Chat(), Mark: x.Mark}
	if x.Open() {
		view.Topics = []string{chat.Topic(x.ID), chat.TypingTopic(x.ID, chat.User)}
		if x.State == chat.Waiting {
			view.Topics = append(view.Topics, chat.LineTopic(x.Desk))
		}
	}
	return p.Shell.Render(c, status, view, chatPage(c.T, v))
}

// statusOf tells where a chat stands, and what of it is worth saying aloud: the place in the line, and not each minute.
func statusOf(c *web.Ctx, x *chat.Shown, place chat.Place) (status, announce string) {
	switch x.State {
	case chat.Waiting:
		announce = c.T.T("chat.place", "n", strconv.Itoa(place.Number))
		status = announce
		if wait := waitWords(c.T, place.Expected); wait != "" {
			status += " " + wait
		}
		return status, announce
	case chat.Active:
		announce = c.T.T("chat.with", "name", agentName(c.T, x))
		if x.AgentThere(c.Now()) {
			return announce, announce
		}
		return announce + " " + c.T.T("chat.agent_away"), announce
	}
	return c.T.T("chat.over." + x.EndedHow), c.T.T("chat.over." + x.EndedHow)
}

func agentName(p *i18n.Printer, x *chat.Shown) string {
	if x.AgentName == "" {
		return p.T("chat.agent")
	}
	return x.AgentName
}

// lettersOf tells how it stands with showing what is typed letter by letter.
func lettersOf(p *i18n.Printer, c *chat.Chat) string {
	switch {
	case c.RealTime():
		return p.T("chat.letters_both")
	case c.UserRTT:
		return p.T("chat.letters_mine")
	case c.AgentRTT:
		return p.T("chat.letters_theirs")
	}
	return p.T("chat.letters_off")
}

package chat

import (
	"strings"
	"time"

	"lotsen/internal/desk/chat"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/ui"
)

// listView is the page of a desk's chats.
type listView struct {
	Desk    directory.Desk
	Desks   ui.TabsView
	Key     string
	Problem string
	Say     string // What is said aloud when it changes.
	Waiting []waitingView
	Mine    []ui.ItemView
	Others  []ui.ItemView
}

// waitingView is somebody who waits.
type waitingView struct {
	ID, Name, Topic, Href, Take string
	At                          time.Time
	AtText                      string
	Tags                        []ui.TagView
}

func (v *listView) fill(c *web.Ctx, waiting, going []chat.Row) {
	for i := range waiting {
		v.Waiting = append(v.Waiting, waitingOf(c.T, &waiting[i]))
	}
	unread := 0
	for i := range going {
		x := &going[i]
		item := itemOf(c.T, x)
		if int64(x.Agent) == c.Actor().Person {
			unread += x.Unread
			v.Mine = append(v.Mine, item)
			continue
		}
		item.Note = strings.TrimSpace(x.AgentName + ", " + item.Note)
		item.Tags = nil
		v.Others = append(v.Others, item)
	}
	v.Say = c.T.T("chat.desk.waiting_count", "count", len(waiting)) + " " + c.T.T("chat.desk.unread_count", "count", unread)
}

func waitingOf(t *i18n.Printer, x *chat.Row) waitingView {
	v := waitingView{
		ID: "waiting-" + x.ID.String(), Name: x.Name, Topic: x.Topic, Href: paths.DeskChat(x.ID), Take: paths.DeskChatDo(x.ID, "take"),
		At: x.CameAt, AtText: t.DateTime(x.CameAt),
	}
	if x.Priority > 0 {
		v.Tags = append(v.Tags, ui.TagView{Text: t.T("chat.desk.priority"), Color: ui.Warning, Icon: "alarm"})
	}
	if x.GroupName != "" {
		v.Tags = append(v.Tags, ui.TagView{Text: x.GroupName, Icon: "group"})
	}
	if x.Source != chat.Web {
		v.Tags = append(v.Tags, ui.TagView{Text: t.T("chat.source." + string(x.Source))})
	}
	if x.Sealed {
		v.Tags = append(v.Tags, ui.TagView{Text: t.T("ui.protected"), Color: ui.Warning, Icon: "lock"})
	}
	return v
}

// itemOf is a chat in a list to step through, with a mark where something has not been read.
func itemOf(t *i18n.Printer, x *chat.Row) ui.ItemView {
	v := ui.ItemView{ID: "chat-" + x.ID.String(), Href: paths.DeskChat(x.ID), Title: x.Name, Note: clean.Cut(clean.FirstLine(x.Last), 60)}
	if v.Note == "" {
		v.Note = x.Topic
	}
	if x.Unread > 0 {
		v.Tags = append(v.Tags, ui.TagView{Text: t.T("chat.desk.unread", "count", x.Unread), Color: ui.Info})
	}
	return v
}

package chat

import (
	"net/http"

	"github.com/a-h/templ"

	"lotsen/internal/desk/chat"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/notice"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// Deps is what the pages work with.
type Deps struct {
	Shell     *shell.Shell
	Chat      *chat.Service
	Ticket    *ticket.Service
	Directory *directory.Service
	Notice    *notice.Service
	DB        sqldb.Querier // For the water mark of live pages alone.
}

type pages struct{ Deps }

// Mount registers the pages.
func Mount(rs *web.Routes, d Deps) {
	p := &pages{d}
	take := web.May(chat.MayTake)
	const one = "/desk/chats/{id}"
	back := web.BackTo(one)
	rs.Handle("GET /desk/chats", take, p.list)
	rs.Handle("POST /desk/chats/next", take, p.next, web.BackTo("/desk/chats"))
	rs.Handle("GET "+one, take, p.one)
	rs.Handle("POST "+one+"/take", take, p.take, back)
	rs.Handle("POST "+one+"/say", take, p.say, back)
	rs.Handle("POST "+one+"/template", take, p.template, back)
	rs.Handle("GET "+one+"/typing", take, p.typed)
	rs.Handle("POST "+one+"/typing", take, p.typing)
	rs.Handle("POST "+one+"/letters", take, p.letters, back)
	rs.Handle("GET "+one+"/move", take, p.movePage)
	rs.Handle("POST "+one+"/move", take, p.move)
	rs.Handle("GET "+one+"/end", take, p.endPage)
	rs.Handle("POST "+one+"/end", take, p.end)
	rs.Handle("POST "+one+"/case", take, p.choose, back)
	rs.Handle("GET "+one+"/files/{file}", take, p.file)
}

// Menu is the entry of the desk's menu.
func Menu() shell.Link {
	return shell.Link{Area: ui.Desk, Href: paths.DeskChats(), Text: "chat.desk.menu", Verbs: []authz.Verb{chat.MayTake}}
}

// desk is the desk that the address names, else the first at which the actor answers chats.
func (p *pages) desk(c *web.Ctx, asked int64) ([]directory.Desk, directory.Desk, error) {
	list, err := p.Directory.DesksOf(c.Context(), c.Actor(), chat.MayTake)
	if err != nil {
		return nil, directory.Desk{}, err
	}
	for _, d := range list {
		if int64(d.ID) == asked || asked == 0 {
			return list, d, nil
		}
	}
	return list, directory.Desk{}, errs.Missing()
}

// list shows who waits, what the actor answers, and what colleagues do.
func (p *pages) list(c *web.Ctx) error { return p.showList(c, http.StatusOK, "", nil) }

func (p *pages) showList(c *web.Ctx, status int, problem string, args []any) error {
	mark, err := event.Mark(c.Context(), p.DB)
	if err != nil {
		return err
	}
	desks, d, err := p.desk(c, sheet.Asked[int64](c, "desk"))
	if err != nil {
		return err
	}
	waiting, err := p.Chat.Waiting(c.Context(), c.Actor(), d.ID)
	if err != nil {
		return err
	}
	going, err := p.Chat.Going(c.Context(), c.Actor(), d.ID)
	if err != nil {
		return err
	}
	v := listView{Desk: d, Key: c.FormKey("chats", d.ID, mark), Problem: problem}
	if problem != "" {
		v.Problem = c.T.T(problem, args...)
	}
	v.fill(c, waiting, going)
	for _, x := range desks {
		if len(desks) > 1 {
			v.Desks.Tabs = append(v.Desks.Tabs, ui.TabView{Href: paths.With(paths.DeskChats(), "desk", sheet.Text(x.ID)), Text: x.Name, Current: x.ID == d.ID})
		}
	}
	v.Desks.Label = c.T.T("chat.desk.desks")
	view := shell.View{Title: c.T.T("chat.desk.title"), Here: paths.DeskChats(), Topics: []string{chat.DeskTopic(d.ID)}, Mark: mark}
	return p.show(c, status, view, listPage(c.T, v))
}

// show answers with a page of the desk.
func (p *pages) show(c *web.Ctx, status int, v shell.View, content templ.Component) error {
	v.Area = ui.Desk
	v.Search = &ui.SearchView{Action: "/desk/search", Label: c.T.T("desk.search.label"), Shortcut: "/"}
	return p.Shell.Render(c, status, v, content)
}

// next takes the chat whose turn it is.
func (p *pages) next(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	_, d, err := p.desk(c, f.Int("desk"))
	if err != nil {
		return err
	}
	x, found, err := p.Chat.TakeNext(c.Context(), c.Actor(), d.ID)
	if errs.Is(err, errs.Conflict) {
		key, args := sheet.Words(err)
		return p.showList(c, http.StatusConflict, key, args)
	}
	if err != nil {
		return err
	}
	if !found {
		c.Flash("chat.desk.nobody")
		return c.Redirect(paths.With(paths.DeskChats(), "desk", sheet.Text(d.ID)))
	}
	return c.Redirect(paths.DeskChat(x.ID) + "#" + ui.FieldID("text"))
}

// take answers the chat that was chosen.
func (p *pages) take(c *web.Ctx) error {
	x, err := p.atWork(c)
	if err != nil {
		return err
	}
	_, err = p.Chat.Take(c.Context(), c.Actor(), x.ID)
	if errs.Is(err, errs.Conflict) {
		key, args := sheet.Words(err)
		return p.showList(c, http.StatusConflict, key, args)
	}
	if err != nil {
		return err
	}
	return c.Redirect(paths.DeskChat(x.ID) + "#" + ui.FieldID("text"))
}

// atWork is the chat that the address names, met as an agent: one's own chat is not found here.
func (p *pages) atWork(c *web.Ctx) (chat.Shown, error) {
	id, err := sheet.Number[chat.ID](c, "id")
	if err != nil {
		return chat.Shown{}, err
	}
	x, err := p.Chat.Show(c.Context(), c.Actor(), id)
	if err == nil && !chat.Works(c.Actor(), &x.Chat) {
		return chat.Shown{}, errs.Missing()
	}
	return x, err
}

// typing hears from our script that the agent types.
func (p *pages) typing(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	x, err := p.atWork(c)
	if err != nil {
		return err
	}
	if err := p.Chat.Typing(c.Context(), c.Actor(), x.ID, f.Raw("text")); err != nil {
		return err
	}
	c.Writer().WriteHeader(http.StatusNoContent)
	return nil
}

// typed is what the other side types just now, for our script: the one thing that changes too often for a page.
func (p *pages) typed(c *web.Ctx) error {
	x, err := p.atWork(c)
	if err != nil {
		return err
	}
	var v ui.ChatLogView
	if x.Typed.Now {
		v.Typing, v.Draft = c.T.T("chat.typing", "name", x.Name), x.Typed.Text
	}
	return c.Render(http.StatusOK, ui.ChatTyping(v))
}

// letters turns showing what is typed letter by letter on or off.
func (p *pages) letters(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	x, err := p.atWork(c)
	if err != nil {
		return err
	}
	if err := p.Chat.WishRealTime(c.Context(), c.Actor(), x.ID, f.Get("on") == "1"); err != nil && !errs.Is(err, errs.Conflict) {
		return err
	}
	return c.Redirect(paths.DeskChat(x.ID))
}

// file hands out a file of a chat.
func (p *pages) file(c *web.Ctx) error {
	x, err := p.atWork(c)
	if err != nil {
		return err
	}
	id, err := sheet.Number[chat.FileID](c, "file")
	if err != nil {
		return err
	}
	a, content, err := p.Chat.File(c.Context(), c.Actor(), x.ID, id)
	if err != nil {
		return err
	}
	defer content.Close()
	return c.Send(web.Download{Name: a.Name, Type: a.MediaType, Size: a.Size, Body: content, ETag: a.Blob})
}

package chat

import (
	"context"
	"net/http"
	"time"

	"lotsen/internal/desk/calendar"
	"lotsen/internal/desk/chat"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/notice"
	"lotsen/internal/desk/service"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web"
	"lotsen/internal/web/formfiles"
	"lotsen/internal/web/opening"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// Deps is what the pages work with.
type Deps struct {
	Shell    *shell.Shell
	Chat     *chat.Service
	Ticket   *ticket.Service
	Calendar *calendar.Service
	Service  *service.Service
	Notice   *notice.Service
	// Desk is the desk that somebody of an organisation chats with.
	Desk func(ctx context.Context, c *web.Ctx) (directory.DeskID, error)
}

type pages struct{ Deps }

// Mount registers the pages.
func Mount(rs *web.Routes, d Deps) {
	p := &pages{d}
	in, back := web.SignedIn(), web.BackTo("/chat/{id}")
	rs.Handle("GET /chat", in, p.start)
	rs.Handle("POST /chat", in, p.open)
	rs.Handle("GET /chat/{id}", in, p.one)
	rs.Handle("POST /chat/{id}/say", in, p.say, back)
	rs.Handle("GET /chat/{id}/typing", in, p.typed)
	rs.Handle("POST /chat/{id}/typing", in, p.typing)
	rs.Handle("POST /chat/{id}/letters", in, p.letters, back)
	rs.Handle("POST /chat/{id}/end", in, p.end, back)
	rs.Handle("GET /chat/{id}/files/{file}", in, p.file)
}

// startView is the page before a chat begins.
type startView struct {
	form     *web.Form
	key      string
	open     bool
	tag      ui.TagView
	hours    string
	wait     string
	instead  string // Where one writes a case instead.
	notices  []ui.AlertView
	services []ui.Option
}

// start is where a chat begins; whoever has one open goes on in it.
func (p *pages) start(c *web.Ctx) error {
	going, found, err := p.Chat.Mine(c.Context(), c.Actor())
	if err != nil {
		return err
	}
	if found {
		return c.Redirect(paths.ChatOf(going.ID))
	}
	return p.showStart(c, http.StatusOK, web.NewForm("text", c.Query("text")))
}

func (p *pages) showStart(c *web.Ctx, status int, f *web.Form) error {
	ctx, org := c.Context(), directory.OrgID(c.Actor().Org)
	v := startView{form: f, key: c.FormKey(), instead: paths.With(paths.Report(), "title", f.Words("text"))}
	hours, err := p.hours(c)
	if err != nil {
		return err
	}
	v.open, v.tag, v.hours = hours.Open, opening.Tag(c.T, hours), opening.Next(c.T, hours, c.Now())
	desk, err := p.Desk(ctx, c)
	if err != nil {
		return err
	}
	list, err := p.Notice.Running(ctx, c.Actor(), notice.Chat, notice.Reader{Org: org, Desk: desk, Unit: c.Identity().Person.Unit})
	if err != nil {
		return err
	}
	v.notices = notices(c, list)
	if v.open {
		services, err := p.Service.Offered(ctx, org)
		if err != nil {
			return err
		}
		for _, x := range services {
			v.services = append(v.services, ui.Option{Value: sheet.Text(x.ID), Text: x.Name(c.T.Lang())})
		}
		wait, err := p.Chat.Expected(ctx, desk)
		if err != nil {
			return err
		}
		v.wait = waitWords(c.T, wait)
	}
	return p.Shell.Render(c, status, shell.View{Title: c.T.T("chat.title"), Here: paths.Chat()}, startPage(c.T, v))
}

func (p *pages) hours(c *web.Ctx) (calendar.Opening, error) {
	all, err := p.Calendar.Openings(c.Context(), directory.OrgID(c.Actor().Org), []string{string(ticket.Chat)}, c.Now())
	return all[string(ticket.Chat)], err
}

// notices are the greeting: what many would ask about just now.
func notices(c *web.Ctx, list []notice.Notice) []ui.AlertView {
	lang := i18n.ParseLang(c.T.Lang())
	var out []ui.AlertView
	for i := range list {
		n := &list[i]
		v := ui.AlertView{ID: "notice-" + sheet.Text(n.ID), Title: n.Title(lang), Text: n.Text(lang)}
		if n.Kind == notice.Disturbance {
			v.Color = ui.Warning
		}
		out = append(out, v)
	}
	return out
}

// waitWords tell how long it may take, in minutes that promise no more than anybody knows.
func waitWords(p *i18n.Printer, wait time.Duration) string {
	if wait <= 0 {
		return ""
	}
	return p.T("chat.wait", "count", int((wait+time.Minute-1)/time.Minute))
}

// open begins a chat with what the form says. A closed chat takes nothing, and keeps what was typed.
func (p *pages) open(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil && !f.Failed(err) {
		return err
	}
	if f.Has("instead") {
		return c.Redirect(paths.With(paths.Report(), "title", f.Words("text")))
	}
	hours, err := p.hours(c)
	if err != nil {
		return err
	}
	if !hours.Open {
		f.Failed(errs.Fields{{Name: "text", Key: "chat.error.closed"}}.Err())
		return p.showStart(c, http.StatusUnprocessableEntity, f)
	}
	desk, err := p.Desk(c.Context(), c)
	if err != nil {
		return err
	}
	in := chat.OpenInput{Desk: desk, Text: f.Words("text"), Service: ticket.ServiceID(f.Int("service")), Lang: i18n.ParseLang(c.T.Lang()), RTT: f.Get("letters") == "1"}
	started, err := p.Chat.Open(c.Context(), c.Actor(), in)
	if f.Failed(err) {
		renamed(f)
		return p.showStart(c, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	return c.Redirect(paths.ChatOf(started.ID))
}

// renamed puts what is wrong with the topic at the field that it was taken from.
func renamed(f *web.Form) {
	for i, w := range f.Wrong() {
		if w.Name == "topic" {
			f.Wrong()[i].Name = "text"
		}
	}
}

// own is the chat that the address names, as far as it is the reader's. An agent's way to it is the desk's page.
func (p *pages) own(c *web.Ctx) (chat.Shown, error) {
	id, err := sheet.Number[chat.ID](c, "id")
	if err != nil {
		return chat.Shown{}, err
	}
	x, err := p.Chat.Show(c.Context(), c.Actor(), id)
	if err == nil && !chat.Asked(c.Actor(), &x.Chat) {
		return chat.Shown{}, errs.Missing()
	}
	return x, err
}

// say adds what the form holds to the chat.
func (p *pages) say(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil && !f.Failed(err) {
		return err
	}
	x, err := p.own(c)
	if err != nil {
		return err
	}
	kept, err := formfiles.Keep(c, p.Ticket, f, "portal.files.gone")
	if err != nil {
		return err
	}
	if len(f.Wrong()) == 0 {
		_, err = p.Chat.Say(c.Context(), c.Actor(), x.ID, chat.SayInput{Text: f.Words("text"), Files: formfiles.IDs(kept)})
	}
	if status, again := sheet.Again(f, err); again || len(f.Wrong()) > 0 {
		if status == 0 {
			status = http.StatusUnprocessableEntity
		}
		return p.show(c, status, f, kept)
	}
	if err != nil {
		return err
	}
	return c.Redirect(paths.ChatOf(x.ID) + "#" + ui.FieldID("text"))
}

// typing hears from our script that the user types.
func (p *pages) typing(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	x, err := p.own(c)
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
	x, err := p.own(c)
	if err != nil {
		return err
	}
	var v ui.ChatLogView
	if x.Typed.Now {
		v.Typing, v.Draft = c.T.T("chat.typing", "name", agentName(c.T, &x)), x.Typed.Text
	}
	return c.Render(http.StatusOK, ui.ChatTyping(v))
}

// letters turns showing what is typed letter by letter on or off.
func (p *pages) letters(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	x, err := p.own(c)
	if err != nil {
		return err
	}
	if err := p.Chat.WishRealTime(c.Context(), c.Actor(), x.ID, f.Get("on") == "1"); err != nil && !errs.Is(err, errs.Conflict) {
		return err
	}
	return c.Redirect(paths.ChatOf(x.ID))
}

// end leaves the line, or ends the talk.
func (p *pages) end(c *web.Ctx) error {
	x, err := p.own(c)
	if err != nil {
		return err
	}
	if _, err := p.Chat.End(c.Context(), c.Actor(), x.ID, chat.EndInput{}); err != nil {
		return err
	}
	return c.Redirect(paths.ChatOf(x.ID))
}

// file hands out a file of the chat to whoever takes part in it.
func (p *pages) file(c *web.Ctx) error {
	x, err := p.own(c)
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

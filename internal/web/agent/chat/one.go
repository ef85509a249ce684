package chat

import (
	"net/http"
	"strings"

	"lotsen/internal/desk/chat"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/notice"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web"
	"lotsen/internal/web/chatlog"
	"lotsen/internal/web/formfiles"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// oneView is the page of a chat at the desk.
type oneView struct {
	chat.Shown
	form      *web.Form
	kept      []ticket.Attachment
	key       string
	mine      bool // The reader answers it.
	status    string
	announce  string
	log       ui.ChatLogView
	letters   string
	own       []ui.ItemView // What else the reader answers.
	templates []ui.Option
	person    ui.PersonView
	needs     string
	facts     []ui.Definition
	tickets   []ticket.Brief
	notices   []ui.AlertView
}

func (p *pages) one(c *web.Ctx) error { return p.showOne(c, http.StatusOK, nil, nil) }

// showOne answers with the chat's page: with a form that came back, when there is one.
func (p *pages) showOne(c *web.Ctx, status int, f *web.Form, kept []ticket.Attachment) error {
	x, err := p.atWork(c)
	if err != nil {
		return err
	}
	list, err := p.Chat.Messages(c.Context(), c.Actor(), &x.Chat)
	if err != nil {
		return err
	}
	live := f == nil
	if live {
		f = web.NewForm()
		if err := p.Chat.Looked(c.Context(), c.Actor(), &x.Chat, chatlog.Newest(list)); err != nil {
			return err
		}
	}
	v := oneView{Shown: x, form: f, kept: kept, key: c.FormKey("chat", x.ID, chatlog.Newest(list)), mine: int64(x.Agent) == c.Actor().Person}
	v.status, v.announce = statusOf(c, &x)
	v.letters = lettersOf(c.T, &x.Chat)
	v.log = ui.ChatLogView{
		Label: c.T.T("chat.log"), Live: x.Open(),
		Entries: chatlog.Entries(c.T, c.Actor().Person, &x.Chat, list, func(id chat.FileID) string { return paths.DeskChatFile(x.ID, id) }),
	}
	if x.Typed.Now {
		v.log.Typing, v.log.Draft = c.T.T("chat.typing", "name", x.Name), x.Typed.Text
	}
	if err := p.fill(c, &v); err != nil {
		return err
	}
	view := shell.View{Title: c.T.T("chat.desk.with", "name", x.Name), Here: paths.DeskChats(), Mark: x.Mark}
	if live {
		view.Topics = []string{chat.Topic(x.ID), chat.DeskTopic(x.Desk)}
		if v.mine {
			view.Topics = append(view.Topics, chat.TypingTopic(x.ID, chat.Agent))
		}
	}
	return p.show(c, status, view, onePage(c.T, v))
}

// fill reads what stands beside the talk: the reader's other chats, who it is, what they have going on, what is down.
func (p *pages) fill(c *web.Ctx, v *oneView) error {
	ctx, by := c.Context(), c.Actor()
	own, err := p.Chat.Own(ctx, by)
	if err != nil {
		return err
	}
	for i := range own {
		item := itemOf(c.T, &own[i])
		if item.Current = own[i].ID == v.ID; item.Current {
			item.Tags = nil
		}
		v.own = append(v.own, item)
	}
	v.person = ui.PersonView{Name: v.Name, Protected: v.Sealed}
	var unit directory.UnitID
	if v.Person != 0 {
		h, err := p.Directory.Caller(ctx, by, v.Person)
		if err != nil && !errs.Is(err, errs.NotFound) {
			return err
		}
		if err == nil {
			v.about(c.T, &h)
			unit = h.Unit
		}
		open, err := p.Ticket.OpenOf(ctx, by, []directory.PersonID{v.Person})
		if err != nil {
			return err
		}
		v.tickets = open[v.Person]
	}
	running, err := p.Notice.Running(ctx, by, notice.Chat, notice.Reader{Org: v.Org, Desk: v.Desk, Unit: unit})
	if err != nil && !errs.Is(err, errs.NotFound) {
		return err
	}
	lang := i18n.ParseLang(c.T.Lang())
	for i := range running {
		v.notices = append(v.notices, ui.AlertView{ID: "notice-" + sheet.Text(running[i].ID), Color: ui.Warning, Title: running[i].Title(lang), Text: running[i].Text(lang), Level: 3})
	}
	if !v.mine || !v.Open() {
		return nil
	}
	templates, err := p.Ticket.Templates(ctx, by, v.Org, v.Desk)
	if errs.Is(err, errs.Forbidden) {
		return nil
	}
	for _, x := range templates {
		if x.Active {
			v.templates = append(v.templates, ui.Option{Value: sheet.Text(x.ID), Text: x.Name + " (" + x.Lang + ")"})
		}
	}
	return err
}

// about is what the register knows of the person, as far as it helps to help them.
func (v *oneView) about(t *i18n.Printer, h *directory.PersonHit) {
	v.person.Role, v.person.Unit = h.Title, t.T("desk.person."+string(h.Category))
	add := func(key, text, href string) {
		if text != "" {
			v.facts = append(v.facts, ui.Definition{Term: t.T("desk.caller." + key), Text: text, Href: href})
		}
	}
	add("unit", h.UnitName, paths.Unit(h.Unit))
	add("site", h.SiteName, "")
	add("phone", h.Phone, shell.PhoneHref(h.Phone))
	add("mobile", h.Mobile, shell.PhoneHref(h.Mobile))
	add("email", h.Email, "mailto:"+h.Email)
	var needs []string
	if h.Contact.Plain {
		needs = append(needs, t.T("contact.needs.plain"))
	}
	if h.Contact.Interpreter != "" {
		needs = append(needs, t.T("contact.needs.interpreter", "language", h.Contact.Interpreter))
	}
	v.needs = strings.TrimSpace(strings.Join(needs, " ") + " " + h.Needs)
}

// statusOf tells where a chat stands, and what of it is worth saying aloud.
func statusOf(c *web.Ctx, x *chat.Shown) (status, announce string) {
	t := c.T
	switch x.State {
	case chat.Waiting:
		return t.T("chat.desk.is_waiting"), t.T("chat.desk.is_waiting")
	case chat.Active:
		announce = t.T("chat.desk.is_active", "name", nameOf(t, x.AgentName))
		if x.UserThere(c.Now()) || x.Source != chat.Web {
			return announce, announce
		}
		return announce + " " + t.T("chat.desk.user_away"), announce
	}
	return t.T("chat.desk.over." + x.EndedHow), t.T("chat.desk.over." + x.EndedHow)
}

func nameOf(t *i18n.Printer, name string) string {
	if name == "" {
		return t.T("chat.agent")
	}
	return name
}

// lettersOf tells how it stands with showing what is typed letter by letter.
func lettersOf(t *i18n.Printer, c *chat.Chat) string {
	switch {
	case c.RealTime():
		return t.T("chat.letters_both")
	case c.AgentRTT:
		return t.T("chat.letters_mine")
	case c.UserRTT:
		return t.T("chat.letters_theirs")
	}
	return t.T("chat.letters_off")
}

// say adds what the composer holds to the chat: words to the user, or a note to the desk.
func (p *pages) say(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil && !f.Failed(err) {
		return err
	}
	x, err := p.atWork(c)
	if err != nil {
		return err
	}
	kept, err := formfiles.Keep(c, p.Ticket, f, "desk.files.gone")
	if err != nil {
		return err
	}
	if len(f.Wrong()) == 0 {
		_, err = p.Chat.Say(c.Context(), c.Actor(), x.ID, chat.SayInput{Text: f.Words("text"), Files: formfiles.IDs(kept), Internal: f.Get("internal") == "1"})
	}
	if status, again := sheet.Again(f, err); again || len(f.Wrong()) > 0 {
		if status == 0 {
			status = http.StatusUnprocessableEntity
		}
		return p.showOne(c, status, f, kept)
	}
	if err != nil {
		return err
	}
	return c.Redirect(paths.DeskChat(x.ID) + "#" + ui.FieldID("text"))
}

// template puts a template's text below what was typed and shows the page again. Nothing is sent.
func (p *pages) template(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil && !f.Failed(err) {
		return err
	}
	x, err := p.atWork(c)
	if err != nil {
		return err
	}
	kept, err := formfiles.Keep(c, p.Ticket, f, "desk.files.gone")
	if err != nil {
		return err
	}
	list, err := p.Ticket.Templates(c.Context(), c.Actor(), x.Org, x.Desk)
	if err != nil {
		return err
	}
	status := http.StatusUnprocessableEntity
	for _, one := range list {
		if int64(one.ID) == f.Int("template") && one.Active {
			given, _, _ := strings.Cut(x.Name, " ")
			filled := one.Fill(map[string]string{"name": given, "number": "", "title": x.Topic, "agent": c.Actor().Name})
			f.Set("text", strings.TrimLeft(strings.TrimRight(f.Words("text"), "\n")+"\n\n"+filled, "\n"))
			status = http.StatusOK
		}
	}
	if status != http.StatusOK {
		f.Failed(errs.Fields{{Name: "template", Key: "error.choose"}}.Err())
	}
	return p.showOne(c, status, f, kept)
}

package chat

import (
	"net/http"
	"strings"

	"lotsen/internal/desk/chat"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// choose names the case of a chat that goes on: an existing one, or a new one that is registered at once.
func (p *pages) choose(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	x, err := p.atWork(c)
	if err != nil {
		return err
	}
	y, err := p.Chat.Choose(c.Context(), c.Actor(), x.ID, chat.EndInput{Ticket: ticket.ID(f.Int("ticket"))})
	if status, again := sheet.Again(f, err); again {
		return p.showOne(c, status, f, nil)
	}
	if err != nil {
		return err
	}
	c.Flash("chat.desk.case_chosen", "ref", y.Ticket.String())
	return c.Redirect(paths.DeskChat(x.ID))
}

// asked is the chat whose form an address shows, when there is still something to be done about it.
func (p *pages) asked(c *web.Ctx) (chat.Shown, bool, error) {
	x, err := p.atWork(c)
	return x, err == nil && x.Open(), err
}

func (p *pages) movePage(c *web.Ctx) error { return p.showMove(c, http.StatusOK, web.NewForm()) }

// showMove asks who goes on: a colleague or a group. Colleagues who are there stand first in the desk's own list.
func (p *pages) showMove(c *web.Ctx, status int, f *web.Form) error {
	x, open, err := p.asked(c)
	if err != nil {
		return err
	}
	if !open {
		return c.Redirect(paths.DeskChat(x.ID))
	}
	colleagues, err := p.Chat.Colleagues(c.Context(), c.Actor(), &x.Chat)
	if err != nil {
		return err
	}
	groups, err := p.Directory.Groups(c.Context(), c.Actor(), x.Desk)
	if err != nil {
		return err
	}
	var options []ui.Option
	if int64(x.Agent) != c.Actor().Person {
		options = append(options, ui.Option{Value: "p" + sheet.Text(directory.PersonID(c.Actor().Person)), Text: c.T.T("chat.desk.move_me")})
	}
	for _, g := range groups {
		options = append(options, ui.Option{Value: "g" + sheet.Text(g.ID), Text: g.Name, Group: c.T.T("chat.desk.move_groups")})
	}
	for _, who := range colleagues {
		options = append(options, ui.Option{Value: "p" + sheet.Text(who.ID), Text: who.Name, Group: c.T.T("chat.desk.move_colleagues")})
	}
	form := sheet.Of(c, f, "chat.field.", paths.DeskChatDo(x.ID, "move"), c.T.T("chat.desk.move"),
		sheet.Field{Name: "to", Kind: sheet.Choice, Required: true, Empty: c.T.T("chat.desk.move_choose"), Options: options, Width: "m"},
		sheet.Field{Name: "note", Kind: sheet.Long},
	).Back(paths.DeskChat(x.ID))
	return p.page(c, status, &x, c.T.T("chat.desk.move"), c.T.T("chat.desk.move_lead"), form)
}

func (p *pages) page(c *web.Ctx, status int, x *chat.Shown, title, lead string, form sheet.Sheet) error {
	v := ui.PageHeaderView{
		Crumbs: []ui.Crumb{{Href: paths.DeskChats(), Text: c.T.T("chat.desk.title")}, {Href: paths.DeskChat(x.ID), Text: x.Name}, {Text: title}},
		Title:  title, Lead: lead,
	}
	return p.show(c, status, shell.View{Title: title, Here: paths.DeskChats()}, sheet.Stack(ui.PageHeader(c.T, v), form.Show(c.T)))
}

// move hands the chat over.
func (p *pages) move(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	x, err := p.atWork(c)
	if err != nil {
		return err
	}
	in, to := chat.MoveInput{Note: f.Words("note")}, f.Get("to")
	n := web.NewForm("n", strings.TrimLeft(to, "gp")).Int("n")
	switch {
	case strings.HasPrefix(to, "g"):
		in.Group = directory.GroupID(n)
	case strings.HasPrefix(to, "p"):
		in.Agent = directory.PersonID(n)
	}
	if in.Group == 0 && in.Agent == 0 {
		err = errs.Fields{{Name: "to", Key: "error.choose"}}.Err()
	} else {
		_, err = p.Chat.Move(c.Context(), c.Actor(), x.ID, in)
	}
	if status, again := sheet.Again(f, err); again {
		return p.showMove(c, status, f)
	}
	if err != nil {
		return err
	}
	c.Flash("chat.desk.moved", "name", x.Name)
	if int64(in.Agent) == c.Actor().Person {
		return c.Redirect(paths.DeskChat(x.ID))
	}
	return c.Redirect(paths.DeskChats())
}

func (p *pages) endPage(c *web.Ctx) error { return p.showEnd(c, http.StatusOK, nil) }

// showEnd asks what becomes of the chat: a case, as it was chosen or new, solved or to be worked on.
func (p *pages) showEnd(c *web.Ctx, status int, f *web.Form) error {
	x, open, err := p.asked(c)
	if err != nil {
		return err
	}
	if !open || int64(x.Agent) != c.Actor().Person {
		return c.Redirect(paths.DeskChat(x.ID))
	}
	if f == nil {
		f = web.NewForm("title", x.Topic, "ticket", sheet.Text(x.Ticket))
	}
	tickets, err := p.Ticket.OpenOf(c.Context(), c.Actor(), []directory.PersonID{x.Person})
	if err != nil {
		return err
	}
	categories, err := p.Ticket.Categories(c.Context(), x.Desk)
	if err != nil {
		return err
	}
	var kinds, about []ui.Option
	for _, k := range []ticket.Kind{ticket.Incident, ticket.Question, ticket.Request, ticket.Order} {
		kinds = append(kinds, ui.Option{Value: string(k), Text: c.T.T("desk.kind." + string(k))})
	}
	for _, k := range categories {
		if k.Active {
			about = append(about, ui.Option{Value: sheet.Text(k.ID), Text: k.Name(c.T.Lang())})
		}
	}
	v := oneView{Shown: x, tickets: tickets[x.Person]}
	form := sheet.Of(c, f, "chat.field.", paths.DeskChatDo(x.ID, "end"), c.T.T("chat.desk.end"),
		sheet.Field{Name: "ticket", Kind: sheet.Choice, Options: ui.Pick(chosen(c, v), f.Get("ticket")), Width: "m"},
		sheet.Field{Name: "title"},
		sheet.Field{Name: "kind", Kind: sheet.Choice, Options: kinds, Width: "m"},
		sheet.Field{Name: "category", Kind: sheet.Choice, Empty: c.T.T("desk.classify.no_category"), Options: about, Width: "m"},
		sheet.Field{Name: "solution", Kind: sheet.Long},
	).Back(paths.DeskChat(x.ID))
	return p.page(c, status, &x, c.T.T("chat.desk.end"), c.T.T("chat.desk.end_lead"), form)
}

// chosen are the cases that the chat can go to; the one that was chosen for it stands among them even when it is not open.
func chosen(c *web.Ctx, v oneView) []ui.Option {
	out := caseOptions(c.T, v)
	for _, o := range out {
		if o.Value == sheet.Text(v.Ticket) {
			return out
		}
	}
	return append(out, ui.Option{Value: sheet.Text(v.Ticket), Text: v.Ticket.String()})
}

// end ends the chat and says what becomes of it.
func (p *pages) end(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	x, err := p.atWork(c)
	if err != nil {
		return err
	}
	y, err := p.Chat.End(c.Context(), c.Actor(), x.ID, chat.EndInput{
		Ticket: ticket.ID(f.Int("ticket")), Title: f.Words("title"), Kind: ticket.Kind(f.Get("kind")), Category: ticket.CategoryID(f.Int("category")), Solution: f.Words("solution"),
	})
	if status, again := sheet.Again(f, err); again {
		return p.showEnd(c, status, f)
	}
	if err != nil {
		return err
	}
	if y.Ticket == 0 {
		c.Flash("chat.desk.ended")
		return c.Redirect(paths.DeskChats())
	}
	c.Flash("chat.desk.ended_ticket", "ref", y.Ticket.String())
	return c.Redirect(paths.DeskTicket(y.Ticket))
}

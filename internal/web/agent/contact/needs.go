package contact

import (
	"errors"
	"net/http"
	"strconv"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// needsView is the form that notes how a user wants to be spoken with, ready to show.
type needsView struct {
	Title       string
	Crumbs      []ui.Crumb
	Errors      []ui.FieldError
	Form        ui.FormView
	Way, Lang   ui.ChoiceView
	Plain       ui.CheckView
	Interpreter ui.FieldView
	Needs       ui.FieldView
	Back        string
}

// user is the case in the address and the person whom it is about, as far as the agent may read them.
func (p *pages) user(c *web.Ctx) (ticket.Ticket, directory.PersonHit, error) {
	id, err := ref(c)
	if err != nil {
		return ticket.Ticket{}, directory.PersonHit{}, err
	}
	x, err := p.Ticket.Load(c.Context(), c.Actor(), id)
	if err == nil && (x.Requester == 0 || !ticket.SeesInternal(c.Actor(), &x)) {
		err = errs.Missing()
	}
	if err != nil {
		return x, directory.PersonHit{}, err
	}
	who, err := p.Directory.Caller(c.Context(), c.Actor(), x.Requester)
	return x, who, err
}

func (p *pages) needsPage(c *web.Ctx) error {
	x, who, err := p.user(c)
	if err != nil {
		return err
	}
	f := web.NewForm("contact_way", string(who.Contact.Way), "lang", string(who.Lang), "interpreter", who.Contact.Interpreter, "needs", who.Needs)
	if who.Contact.Plain {
		f.Set("plain", "1")
	}
	return p.showNeeds(c, http.StatusOK, &x, who, f)
}

func (p *pages) showNeeds(c *web.Ctx, status int, x *ticket.Ticket, who directory.PersonHit, f *web.Form) error {
	t := c.T
	var ways, langs []ui.Option
	for _, w := range directory.Ways() {
		ways = append(ways, ui.Option{Value: string(w), Text: t.T("contact.way." + string(w))})
	}
	for _, l := range i18n.Langs() {
		langs = append(langs, ui.Option{Value: string(l), Text: t.T("shell.lang." + string(l))})
	}
	v := needsView{
		Title: t.T("contact.wants.title", "name", who.Name()), Crumbs: crumbs(t, x, t.T("contact.wants.open")), Errors: f.Errors(t), Back: address(x.ID),
		Form: ui.FormView{Action: paths.DeskTicketDo(x.ID, "needs"), Label: t.T("contact.wants.open"), Key: c.FormKey("needs", x.ID, who.Version), Version: strconv.FormatInt(who.Version, 10)},
		Way: ui.ChoiceView{
			Name: "contact_way", Label: t.T("contact.wants.way"), Empty: t.T("contact.wants.usual"), Width: "m", Options: ui.Pick(ways, f.Get("contact_way")), Error: f.Error(t, "contact_way"),
		},
		Lang:        ui.ChoiceView{Name: "lang", Label: t.T("account.profile.lang"), Inline: true, Options: ui.Pick(langs, f.Get("lang"))},
		Plain:       ui.CheckView{Name: "plain", Label: t.T("account.profile.plain"), Checked: f.Get("plain") != ""},
		Interpreter: ui.FieldView{Name: "interpreter", Label: t.T("account.profile.interpreter"), Description: t.T("contact.wants.interpreter_help"), Value: f.Words("interpreter"), Width: "m", Error: f.Error(t, "interpreter")},
		Needs:       ui.FieldView{Name: "needs", Label: t.T("contact.wants.needs"), Value: f.Words("needs"), Rows: 3, Error: f.Error(t, "needs")},
	}
	return p.Shell.Render(c, status, shell.View{Title: v.Title, Area: ui.Desk, Here: paths.Desk()}, needsPage(t, v))
}

// needs keeps what the user said; when their mail is sent stays as they have it.
func (p *pages) needs(c *web.Ctx) error {
	x, who, err := p.user(c)
	if err != nil {
		return err
	}
	f, err := c.Form()
	if err != nil {
		return err
	}
	wants := who.Contact
	wants.Way, wants.Plain, wants.Interpreter = directory.Way(f.Get("contact_way")), f.Get("plain") != "", f.Words("interpreter")
	err = p.Verify.Prefer(c.Context(), c.Actor(), x.ID, who.ID, f.Int("version"), directory.PreferInput{Lang: i18n.Lang(f.Get("lang")), Needs: f.Words("needs"), Contact: wants})
	switch {
	case errs.Is(err, errs.Conflict):
		key, args := sheet.Words(err)
		if e := new(errs.Error); errors.As(err, &e) && len(e.Fields) > 0 {
			key, args = "account.profile.conflict", nil // Somebody else has changed the same meanwhile.
		}
		var whole errs.Fields
		whole.Add("", key, args...)
		f.Failed(whole.Err())
		return p.showNeeds(c, http.StatusUnprocessableEntity, &x, who, f)
	case f.Failed(err):
		return p.showNeeds(c, http.StatusUnprocessableEntity, &x, who, f)
	case err != nil:
		return err
	}
	c.Flash("contact.way.saved")
	return c.Redirect(paths.DeskTicket(x.ID))
}

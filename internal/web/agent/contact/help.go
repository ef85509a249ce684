package contact

import (
	"net/http"
	"strings"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// helpView is the self-help that an agent can put into an answer, ready to show.
type helpView struct {
	Crumbs []ui.Crumb
	Search ui.SearchView
	Found  []offerView
}

// offerView is one of them, with the form that begins an answer with it.
type offerView struct {
	Title, Text, Lang string
	Form              ui.FormView
}

// mostOffered bounds the list.
const mostOffered = 10

// help finds the self-help that fits a case, or what the agent looks for, in the user's language.
func (p *pages) help(c *web.Ctx) error {
	id, err := ref(c)
	if err != nil {
		return err
	}
	ctx, by := c.Context(), c.Actor()
	x, err := p.Ticket.Load(ctx, by, id)
	if err == nil && !ticket.SeesInternal(by, &x) {
		err = errs.Missing()
	}
	if err != nil {
		return err
	}
	log, err := p.Notify.Log(ctx, by, &x)
	if err != nil {
		return err
	}
	words := c.Query("q")
	if words == "" {
		said, err := p.Ticket.Messages(ctx, by, &x)
		if err != nil {
			return err
		}
		if words = x.Title; len(said) > 0 {
			words += " " + said[0].Text
		}
	}
	found, err := p.SelfHelp.Fitting(ctx, by, directory.OrgID(x.Org), words, mostOffered)
	if err != nil {
		return err
	}
	v := helpView{
		Crumbs: crumbs(c.T, &x, c.T.T("contact.help.title")),
		Search: ui.SearchView{Action: paths.DeskTicketDo(x.ID, "help"), Value: c.Query("q"), Label: c.T.T("selfhelp.label")},
	}
	for i := range found {
		w, lang := found[i].In(log.Lang)
		text := strings.TrimSpace(w.Title + "\n" + w.Text + "\n" + p.Notify.Absolute(found[i].URL))
		v.Found = append(v.Found, offerView{
			Title: w.Title, Text: text, Lang: lang,
			Form: ui.FormView{
				Action: paths.DeskTicketDo(x.ID, "draft"), Label: c.T.T("contact.help.use", "title", w.Title), Key: c.FormKey("help", x.ID, x.Version, int64(found[i].ID)),
				Hidden: []ui.HiddenView{{Name: "form", Value: "reply"}, {Name: "to", Value: "reply"}, {Name: "insert", Value: "1"}, {Name: "text", Value: text}},
			},
		})
	}
	view := shell.View{Title: c.T.T("contact.help.title"), Area: ui.Desk, Here: paths.Desk()}
	return p.Shell.Render(c, http.StatusOK, view, helpPage(c.T, v))
}

package portal

import (
	"net/http"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/selfhelp"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// guide is something that people can do by themselves.
type guide struct {
	href, title, text string
	lang              string // Of the words, where it is not the page's.
}

// mostGuides bounds what is offered beside a form.
const mostGuides = 3

func guidesOf(p *i18n.Printer, list []selfhelp.Entry) []guide {
	var out []guide
	for i := range list {
		w, lang := list[i].In(p.Lang())
		if lang == p.Lang() {
			lang = ""
		}
		out = append(out, guide{list[i].URL, w.Title, w.Text, lang})
	}
	return out
}

// fitting is the self-help for what somebody writes.
func (p *pages) fitting(c *web.Ctx, text string) ([]guide, error) {
	list, err := p.SelfHelp.Fitting(c.Context(), c.Actor(), directory.OrgID(c.Actor().Org), text, mostGuides)
	return guidesOf(c.T, list), err
}

// help is the self-help for a few words: a page of its own, and what a form shows while somebody types.
func (p *pages) help(c *web.Ctx) error {
	q := clean.Line(c.Query("q"), 200)
	found, err := p.fitting(c, q)
	if err != nil {
		return err
	}
	return p.Shell.Render(c, http.StatusOK, shell.View{Title: c.T.T("selfhelp.title")}, helpPage(c.T, q, found))
}

// wayField asks how the person wants to hear of this case.
func (v reportView) wayField(p *i18n.Printer) ui.ChoiceView {
	var options []ui.Option
	for _, w := range v.ways {
		options = append(options, ui.Option{Value: string(w), Text: p.T("contact.way." + string(w))})
	}
	return ui.ChoiceView{
		Name: "contact_way", Label: p.T("contact.own.title"), Empty: p.T("contact.own.usual"), Width: "m",
		Options: ui.Pick(options, v.form.Get("contact_way")), Error: v.form.Error(p, "contact_way"),
	}
}

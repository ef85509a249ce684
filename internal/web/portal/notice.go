package portal

import (
	"github.com/a-h/templ"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/notice"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// noticed is what is told to many, before one writes about what is known. It asks one question.
func (p *pages) noticed(c *web.Ctx) (templ.Component, error) {
	person := c.Identity().Person
	list, err := p.Notice.Running(c.Context(), c.Actor(), notice.Portal, notice.Reader{Org: directory.OrgID(c.Actor().Org), Unit: person.Unit})
	if err != nil || len(list) == 0 {
		return templ.NopComponent, err
	}
	lang := i18n.ParseLang(c.T.Lang())
	parts := make([]templ.Component, 0, len(list))
	for i := range list {
		parts = append(parts, noticeBox(c.T, lang, &list[i]))
	}
	return sheet.Stack(parts...), nil
}

func noticeBox(p *i18n.Printer, lang i18n.Lang, n *notice.Notice) templ.Component {
	v := ui.AlertView{ID: "notice-" + sheet.Text(n.ID), Title: n.Title(lang), Text: n.Text(lang)}
	if n.Kind == notice.Disturbance {
		v.Color = ui.Warning
	}
	when := p.T("notice.from", "at", n.StartsAt)
	if !n.EndsAt.IsZero() {
		when = p.T("notice.from_to", "from", n.StartsAt, "to", n.EndsAt)
	}
	v.Content = sheet.Note(when)
	return ui.Alert(v)
}

package station

import (
	"net/http"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/line"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// pop is the address that an agent's telephone opens: /desk/pop?ani=&dnis=&callid=&queue=. It reads and writes nothing.
func (p *pages) pop(c *web.Ctx) error {
	x, err := p.popped(c)
	if err != nil {
		return err
	}
	card, err := p.card(c, &x)
	if err != nil {
		return err
	}
	h := sheet.Head{
		Area: ui.Desk, Here: paths.Station(), Title: c.T.T("line.pop"), Above: []ui.Crumb{{Text: c.T.T("line.title"), Href: paths.Station()}},
	}
	return sheet.Page(c, p.Shell, http.StatusOK, h, card)
}

func (p *pages) popped(c *web.Ctx) (line.Contact, error) {
	if id := sheet.Asked[line.ContactID](c, "contact"); id != 0 {
		return p.Line.Get(c.Context(), c.Actor(), id)
	}
	return p.Line.Popped(c.Context(), c.Actor(), c.Query("callid"), c.Query("ani"), c.Query("dnis"), c.Query("queue"))
}

// ringing is what rings for the agent just now, as a page that open pages look at when they are told. Most often it is
// empty.
func (p *pages) ringing(c *web.Ctx) error {
	mine, err := p.Line.Mine(c.Context(), c.Actor())
	if err != nil {
		return err
	}
	var items []ui.ItemView
	for i := range mine {
		x := &mine[i]
		if x.State != line.Waiting {
			continue
		}
		items = append(items, ui.ItemView{
			ID: "ringing-" + x.ID.String(), Href: cardHref(x), Title: c.T.T("line.rings", "line", name(c, x), "from", caller(c, x)), Tags: tags(c, x),
		})
	}
	return p.Shell.Render(c, http.StatusOK, shell.View{
		Title: c.T.T("line.ringing"), Area: ui.Desk, Here: paths.Station(), Topics: []string{line.CallsTopic(directory.PersonID(c.Actor().Person))},
	}, sheet.Stack(ui.PageHeader(c.T, ui.PageHeaderView{Title: c.T.T("line.ringing")}), ringing(c.T, items, c.T.T("line.rings_none"))))
}

// take lets the agent say that they have answered.
func (p *pages) take(c *web.Ctx) error {
	id, err := sheet.Number[line.ContactID](c, "id")
	if err != nil {
		return err
	}
	switch err := p.Line.Take(c.Context(), c.Actor(), id); {
	case errs.Is(err, errs.Conflict):
		c.FlashWarning("line.error.taken")
	case err != nil:
		return err
	}
	return c.Redirect(paths.Station())
}

func (p *pages) end(c *web.Ctx) error {
	id, err := sheet.Number[line.ContactID](c, "id")
	if err != nil {
		return err
	}
	if err := p.Line.End(c.Context(), c.Actor(), id); err != nil {
		return err
	}
	return c.Redirect(paths.Station())
}

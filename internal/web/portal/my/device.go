package my

import (
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"lotsen/internal/desk/asset"
	"lotsen/internal/desk/level"
	"lotsen/internal/web"
	"lotsen/internal/web/admin/assets"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// device shows one thing that the reader has: what it is, its level of support, and who does what for it.
func (p *pages) device(c *web.Ctx) error {
	id, err := sheet.Number[asset.ID](c, "id")
	if err != nil {
		return err
	}
	a, err := p.Asset.ByID(c.Context(), c.Actor(), id)
	if err != nil {
		return err
	}
	m, err := p.Level.Matrix(c.Context(), c.Actor(), a.Org)
	if err != nil {
		return err
	}
	h := sheet.Head{
		Area: ui.Portal, Here: paths.My(), Title: a.Title(), Above: []ui.Crumb{{Href: paths.My(), Text: c.T.T("my.title")}}, Tags: []ui.TagView{assets.StateTag(c, &a)},
		Actions: []templ.Component{ui.ButtonLink(paths.With(paths.Report(), "device", a.Tag), ui.ButtonView{Text: c.T.T("my.device.report"), Icon: "fault"})},
	}
	if own, err := p.reinstalls(c, &a); err != nil {
		return err
	} else if own {
		at := paths.With(paths.Self("reinstall"), "device", sheet.Text(a.ID))
		h.Actions = append(h.Actions, ui.ButtonLink(at, ui.ButtonView{Text: c.T.T("connector.reinstall.save"), Icon: "device", Variant: ui.Secondary}))
	}
	return sheet.Page(c, p.Shell, http.StatusOK, h,
		sheet.Panel(ui.PanelView{ID: "facts", Title: c.T.T("asset.facts")}, ui.DefinitionList(assets.Facts(c, &a))),
		sheet.Panel(ui.PanelView{ID: "support", Title: c.T.T("my.device.support")}, undertakings(c, &a, m)...))
}

// reinstalls reports whether the reader may install the thing anew by themselves: their own computer.
func (p *pages) reinstalls(c *web.Ctx, a *asset.Asset) (bool, error) {
	if p.Reinstalls == nil || a.Kind != asset.Computer || int64(a.Person) != c.Actor().Person {
		return false, nil
	}
	return p.Reinstalls(c.Context(), c.Actor())
}

// undertakings are who is responsible for what: a list of what IT does and one of what the operation does.
func undertakings(c *web.Ctx, a *asset.Asset, m level.Matrix) []templ.Component {
	for _, l := range m.Levels {
		if l.ID != a.Level {
			continue
		}
		out := []templ.Component{sheet.Say(c.T.T("level.number", "number", l.Number) + ", " + l.Name(c.T.Lang()))}
		for _, side := range level.Sides() {
			var tasks []string
			for _, t := range m.Tasks {
				if l.Shares[t.ID] == side {
					tasks = append(tasks, t.Name(c.T.Lang()))
				}
			}
			text := c.T.T("my.device.nothing")
			if len(tasks) > 0 {
				text = strings.Join(tasks, ", ")
			}
			out = append(out, ui.DefinitionList([]ui.Definition{{Term: c.T.T("my.device.side." + string(side)), Text: text}}))
		}
		return out
	}
	return []templ.Component{sheet.Note(c.T.T("my.device.no_level"))}
}

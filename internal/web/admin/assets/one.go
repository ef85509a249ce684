package assets

import (
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"lotsen/internal/desk/asset"
	"lotsen/internal/desk/directory"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// found is the device in the address.
func (p *pages) found(c *web.Ctx) (asset.Asset, error) {
	id, err := sheet.Number[asset.ID](c, "id")
	if err != nil {
		return asset.Asset{}, err
	}
	return p.Asset.ByID(c.Context(), c.Actor(), id)
}

// one shows a device: what is known of it and what has happened to it.
func (p *pages) one(c *web.Ctx) error {
	a, err := p.found(c)
	if err != nil {
		return err
	}
	keeps, err := p.Asset.Keeps(c.Context(), c.Actor(), a.ID)
	if err != nil {
		return err
	}
	past, err := p.Asset.History(c.Context(), c.Actor(), a.ID)
	if err != nil {
		return err
	}
	h := sheet.Head{Title: a.Title(), Above: above(c, a.Org), Tags: []ui.TagView{StateTag(c, &a)}}
	if keeps {
		h.Actions = append(h.Actions, ui.ButtonLink(paths.Assets(sheet.Text(a.ID), "edit"), ui.ButtonView{Text: c.T.T("asset.edit"), Variant: ui.Secondary}))
	}
	return p.show(c, http.StatusOK, h,
		sheet.Panel(ui.PanelView{ID: "facts", Title: c.T.T("asset.facts")}, ui.DefinitionList(Facts(c, &a))),
		sheet.Panel(ui.PanelView{ID: "history", Title: c.T.T("asset.history")}, history(c, past)))
}

// StateTag is where a device is in its life.
func StateTag(c *web.Ctx, a *asset.Asset) ui.TagView {
	colours := map[asset.State]ui.Color{asset.InUse: ui.Success, asset.Stored: ui.Info, asset.Repair: ui.Warning}
	return ui.TagView{Text: c.T.T("asset.state." + string(a.State)), Color: colours[a.State]}
}

// Facts are what is known of a device, in the words of a card.
func Facts(c *web.Ctx, a *asset.Asset) []ui.Definition {
	var out []ui.Definition
	add := func(name, text, href string) {
		if text != "" {
			out = append(out, ui.Definition{Term: c.T.T(area + name), Text: text, Href: href})
		}
	}
	add("tag", a.Tag, "")
	add("serial", a.Serial, "")
	add("kind", c.T.T("asset.kind."+string(a.Kind)), "")
	add("model", a.Model, "")
	if a.LevelNo != 0 {
		add("level", levelWords(c, a)+", "+a.LevelName(c.T.Lang()), "")
	}
	add("holder", a.PersonName, "")
	add("unit", a.UnitName, "")
	add("site", a.SiteName, "")
	add("source", c.T.T("asset.source."+string(a.Source)), "")
	add("delivered", a.Delivered, "")
	if a.Life > 0 {
		add("life", c.T.T("asset.months", "count", a.Life), "")
	}
	add("renew", a.Renew, "")
	add("ended", strings.TrimSpace(a.EndedOn+" "+a.EndedWhy), "")
	return out
}

// history lists what happened, newest first.
func history(c *web.Ctx, past []asset.Entry) templ.Component {
	if len(past) == 0 {
		return sheet.Note(c.T.T("asset.history_none"))
	}
	var list []ui.Definition
	for _, e := range past {
		var told []string
		for _, ch := range e.Changes {
			told = append(told, changeWords(c, ch))
		}
		words := c.T.T("asset.event." + strings.TrimPrefix(e.Type, "asset."))
		if e.By != "" {
			words += ", " + e.By
		}
		if len(told) > 0 {
			words += ": " + strings.Join(told, ", ")
		}
		list = append(list, ui.Definition{Term: c.T.DateTime(e.At), Text: words})
	}
	return ui.DefinitionList(list)
}

func changeWords(c *web.Ctx, ch directory.Change) string {
	field := c.T.T("asset.change." + ch.Field)
	say := func(s string) string {
		switch {
		case s == "":
			return c.T.T("asset.change.nothing")
		case ch.Field == "kind", ch.Field == "state", ch.Field == "source":
			return c.T.T("asset." + ch.Field + "." + s)
		}
		return s
	}
	if ch.Old == "" {
		return c.T.T("asset.change.set", "field", field, "to", say(ch.New))
	}
	return c.T.T("asset.change.from", "field", field, "from", say(ch.Old), "to", say(ch.New))
}

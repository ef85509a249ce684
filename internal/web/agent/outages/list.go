package outages

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"lotsen/internal/desk/notice"
	"lotsen/internal/desk/outage"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// list shows a year's outages, and how many there were of those that are promised.
func (p *pages) list(c *web.Ctx) error {
	org, err := p.org(c)
	if err != nil {
		return err
	}
	y := year(c)
	r, err := p.Outage.Figures(c.Context(), c.Actor(), org, outage.Period{Year: y})
	if err != nil {
		return err
	}
	h := sheet.Head{Title: c.T.T("outage.title", "year", strconv.Itoa(y)), Lead: c.T.T("outage.lead"), Tabs: tabs(c, paths.Outages(), org, y)}
	if c.Actor().May(outage.MayWrite) {
		h.Actions = append(h.Actions, ui.ButtonLink(paths.With(paths.Outages("new"), "org", sheet.Text(org)), ui.ButtonView{Text: c.T.T("outage.register"), Icon: "plus"}))
	}
	return p.show(c, http.StatusOK, h, counter(c, &r), table(c, r.List), years(c, paths.Outages(), org, y))
}

// counter tells how many outages there were of how many, and warns when there were too many.
func counter(c *web.Ctx, r *outage.Report) templ.Component {
	worst := r.Year
	if r.Scope == outage.PerFunction {
		worst = 0
		for _, n := range r.Begun {
			worst = max(worst, n)
		}
	}
	words := c.T.T("outage.count."+r.Scope, "n", worst, "most", r.Most, "year", strconv.Itoa(r.Period.Year))
	if worst > r.Most {
		return ui.Alert(ui.AlertView{Color: ui.Danger, Title: words, Text: c.T.T("outage.over")})
	}
	return sheet.Say(words)
}

func table(c *web.Ctx, list []outage.Outage) templ.Component {
	if len(list) == 0 {
		return ui.EmptyState(ui.EmptyView{Icon: "check", Title: c.T.T("outage.none")})
	}
	t := ui.TableView{ID: "outage", Caption: c.T.T("outage.menu"), CaptionHidden: true, Columns: heads(c, "function", "from", "to", "length", "cause")}
	for i := range list {
		o := &list[i]
		to := c.T.DateTime(o.To)
		if o.To.IsZero() {
			to = c.T.T("outage.lasts")
		}
		cells := []ui.Cell{
			{Text: o.Name(c.T.Lang()), Href: paths.Outages(sheet.Text(o.ID)), Item: true, Content: sheet.Tags(stateTags(c, o)), Note: strings.Join(o.UnitNames, ", ")},
			{Text: c.T.DateTime(o.From), Nowrap: true},
			{Text: to, Nowrap: true},
			{Text: lasted(c, o.Length(c.Now())), Nowrap: true},
			{Text: o.Cause},
		}
		t.Rows = append(t.Rows, ui.Row{ID: sheet.Text(o.ID), Muted: o.Void != "", Cells: cells})
	}
	return ui.Table(t)
}

// stateTags tell what kind of outage it is, and whether it lasts.
func stateTags(c *web.Ctx, o *outage.Outage) []ui.TagView {
	var out []ui.TagView
	switch {
	case o.Void != "":
		return []ui.TagView{{Text: c.T.T("outage.voided"), Icon: "close"}}
	case o.Lasts(c.Now()):
		out = append(out, ui.TagView{Text: c.T.T("outage.now"), Color: ui.Danger, Icon: "outage"})
	case o.From.After(c.Now()):
		out = append(out, ui.TagView{Text: c.T.T("outage.coming"), Color: ui.Info, Icon: "clock"})
	}
	if o.Planned {
		out = append(out, ui.TagView{Text: c.T.T("outage.planned"), Color: ui.Info, Icon: "clock"})
	}
	return out
}

func heads(c *web.Ctx, names ...string) []ui.Column {
	out := make([]ui.Column, len(names))
	for i, n := range names {
		out[i] = ui.Column{Text: c.T.T("outage.column." + n)}
	}
	return out
}

// one shows an outage.
func (p *pages) one(c *web.Ctx) error {
	id, err := sheet.Number[outage.ID](c, "id")
	if err != nil {
		return err
	}
	o, err := p.Outage.Get(c.Context(), c.Actor(), id)
	if err != nil {
		return err
	}
	facts := []ui.Definition{
		{Term: c.T.T("outage.column.from"), Text: c.T.DateTime(o.From)},
		{Term: c.T.T("outage.column.to"), Text: c.T.DateTime(o.To)},
		{Term: c.T.T("outage.column.length"), Text: lasted(c, o.Length(c.Now()))},
		{Term: c.T.T("outage.column.cause"), Text: o.Cause},
		{Term: c.T.T("outage.column.units"), Text: strings.Join(o.UnitNames, ", ")},
	}
	if o.To.IsZero() {
		facts[1].Text = c.T.T("outage.lasts")
	}
	if len(o.Units) == 0 {
		facts[4].Text = c.T.T("outage.everybody")
	}
	if o.Void != "" {
		facts = append(facts, ui.Definition{Term: c.T.T("outage.voided"), Text: o.Void})
	}
	h := sheet.Head{Title: o.Name(c.T.Lang()), Tags: stateTags(c, &o), Above: above(c)}
	parts := []templ.Component{ui.DefinitionList(facts)}
	if c.Actor().May(outage.MayWrite) && o.Void == "" {
		h.Actions = append(h.Actions, ui.ButtonLink(paths.Outages(sheet.Text(o.ID), "edit"), ui.ButtonView{Text: c.T.T("outage.edit")}),
			ui.ButtonLink(paths.Outages(sheet.Text(o.ID), "void"), ui.ButtonView{Text: c.T.T("outage.void"), Variant: ui.Tertiary}))
		if o.To.IsZero() && o.Lasts(c.Now()) {
			end := sheet.Do(c, paths.Outages(sheet.Text(o.ID), "end"), c.T.T("outage.end"), "").Versioned(strconv.FormatInt(o.Version, 10))
			parts = append([]templ.Component{end.Show(c.T)}, parts...)
		}
	}
	if c.Actor().May(notice.MayPublish) && o.Void == "" {
		about := paths.With(paths.NoticeNew(), "outage", sheet.Text(o.ID), "title", o.Name("sv"))
		parts = append(parts, sheet.Go(about, c.T.T("notice.about_outage")))
	}
	return p.show(c, http.StatusOK, h, parts...)
}

func above(c *web.Ctx) []ui.Crumb {
	return []ui.Crumb{{Href: paths.Outages(), Text: c.T.T("outage.menu")}}
}

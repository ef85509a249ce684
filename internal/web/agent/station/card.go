package station

import (
	"strings"

	"github.com/a-h/templ"

	"lotsen/internal/desk/asset"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/line"
	"lotsen/internal/desk/outage"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// card is a call and everything an agent wants to know before saying hello: who it may be, what they have going on and
// work with, and what is down.
func (p *pages) card(c *web.Ctx, x *line.Contact) (templ.Component, error) {
	ctx, by := c.Context(), c.Actor()
	people, err := p.callers(c, x)
	if err != nil {
		return nil, err
	}
	var ids []directory.PersonID
	for i := range people {
		ids = append(ids, people[i].ID)
	}
	open, err := p.Ticket.OpenOf(ctx, by, ids)
	if err != nil {
		return nil, err
	}
	devices, err := p.Asset.OfPeople(ctx, by, ids)
	if err != nil {
		return nil, err
	}
	var status outage.Status
	if by.May(outage.MayRead) || by.Org == int64(x.Org) {
		if status, err = p.Outage.Status(ctx, by, x.Org); err != nil {
			return nil, err
		}
	}
	parts := []templ.Component{sheet.Tags(tags(c, x)), ui.DefinitionList(facts(c, x))}
	for i := range status.Now {
		parts = append(parts, ui.Alert(ui.AlertView{Color: ui.Warning, Title: c.T.T("line.card.outage", "function", status.Now[i].Name(c.T.Lang())), Level: 3, Text: down(c, &status.Now[i])}))
	}
	if len(people) > 1 {
		parts = append(parts, sheet.Say(c.T.T("line.card.several", "count", len(people))))
	}
	for i := range people {
		parts = append(parts, p.person(c, x, &people[i], open[people[i].ID], devices))
	}
	if len(people) == 0 {
		parts = append(parts, sheet.Say(c.T.T("line.card.nobody")))
	}
	parts = append(parts, sheet.Row(p.actions(c, x, len(people))...))
	return sheet.Panel(ui.PanelView{ID: "card", Title: c.T.T("line.card." + string(x.State))}, parts...), nil
}

// callers is whoever is known to be calling, or else those who may be.
func (p *pages) callers(c *web.Ctx, x *line.Contact) ([]directory.PersonHit, error) {
	if x.Person != 0 {
		who, err := p.Directory.Caller(c.Context(), c.Actor(), x.Person)
		return []directory.PersonHit{who}, err
	}
	return p.Line.Candidates(c.Context(), c.Actor(), x.Org, x.Caller)
}

func facts(c *web.Ctx, x *line.Contact) []ui.Definition {
	out := []ui.Definition{{Term: c.T.T("line.column.line"), Text: name(c, x)}, {Term: c.T.T("line.column.from"), Text: caller(c, x)}}
	if x.Caller != "" && line.International(x.Caller) != line.National(x.Caller) {
		out[1].Text += " (" + line.International(x.Caller) + ")"
	}
	if x.ID != 0 {
		out = append(out, ui.Definition{Term: c.T.T("line.column.waited"), Text: c.T.T("line.of_target", "waited", length(c, x.Waited(c.Now())), "target", target(c, x))})
	}
	return out
}

func down(c *web.Ctx, o *outage.Outage) string {
	text := c.T.T("line.card.since", "at", c.T.DateTime(o.From))
	if len(o.UnitNames) > 0 {
		text += " " + strings.Join(o.UnitNames, ", ")
	}
	return text
}

// person is one who is, or may be, calling.
func (p *pages) person(c *web.Ctx, x *line.Contact, h *directory.PersonHit, open []ticket.Brief, devices []asset.Asset) templ.Component {
	t := c.T
	var facts []ui.Definition
	add := func(key, text, href string) {
		if text != "" {
			facts = append(facts, ui.Definition{Term: t.T("line.card." + key), Text: text, Href: href})
		}
	}
	add("category", t.T("desk.person."+string(h.Category)), "")
	add("role", h.Title, "")
	add("unit", h.UnitName, paths.Unit(h.Unit))
	add("site", h.SiteName, "")
	add("phone", h.Phone, shell.PhoneHref(h.Phone))
	add("mobile", h.Mobile, shell.PhoneHref(h.Mobile))
	add("needs", h.Needs, "")
	for _, d := range devices {
		if d.Person == h.ID {
			add("device", deviceWords(c, &d), "")
		}
	}
	parts := []templ.Component{ui.DefinitionList(facts)}
	if len(open) > 0 {
		parts = append(parts, ui.Items(t.T("line.card.open"), briefs(c, open)))
	} else {
		parts = append(parts, sheet.Note(t.T("line.card.no_open")))
	}
	if href := registerHref(x, h.ID); href != "" {
		parts = append(parts, ui.ButtonLink(href, ui.ButtonView{Text: t.T("line.card.register", "name", h.Name()), Icon: "plus"}))
	}
	return sheet.Panel(ui.PanelView{ID: "who-" + sheet.Text(h.ID), Level: 3, Title: h.Name()}, parts...)
}

func deviceWords(c *web.Ctx, d *asset.Asset) string {
	words := d.Tag
	if title := d.Title(); title != d.Tag {
		words += ", " + title
	}
	if d.LevelNo != 0 {
		words += ", " + c.T.T("line.card.level", "level", d.LevelNo)
	}
	return words
}

// mostOpen is how many open cases of a candidate stand on the card.
const mostOpen = 5

func briefs(c *web.Ctx, list []ticket.Brief) []ui.ItemView {
	var out []ui.ItemView
	for _, b := range list[:min(len(list), mostOpen)] {
		out = append(out, ui.ItemView{ID: "open-" + b.ID.String(), Href: paths.DeskTicket(b.ID), Title: b.Title, Note: c.T.T("desk.state."+string(b.State)) + ",", At: b.At, AtText: c.T.Date(b.At)})
	}
	return out
}

// registerHref leads to the form of a case, which knows the contact and the person.
func registerHref(x *line.Contact, who directory.PersonID) string {
	pairs := []string{"channel", string(x.Channel)}
	if x.ID != 0 {
		pairs = append(pairs, "contact", x.ID.String())
	}
	if x.Desk != 0 {
		pairs = append(pairs, "desk", sheet.Text(x.Desk))
	}
	if who != 0 {
		pairs = append(pairs, "person", sheet.Text(who))
	}
	return paths.With(paths.DeskCall(), pairs...)
}

// actions are what can be done with the call itself.
func (p *pages) actions(c *web.Ctx, x *line.Contact, known int) []templ.Component {
	text, variant := c.T.T("line.card.search"), ui.Primary
	if known > 0 {
		text, variant = c.T.T("line.card.other"), ui.Secondary
	}
	out := []templ.Component{ui.ButtonLink(registerHref(x, 0), ui.ButtonView{Text: text, Icon: "search", Variant: variant})}
	switch {
	case x.ID == 0:
	case x.State == line.Waiting:
		out = append(out, sheet.Do(c, paths.StationContact(x.ID, "take"), c.T.T("line.take"), "").Show(c.T))
	case x.State == line.Active:
		out = append(out, sheet.Do(c, paths.StationContact(x.ID, "end"), c.T.T("line.end"), "").Show(c.T))
	}
	return out
}

func cardHref(x *line.Contact) string { return paths.With("/desk/pop", "contact", x.ID.String()) }

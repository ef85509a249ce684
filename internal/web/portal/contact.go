package portal

import (
	"net/http"
	"slices"

	"lotsen/internal/desk/announce"
	"lotsen/internal/desk/calendar"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/line"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web"
	announced "lotsen/internal/web/announce"
	"lotsen/internal/web/opening"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// deskView is a desk and every way to reach it.
type deskView struct {
	id, name string
	ways     []ui.Definition
	onCall   []ui.Definition // While it is closed: the conditions first, the number last.
}

// orgWays is what desks of one organisation have in common.
type orgWays struct {
	name   string
	key    string
	open   map[string]calendar.Opening
	lines  []line.Line
	onCall announce.OnCall
}

// contact says how each desk is reached, and whether it answers now. It lists the desks of the reader's organisation; for those who are not logged in, all of them.
func (p *pages) contact(c *web.Ctx) error {
	by := c.Actor()
	if by.Anonymous() {
		by = authz.System("contact")
	}
	desks, err := p.Directory.Desks(c.Context(), by)
	if err != nil {
		return err
	}
	var ids []directory.DeskID
	for _, d := range desks {
		ids = append(ids, d.ID)
	}
	ways, err := p.Directory.WaysOf(c.Context(), ids...)
	if err != nil {
		return err
	}
	known, err := p.orgWays(c, by, desks)
	if err != nil {
		return err
	}
	var views []deskView
	for _, d := range desks {
		o := known[d.Org]
		v := deskView{id: "desk-" + d.Key, name: d.Name}
		if by.IsSystem() {
			v.id, v.name = "desk-"+o.key+"-"+d.Key, d.Name+", "+o.name
		}
		numbers := o.numbers(d.ID)
		for i := range numbers {
			v.ways = append(v.ways, o.opened(c, lineWay(c.T, &numbers[i]), string(ticket.Phone)))
		}
		for _, w := range ways[d.ID] {
			if w.Channel == string(ticket.Phone) && len(numbers) > 0 {
				continue // The lines know more of the same numbers.
			}
			v.ways = append(v.ways, o.opened(c, wayLine(c.T, w), w.Channel))
		}
		v.onCall = o.conditions(c)
		views = append(views, v)
	}
	return p.Shell.Render(c, http.StatusOK, shell.View{Title: c.T.T("portal.contact.title")}, contactPage(c.T, views, !c.Actor().Anonymous()))
}

// orgWays reads what the desks' organisations have, in as many statements for many as for one.
func (p *pages) orgWays(c *web.Ctx, by authz.Actor, desks []directory.Desk) (map[directory.OrgID]*orgWays, error) {
	out := map[directory.OrgID]*orgWays{}
	var orgs, closed []directory.OrgID
	for _, d := range desks {
		if out[d.Org] != nil {
			continue
		}
		open, err := p.Calendar.Openings(c.Context(), d.Org, directory.WayChannels(), c.Now())
		if err != nil {
			return nil, err
		}
		out[d.Org], orgs = &orgWays{open: open}, append(orgs, d.Org)
		if !open[string(ticket.Phone)].Open {
			closed = append(closed, d.Org)
		}
	}
	lines, err := p.Line.LinesOfEach(c.Context(), orgs...)
	if err != nil {
		return nil, err
	}
	for _, l := range lines {
		out[l.Org].lines = append(out[l.Org].lines, l)
	}
	if by.IsSystem() {
		list, err := p.Directory.Organisations(c.Context(), by)
		if err != nil {
			return nil, err
		}
		for _, x := range list {
			if o := out[x.ID]; o != nil {
				o.name, o.key = x.Name, x.Key
			}
		}
	}
	if len(closed) == 0 {
		return out, nil
	}
	onCall, err := p.Announce.OnCallOf(c.Context(), closed...)
	for org, x := range onCall {
		out[org].onCall = x
	}
	return out, err
}

// numbers are the telephone numbers of a desk that are for users. A line that goes ahead of the others is for suppliers and
// other desks, and is told to those.
func (o *orgWays) numbers(desk directory.DeskID) []line.Line {
	return slices.DeleteFunc(slices.Clone(o.lines), func(l line.Line) bool {
		return l.Desk != desk || l.Channel != ticket.Phone || l.Priority > 0 || l.Number == ""
	})
}

// opened tells below a way whether it answers now.
func (o *orgWays) opened(c *web.Ctx, d ui.Definition, channel string) ui.Definition {
	if at, ok := o.open[channel]; ok && channel != "portal" {
		d.Content = wayOpen(d.Content, opening.Tag(c.T, at), opening.Next(c.T, at, c.Now()))
	}
	return d
}

// conditions are who can be reached while it is closed: for what, at which cost, and only then the number.
func (o *orgWays) conditions(c *web.Ctx) []ui.Definition {
	if o.open[string(ticket.Phone)].Open || !o.onCall.Reachable() {
		return nil
	}
	t, lang := c.T, i18n.ParseLang(c.T.Lang())
	charge := t.T("announce.oncall.free")
	if o.onCall.Charged {
		charge = announced.Charge(t, o.onCall)
	}
	number := o.onCall.Number
	if e164 := line.Number(number, ""); e164 != "" {
		number, _ = spoken(e164)
	}
	return []ui.Definition{
		{Term: t.T("announce.oncall.criteria_term"), Text: announced.Criteria(t, lang, o.onCall)},
		{Term: t.T("announce.oncall.charge_term"), Text: charge},
		{Term: t.T("announce.oncall.number_term"), Text: number, Href: shell.PhoneHref(number)},
	}
}

// lineWay is a telephone number with its facts.
func lineWay(p *i18n.Printer, l *line.Line) ui.Definition {
	national, international := spoken(l.Number)
	term := p.T("portal.contact.phone")
	if l.Audience != "" {
		term += " " + p.T("portal.contact.for."+string(l.Audience))
	}
	var facts []string
	if national != international {
		facts = append(facts, p.T("announce.contact.international", "number", international))
	}
	if l.Cost != line.CostUnsaid {
		facts = append(facts, p.T("announce.contact."+l.Cost))
	}
	if l.Abroad {
		facts = append(facts, p.T("announce.contact.abroad"))
	}
	return ui.Definition{Term: term, Text: national, Href: shell.PhoneHref(l.Number), Content: wayFacts(facts)}
}

func wayLine(p *i18n.Printer, w directory.ContactWay) ui.Definition {
	lang := i18n.ParseLang(p.Lang())
	term := p.T("portal.contact." + w.Channel)
	if w.Audience != "" {
		term += " " + p.T("portal.contact.for."+string(w.Audience))
	}
	d := ui.Definition{Term: term, Text: w.Value, Content: wayNote(p, w.Hours(lang), w.Note(lang))}
	switch w.Channel {
	case "phone":
		d.Href = shell.PhoneHref(w.Value)
	case "mail":
		d.Href = "mailto:" + w.Value
	}
	return d
}

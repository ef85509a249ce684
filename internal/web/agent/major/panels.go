package major

import (
	"strings"
	"time"

	"github.com/a-h/templ"

	"lotsen/internal/desk/common"
	"lotsen/internal/desk/notice"
	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web"
	"lotsen/internal/web/agent/notices"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// publication is what is told of the incident, what stops telling it, and the form that tells more.
func (p *pages) publication(c *web.Ctx, d *hourData) templ.Component {
	t, n := c.T, d.row.ID
	parts := []templ.Component{}
	for i := range d.holds {
		h := &d.holds[i]
		if h.Org == d.row.Org && (h.Desk == 0 || h.Desk == d.row.Desk) && (h.Ticket == 0 || h.Ticket == n) {
			parts = append(parts, ui.Alert(ui.AlertView{ID: "hold-" + sheet.Text(h.ID), Color: ui.Danger, Title: t.T("notice.error.held"), Level: 3, Content: ui.DefinitionList(notices.HoldFacts(t, h))}))
		}
	}
	var told []ui.ItemView
	for i := range d.notices {
		x := &d.notices[i]
		told = append(told, ui.ItemView{
			ID: "notice-" + sheet.Text(x.ID), Href: paths.Notice(paths.Word(sheet.Text(x.ID))), Title: x.TitleSv, Note: notices.Channels(t, x.Channels),
			Tags: []ui.TagView{{Text: t.T("notice.state." + string(x.State))}},
		})
	}
	if len(told) > 0 {
		parts = append(parts, ui.Items(t.T("common.major.publication"), told))
	} else {
		parts = append(parts, sheet.Say(t.T("common.major.nothing_told")))
	}
	if c.Actor().May(notice.MayPublish) && d.hour.Running() {
		parts = append(parts, sheet.Fold(ui.DetailsView{ID: "publish", Summary: t.T("common.major.publish"), Plain: true, Open: len(told) == 0}, p.form(c, d)))
	}
	parts = append(parts, sheet.Go(paths.With(paths.NoticeHolds(), "ticket", n.String()), t.T("notice.tab.holds")))
	return sheet.Panel(ui.PanelView{ID: "publication", Title: t.T("common.major.publication")}, parts...)
}

// form is a notice about the incident, in all ways to the desk.
func (p *pages) form(c *web.Ctx, d *hourData) templ.Component {
	t, n := c.T, d.row.ID
	pairs := []string{"title_sv", d.row.Title}
	var where []ui.Option
	for _, ch := range notice.Ways() {
		pairs = append(pairs, "channels", string(ch))
		where = append(where, ui.Option{Value: string(ch), Text: t.T("notice.channel." + string(ch))})
	}
	return sheet.Of(c, web.NewForm(pairs...), "notice.field.", paths.Notices(), t.T("notice.publish"),
		sheet.Field{Name: "title_sv", Required: true}, sheet.Field{Name: "text_sv", Kind: sheet.Long}, sheet.Field{Name: "channels", Kind: sheet.Several, Options: where, Required: true},
	).Hidden("kind", string(notice.Disturbance)).Hidden("ticket", n.String()).Hidden("desk", sheet.Text(d.row.Desk)).Hidden("publish", "1").
		Keyed(c, "publish", n, d.row.Version, len(d.notices)).Show(t)
}

// public is what the contact centre may pass on to residents.
func public(c *web.Ctx, d *hourData) templ.Component {
	t, m := c.T, &d.hour.Major
	panel := ui.PanelView{ID: "public", Title: t.T("proxy.public.title")}
	if !d.leads || !m.Running() {
		if m.Public == "" {
			return sheet.Panel(panel, sheet.Note(t.T("proxy.centre.no_words")))
		}
		return sheet.Panel(panel, sheet.Say(m.Public))
	}
	f := d.sent("public")
	if f == nil {
		f = web.NewForm("public", m.Public)
	}
	form := sheet.Of(c, f, "proxy.field.", paths.Major(d.row.ID, "public"), t.T("proxy.public.save"), sheet.Field{Name: "public", Kind: sheet.Long}).
		Keyed(c, "public", d.row.ID, m.Version).Quiet()
	return sheet.Panel(panel, form.Show(t))
}

// leading is who leads, and when those concerned hear more.
func leading(c *web.Ctx, d *hourData) templ.Component {
	t, n, m := c.T, d.row.ID, &d.hour.Major
	name := m.LeadName
	if name == "" {
		name = t.T("desk.masked")
		if m.Lead == 0 {
			name = t.T("common.major.nobody")
		}
	}
	due := ui.Definition{Term: t.T("common.major.next_word"), Text: t.T("common.major.no_word")}
	if !m.WordDue.IsZero() {
		due = ui.Definition{Term: t.T("common.major.next_word"), Content: ui.Time(m.WordDue, t.DateTime(m.WordDue))}
	}
	parts := []templ.Component{ui.DefinitionList([]ui.Definition{{Term: t.T("common.major.leads"), Text: name}, due})}
	if m.Running() && !m.WordDue.IsZero() && !m.WordDue.After(c.Now()) {
		parts = append([]templ.Component{ui.Alert(ui.AlertView{ID: "late", Color: ui.Danger, Text: t.T("common.major.word_late")})}, parts...)
	}
	if d.leads && m.Running() {
		var agents []ui.Option
		for _, a := range d.agents {
			agents = append(agents, ui.Option{Value: sheet.Text(a.ID), Text: a.Name})
		}
		lead, word := d.sent("lead"), d.sent("word_due")
		if lead == nil {
			lead = web.NewForm("lead", sheet.Text(m.Lead))
		}
		if word == nil {
			word = web.NewForm("word_due", nextHalfHour(c.Now()))
		}
		parts = append(parts,
			sheet.Of(c, lead, area, paths.Major(n, "lead"), t.T("common.major.lead_do"), sheet.Field{Name: "lead", Kind: sheet.Choice, Options: agents, Required: true}).Keyed(c, "lead", n, m.Version).Quiet().Show(t),
			sheet.Of(c, word, area, paths.Major(n, "word"), t.T("common.major.word_do"), sheet.Field{Name: "word_due", Type: "datetime-local", Required: true}).Keyed(c, "word", n, m.Version).Quiet().Show(t),
		)
	}
	return sheet.Panel(ui.PanelView{ID: "leading", Title: t.T("common.major.leading")}, parts...)
}

// nextHalfHour is what one promises most often: the next full or half hour that is not just about to come.
func nextHalfHour(now time.Time) string {
	return now.Add(45 * time.Minute).Truncate(30 * time.Minute).In(clock.Stockholm()).Format("2006-01-02T15:04")
}

// reach is how many are concerned.
func reach(c *web.Ctx, d *hourData) templ.Component {
	t, o := c.T, &d.over
	facts := []ui.Definition{
		{Term: t.T("common.fact.cases"), Text: t.T("common.fact.cases_text", "sum", o.Sum(), "open", o.Open, "solved", o.Solved)},
		{Term: t.T("common.fact.people"), Text: t.Number(int64(o.People))},
		{Term: t.T("common.fact.units"), Text: t.Number(int64(o.Units))},
	}
	if o.Residents > 0 {
		facts = append(facts, ui.Definition{Term: t.T("common.fact.residents"), Text: t.Number(int64(o.Residents))})
	}
	return sheet.Panel(ui.PanelView{ID: "reach", Title: t.T("common.major.reach"), Action: &ui.ActionLink{Href: paths.Group(d.row.ID), Text: t.T("common.major.tell_all")}}, ui.DefinitionList(facts))
}

// checks is the checklist, each line with the button that ticks it off.
func checks(c *web.Ctx, d *hourData) templ.Component {
	t, n := c.T, d.row.ID
	var parts []templ.Component
	open := d.works && d.hour.Running()
	for _, x := range d.hour.Checks {
		text := checkText(t, x.Key, x.Text)
		line := []templ.Component{}
		if !x.DoneAt.IsZero() {
			line = append(line, ui.Tag(ui.TagView{Text: t.T("common.check.done"), Color: ui.Success, Icon: "check"}))
			text += " (" + orMasked(t, x.Name) + ", " + t.DateTime(x.DoneAt) + ")"
		}
		line = append(line, sheet.Say(text))
		if open {
			key, done := "common.check.do", "1"
			if !x.DoneAt.IsZero() {
				key, done = "common.check.undo", "0"
			}
			line = append(line, sheet.Do(c, paths.Major(n, "check"), t.T(key), t.T(key)+": "+checkText(t, x.Key, x.Text)).Hidden("item", sheet.Text(x.ID)).Hidden("done", done).
				Keyed(c, "check", n, x.ID, done, x.DoneAt.UnixMicro()).Show(t))
		}
		parts = append(parts, sheet.Row(line...))
	}
	if open {
		parts = append(parts, sheet.Of(c, d.sent("check"), area, paths.Major(n, "add"), t.T("common.check.add"), sheet.Field{Name: "check"}).Keyed(c, "add", n, len(d.hour.Checks)).Quiet().Show(t))
	}
	return sheet.Panel(ui.PanelView{ID: "checklist", Title: t.T("common.major.checklist")}, parts...)
}

func checkText(t *i18n.Printer, key, text string) string {
	if key != "" {
		return t.T("common.check." + key)
	}
	return text
}

func orMasked(t *i18n.Printer, name string) string {
	if name == "" {
		return t.T("desk.masked")
	}
	return name
}

// logPanel is what was done and noted, newest first, with the line for more.
func logPanel(c *web.Ctx, d *hourData) templ.Component {
	t, n := c.T, d.row.ID
	var parts []templ.Component
	if d.works && d.hour.Running() {
		parts = append(parts, sheet.Of(c, d.sent("note"), area, paths.Major(n, "note"), t.T("common.log.add"), sheet.Field{Name: "note", Kind: sheet.Long}).Keyed(c, "note", n, len(d.hour.Log)).Show(t))
	}
	v := ui.TableView{ID: "log", Caption: t.T("common.major.log"), CaptionHidden: true, Columns: []ui.Column{{Text: t.T("desk.history.when")}, {Text: t.T("desk.history.who")}, {Text: t.T("desk.history.what")}}}
	for i := range d.hour.Log {
		l := &d.hour.Log[i]
		who := orMasked(t, l.Name)
		if l.What == "late" {
			who = t.T("desk.system")
		}
		v.Rows = append(v.Rows, ui.Row{ID: sheet.Text(l.ID), Cells: []ui.Cell{
			{Content: ui.Time(l.At, t.DateTime(l.At)), Nowrap: true, Header: true}, {Text: who}, {Text: logText(t, l)},
		}})
	}
	return sheet.Panel(ui.PanelView{ID: "the-log", Title: t.T("common.major.log")}, append(parts, ui.Table(v))...)
}

// logText is a line of the log in words.
func logText(t *i18n.Printer, l *common.LogLine) string {
	text := l.Text
	switch {
	case l.What == "note":
		return text
	case l.What == "word":
		if at, err := time.Parse(time.RFC3339, text); err == nil {
			text = t.DateTime(at)
		}
	case strings.HasPrefix(text, "@"):
		text = t.T("common.check." + text[1:])
	}
	if text == "" {
		return t.T("common.log." + l.What)
	}
	return t.T("common.log."+l.What) + ": " + text
}

package caller

import (
	"strings"

	"github.com/a-h/templ"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/desk/verify"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// page is where a caller is checked: what is known of them, a code to say, how it went, and what it opens.
func (p *pages) page(c *web.Ctx, status int, x *ticket.Ticket, f, coded *web.Form) error {
	t := c.T
	title := t.T("verify.page.title", "ref", x.ID.String())
	if x.Requester == 0 {
		return p.answer(c, status, x, title, ui.Alert(ui.AlertView{ID: "nobody", Color: ui.Warning, Text: t.T("verify.error.nobody")}))
	}
	who, err := p.who(c, x.Requester)
	if err != nil {
		return err
	}
	methods, err := p.Verify.Methods(c.Context(), x.Org)
	if err != nil {
		return err
	}
	rows, err := p.Verify.OfTicket(c.Context(), c.Actor(), x, 0)
	if err != nil {
		return err
	}
	locks, err := p.Verify.Locks(c.Context(), x)
	if err != nil {
		return err
	}
	callers, err := p.callers(c, x, who)
	if err != nil {
		return err
	}
	state, words := stateOf(c, x, rows)
	main := []templ.Component{
		sheet.Tags([]ui.TagView{state}), sheet.Say(words),
		sheet.Panel(ui.PanelView{ID: "code", Title: t.T("verify.code.title")}, p.codeForm(c, x, coded, callers, methods)...),
		sheet.Panel(ui.PanelView{ID: "check", Title: t.T("verify.check.title")}, p.checkForm(c, x, f, callers, methods, who.Protected)),
	}
	if len(rows) > 0 {
		main = append(main, ui.Table(past(c, rows)))
	}
	beside := []templ.Component{
		sheet.Panel(ui.PanelView{ID: "known", Title: t.T("verify.known.title", "name", who.Name())}, known(c, who)...),
		sheet.Panel(ui.PanelView{ID: "locks", Title: t.T("verify.locks.title")}, ui.DefinitionList(lockFacts(c, locks))),
	}
	return p.answer(c, status, x, title, sheet.Split(main, beside))
}

// callers are those who can be on the line: whom the case is for, and who reported it for them.
func (p *pages) callers(c *web.Ctx, x *ticket.Ticket, who directory.PersonHit) ([]ui.Option, error) {
	var out []ui.Option
	if verify.Callers(x, c.Actor(), who.ID) {
		out = append(out, ui.Option{Value: sheet.Text(who.ID), Text: who.Name()})
	}
	if x.Reporter != x.Requester && verify.Callers(x, c.Actor(), x.Reporter) {
		names, err := p.Directory.Names(c.Context(), c.Actor(), x.Reporter)
		if err != nil {
			return nil, err
		}
		if name := names[x.Reporter]; name != "" {
			out = append(out, ui.Option{Value: sheet.Text(x.Reporter), Text: c.T.T("verify.reporter", "name", name)})
		}
	}
	return out, nil
}

func (p *pages) codeForm(c *web.Ctx, x *ticket.Ticket, f *web.Form, callers []ui.Option, methods []verify.Method) []templ.Component {
	out := []templ.Component{sheet.Note(c.T.T("verify.code.lead"))}
	if f != nil && len(f.Errors(c.T)) > 0 {
		out = append(out, ui.ErrorSummary(c.T, f.Errors(c.T)))
	}
	var buttons []templ.Component
	for _, m := range methods {
		if !m.ByCode() || !m.Active {
			continue
		}
		for _, o := range callers {
			words := c.T.T("verify.ask." + m.Code)
			if len(callers) > 1 {
				words += ": " + o.Text
			}
			buttons = append(buttons, sheet.Do(c, paths.DeskTicketDo(x.ID, "caller")+"/code", words, words).Hidden("method", m.Code).Hidden("person", o.Value).Show(c.T))
		}
	}
	return append(out, sheet.Row(buttons...))
}

func (p *pages) checkForm(c *web.Ctx, x *ticket.Ticket, f *web.Form, callers []ui.Option, methods []verify.Method, protected bool) templ.Component {
	if f == nil {
		f = web.NewForm("method", c.Query("method"), "next", c.Query("next"))
	}
	var ways, results []ui.Option
	for _, m := range methods {
		if m.Active && !(protected && m.Code == verify.Question) {
			ways = append(ways, ui.Option{Value: m.Code, Text: MethodName(c.T, m) + " (" + c.T.T("verify.strength."+sheet.Text(m.Strength)) + ")"})
		}
	}
	for _, r := range []verify.Result{verify.Passed, verify.Failed, verify.Aborted} {
		results = append(results, ui.Option{Value: string(r), Text: c.T.T("verify.result." + string(r))})
	}
	fields := []sheet.Field{
		{Name: "method", Kind: sheet.Choice, Required: true, Empty: c.T.T("verify.choose"), Options: ways},
		{Name: "code", Width: "s"},
		{Name: "result", Kind: sheet.Choice, Required: true, Empty: c.T.T("verify.choose"), Options: results, Width: "m"},
		{Name: "reason", Kind: sheet.Long},
	}
	if len(callers) > 1 {
		fields = append([]sheet.Field{{Name: "person", Kind: sheet.Choice, Required: true, Options: callers}}, fields...)
	}
	return sheet.Of(c, f, area, paths.DeskTicketDo(x.ID, "caller"), c.T.T("verify.check.save"), fields...).
		Hidden("next", f.Get("next")).Back(paths.DeskTicket(x.ID)).Show(c.T)
}

// known is what the register holds to compare with. Of a person with protected identity nothing is laid out to ask about.
func known(c *web.Ctx, who directory.PersonHit) []templ.Component {
	t := c.T
	if who.Protected {
		return []templ.Component{ui.Alert(ui.AlertView{ID: "protected", Color: ui.Warning, Text: t.T("verify.known.protected")})}
	}
	var facts []ui.Definition
	add := func(key string, parts ...string) {
		if text := strings.Join(strings.Fields(strings.Join(parts, " ")), " "); text != "" {
			facts = append(facts, ui.Definition{Term: t.T("verify.known." + key), Text: text})
		}
	}
	add("phone", who.Phone)
	add("mobile", who.Mobile)
	add("email", who.Email)
	add("role", who.Title)
	add("unit", who.UnitName)
	add("site", who.SiteName)
	add("number", who.ExternalID)
	return []templ.Component{sheet.Note(t.T("verify.known.lead")), ui.DefinitionList(facts)}
}

func lockFacts(c *web.Ctx, locks []verify.Lock) []ui.Definition {
	var out []ui.Definition
	for _, l := range locks {
		text := c.T.T("verify.lock.never")
		switch {
		case l.Needs > 0 && l.Open:
			text = c.T.T("verify.lock.open")
		case l.Needs > 0:
			text = c.T.T("verify.lock.locked", "strength", c.T.T("verify.strength."+sheet.Text(l.Needs)))
		}
		out = append(out, ui.Definition{Term: c.T.T("verify.action." + string(l.Action)), Text: text})
	}
	return out
}

// past lists the checks of the case.
func past(c *web.Ctx, rows []verify.Row) ui.TableView {
	t := c.T
	v := ui.TableView{ID: "checks", Caption: t.T("verify.past.title"), Columns: []ui.Column{
		{Text: t.T("verify.past.at")}, {Text: t.T("verify.past.person")}, {Text: t.T("verify.past.method")}, {Text: t.T("verify.past.result")}, {Text: t.T("verify.past.agent")},
	}}
	for i := range rows {
		r := &rows[i]
		v.Rows = append(v.Rows, ui.Row{ID: sheet.Text(r.ID), Cells: []ui.Cell{
			{Content: ui.Time(r.At, t.DateTime(r.At)), Nowrap: true},
			{Text: orMasked(c, r.PersonName)},
			{Text: MethodName(t, r.Named())},
			{Text: t.T("verify.result." + string(r.Result)), Note: r.Reason},
			{Text: orMasked(c, r.AgentName)},
		}})
	}
	return v
}

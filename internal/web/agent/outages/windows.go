package outages

import (
	"net/http"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/outage"
	"lotsen/internal/desk/service"
	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// windows shows a year's service windows, what is booked in them, and how the work is shared.
func (p *pages) windows(c *web.Ctx) error {
	org, err := p.org(c)
	if err != nil {
		return err
	}
	v, err := p.Outage.Windows(c.Context(), c.Actor(), org, year(c))
	if err != nil {
		return err
	}
	h := sheet.Head{Title: c.T.T("outage.windows_in", "year", strconv.Itoa(v.Year)), Lead: c.T.T("outage.windows_lead"), Tabs: tabs(c, paths.Windows(), org, v.Year)}
	if c.Actor().May(outage.MayWrite) && v.PerMonth > 0 {
		h.Actions = append(h.Actions, ui.ButtonLink(paths.With(paths.Windows("new"), "org", sheet.Text(org)), ui.ButtonView{Text: c.T.T("outage.plan"), Icon: "plus"}))
	}
	t := ui.TableView{ID: "window", Caption: c.T.T("outage.windows"), CaptionHidden: true, Columns: heads(c, "window", "when", "work")}
	for _, w := range v.List {
		t.Rows = append(t.Rows, ui.Row{ID: w.Date(), Muted: !w.To.After(c.Now()), Cells: []ui.Cell{
			{Text: c.T.T("outage.window." + string(w.Kind))}, {Text: windowText(c, w), Nowrap: true}, {Content: workLines(c, v.Work[w.Date()])},
		}})
	}
	if len(t.Rows) == 0 {
		return p.show(c, http.StatusOK, h, ui.EmptyState(ui.EmptyView{Icon: "clock", Title: c.T.T("outage.no_windows")}))
	}
	return p.show(c, http.StatusOK, h, shares(c, &v), ui.Table(t), years(c, paths.Windows(), org, v.Year))
}

func windowText(c *web.Ctx, w outage.Window) string {
	from, to := w.From.In(clock.Stockholm()), w.To.In(clock.Stockholm())
	return c.T.T("outage.window_time", "date", w.Date(), "from", from.Format("15:04"), "to", to.Format("15:04"))
}

// shares tells how much of the booked time lies in which window.
func shares(c *web.Ctx, v *outage.Windows) templ.Component {
	first, ok := v.Share(outage.Primary)
	if !ok {
		return sheet.Note(c.T.T("outage.nothing_booked"))
	}
	second, _ := v.Share(outage.Secondary)
	return sheet.Say(c.T.T("outage.shares", "first", decimal(c, first, 0), "second", decimal(c, second, 0), "first_time", lasted(c, minutes(v.Minutes[outage.Primary])), "second_time", lasted(c, minutes(v.Minutes[outage.Secondary]))))
}

func minutes(n int) time.Duration { return time.Duration(n) * time.Minute }

// workLines lists what is booked in a window.
func workLines(c *web.Ctx, list []outage.Work) templ.Component {
	var parts []templ.Component
	for i := range list {
		w := &list[i]
		words := c.T.T("outage.work_line", "title", w.Title, "minutes", w.Minutes, "state", c.T.T("outage.state."+w.State))
		if c.Actor().May(outage.MayWrite) {
			parts = append(parts, sheet.Go(paths.Windows("work", sheet.Text(w.ID)), words))
			continue
		}
		parts = append(parts, sheet.Say(words))
	}
	return sheet.Stack(parts...)
}

// planWork asks about work in a window: the next primary one is proposed. The second window is reached only from work
// that could not be finished in the first.
func (p *pages) planWork(c *web.Ctx) error {
	org, err := p.org(c)
	if err != nil {
		return err
	}
	f := web.NewForm("date", outage.NextPrimary(c.Now()).Date())
	if id := sheet.Asked[outage.WorkID](c, "follows"); id != 0 {
		w, err := p.Outage.WorkOf(c.Context(), c.Actor(), id)
		if err != nil {
			return err
		}
		day := w.Window().From.In(clock.Stockholm())
		f = web.NewForm("date", outage.SecondaryOf(day.Year(), day.Month()).Date(), "follows", sheet.Text(id), "title", w.Title, "service", sheet.Text(w.Service))
		org = w.Org
	}
	return p.askWork(c, http.StatusOK, org, f)
}

func (p *pages) askWork(c *web.Ctx, status int, org directory.OrgID, f *web.Form) error {
	functions, err := p.services(c, org)
	if err != nil {
		return err
	}
	fields := []sheet.Field{
		{Name: "title", Required: true},
		{Name: "service", Kind: sheet.Choice, Empty: c.T.T("outage.no_function"), Options: functions, Width: "m", Label: c.T.T("outage.column.function")},
		{Name: "date", Kind: sheet.Choice, Required: true, Width: "m", Options: coming(c, f.Get("follows") != "")},
		{Name: "minutes", Required: true, Width: "s"},
	}
	h := sheet.Head{Title: c.T.T("outage.plan"), Lead: c.T.T("outage.plan_lead"), Above: []ui.Crumb{{Href: paths.Windows(), Text: c.T.T("outage.windows")}}}
	form := sheet.Of(c, f, area, paths.With(paths.Windows(), "org", sheet.Text(org)), c.T.T("outage.plan"), fields...)
	if f.Get("follows") != "" {
		h.Title, h.Lead = c.T.T("outage.plan_rest"), c.T.T("outage.plan_rest_lead")
		fields = append(fields, sheet.Field{Name: "reason", Kind: sheet.Long, Required: true})
		form = sheet.Of(c, f, area, paths.With(paths.Windows(), "org", sheet.Text(org)), c.T.T("outage.plan_rest"), fields...).Hidden("follows", f.Get("follows"))
	}
	return p.show(c, status, h, form.Back(paths.With(paths.Windows(), "org", sheet.Text(org))).Show(c.T))
}

// coming are the windows of a kind that can be booked: a year ahead.
func coming(c *web.Ctx, second bool) []ui.Option {
	var out []ui.Option
	y := outage.YearOf(c.Now())
	for _, w := range append(outage.WindowsOf(y, 2), outage.WindowsOf(y+1, 2)...) {
		if w.To.After(c.Now()) && (w.Kind == outage.Secondary) == second && len(out) < 12 {
			out = append(out, ui.Option{Value: w.Date(), Text: windowText(c, w)})
		}
	}
	return out
}

func (p *pages) book(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil && !f.Failed(err) {
		return err
	}
	org, err := p.org(c)
	if err != nil {
		return err
	}
	w := outage.Work{
		Title: f.Words("title"), Service: service.ID(f.Int("service")), Kind: outage.Primary, Date: f.Get("date"), Minutes: int(f.Int("minutes")),
		Follows: outage.WorkID(f.Int("follows")), Reason: f.Words("reason"),
	}
	if w.Follows != 0 {
		w.Kind = outage.Secondary
	}
	w, err = p.Outage.Book(c.Context(), c.Actor(), org, w)
	if status, yes := sheet.Again(f, err); yes {
		return p.askWork(c, status, org, f)
	}
	if err != nil {
		return err
	}
	c.Flash("outage.booked", "when", windowText(c, w.Window()))
	return c.Redirect(at(paths.Windows(), org, outage.YearOf(w.Window().From)))
}

// work shows booked work, and asks what became of it.
func (p *pages) work(c *web.Ctx) error {
	w, err := p.workIn(c)
	if err != nil {
		return err
	}
	return p.showWork(c, http.StatusOK, &w, web.NewForm("comment", w.Comment, "version", strconv.FormatInt(w.Version, 10)))
}

func (p *pages) workIn(c *web.Ctx) (outage.Work, error) {
	id, err := sheet.Number[outage.WorkID](c, "id")
	if err != nil {
		return outage.Work{}, err
	}
	return p.Outage.WorkOf(c.Context(), c.Actor(), id)
}

func (p *pages) showWork(c *web.Ctx, status int, w *outage.Work, f *web.Form) error {
	facts := []ui.Definition{
		{Term: c.T.T("outage.column.window"), Text: c.T.T("outage.window." + string(w.Kind))},
		{Term: c.T.T("outage.column.when"), Text: windowText(c, w.Window())},
		{Term: c.T.T("outage.field.minutes"), Text: strconv.Itoa(w.Minutes)},
		{Term: c.T.T("outage.field.state"), Text: c.T.T("outage.state." + w.State)},
	}
	if w.Reason != "" {
		facts = append(facts, ui.Definition{Term: c.T.T("outage.field.reason"), Text: w.Reason},
			ui.Definition{Term: c.T.T("outage.follows"), Text: c.T.T("outage.follows_link"), Href: paths.Windows("work", sheet.Text(w.Follows))})
	}
	if w.Comment != "" {
		facts = append(facts, ui.Definition{Term: c.T.T("outage.field.comment"), Text: w.Comment})
	}
	var states []ui.Option
	for _, s := range outage.WorkStates() {
		states = append(states, ui.Option{Value: s, Text: c.T.T("outage.state." + s)})
	}
	h := sheet.Head{Title: w.Title, Above: []ui.Crumb{{Href: at(paths.Windows(), w.Org, outage.YearOf(w.Window().From)), Text: c.T.T("outage.windows")}}}
	if w.Kind == outage.Primary && w.State == outage.Unfinished {
		h.Actions = append(h.Actions, ui.ButtonLink(paths.With(paths.Windows("new"), "follows", sheet.Text(w.ID)), ui.ButtonView{Text: c.T.T("outage.plan_rest"), Icon: "clock"}))
	}
	form := sheet.Of(c, f, area, paths.Windows("work", sheet.Text(w.ID)), c.T.T("outage.settle"),
		sheet.Field{Name: "state", Kind: sheet.Choice, Required: true, Empty: c.T.T("outage.choose"), Options: states, Width: "m"}, sheet.Field{Name: "comment", Kind: sheet.Long}).Versioned(f.Get("version"))
	return p.show(c, status, h, ui.DefinitionList(facts), sheet.Panel(ui.PanelView{ID: "settle", Title: c.T.T("outage.settle")}, form.Show(c.T)))
}

func (p *pages) settle(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil && !f.Failed(err) {
		return err
	}
	w, err := p.workIn(c)
	if err != nil {
		return err
	}
	err = p.Outage.Settle(c.Context(), c.Actor(), w.ID, f.Int("version"), f.Get("state"), f.Words("comment"))
	if errs.Is(err, errs.Conflict) {
		f.Set("version", strconv.FormatInt(w.Version, 10)) // Whoever has been told saves again.
	}
	if status, yes := sheet.Again(f, err); yes {
		return p.showWork(c, status, &w, f)
	}
	if err != nil {
		return err
	}
	c.Flash("outage.saved")
	return c.Redirect(paths.Windows("work", sheet.Text(w.ID)))
}

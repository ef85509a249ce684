package clocks

import (
	"net/http"
	"strings"
	"time"

	"lotsen/internal/desk/calendar/holiday"
	"lotsen/internal/desk/calendar/worktime"
	"lotsen/internal/desk/sla"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/event"
	"lotsen/internal/web"
	"lotsen/internal/web/clockwords"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/ui"
)

// proofView is how a case's clocks were computed, step by step.
type proofView struct {
	Head   ui.PageHeaderView
	Clocks []clockView
	Days   ui.TableView
	Files  []ui.LinkView
	Empty  string
}

type clockView struct {
	ID, Name  string
	Tag       ui.TagView
	Facts     []ui.Definition
	Stretches ui.TableView
	Steps     ui.TableView
}

// find is the case in the address with its proof, for those who meet it at work.
func (p *pages) find(c *web.Ctx) (ticket.Row, sla.Proof, error) {
	id, ok := ticket.ParseID(c.Param("ref"))
	if !ok {
		return ticket.Row{}, sla.Proof{}, errs.Missing()
	}
	row, err := p.Ticket.Show(c.Context(), c.Actor(), id)
	if err != nil {
		return row, sla.Proof{}, err
	}
	if !ticket.WorksOn(c.Actor(), &row.Ticket) {
		return row, sla.Proof{}, errs.Missing()
	}
	proof, err := p.SLA.Recompute(c.Context(), c.Actor(), &row.Ticket)
	if err != nil {
		return row, proof, err
	}
	return row, proof, p.name(c, &proof)
}

// name writes who did something as the reader may know it: a colleague with protected identity is not named.
func (p *pages) name(c *web.Ctx, proof *sla.Proof) error {
	var acts []ticket.Entry
	for _, m := range proof.Trail.Moments {
		acts = append(acts, ticket.Entry{Event: event.Event{Actor: m.Actor}})
	}
	names, err := p.Ticket.NamesIn(c.Context(), c.Actor(), acts)
	if err != nil {
		return err
	}
	known := func(actor int64) string {
		switch name := names.People[actor]; {
		case actor == 0:
			return c.T.T("sla.proof.system")
		case name == "":
			return c.T.T("desk.masked")
		default:
			return name
		}
	}
	for i := range proof.Trail.Moments {
		m := &proof.Trail.Moments[i]
		m.By = known(m.Actor)
	}
	for i := range proof.Clocks {
		for j := range proof.Clocks[i].Gaps {
			g := &proof.Clocks[i].Gaps[j]
			g.By = known(g.Actor)
		}
	}
	return nil
}

// proof shows each clock with its timeline, the calendar that counted and every pause. It is computed while one looks.
func (p *pages) proof(c *web.Ctx) error {
	row, proof, err := p.find(c)
	if err != nil {
		return err
	}
	title := c.T.T("sla.proof.title", "ref", row.ID.String())
	v := proofView{Head: ui.PageHeaderView{
		Title: title, Lead: c.T.T("sla.proof.lead"),
		Crumbs: []ui.Crumb{{Href: paths.Desk(), Text: c.T.T("desk.queue.back")}, {Href: paths.DeskTicket(row.ID), Text: row.ID.String() + " " + row.Title}, {Text: c.T.T("sla.part.title")}},
	}}
	if len(proof.Clocks) == 0 {
		v.Empty = c.T.T("sla.proof.none")
		return p.show(c, http.StatusOK, title, paths.Desk(), proofPage(c.T, v))
	}
	for i := range proof.Clocks {
		v.Clocks = append(v.Clocks, clockOf(c, &proof, &proof.Clocks[i]))
	}
	v.Days = daysOf(c, &proof)
	for _, file := range []string{"clocks.csv", "clocks.json"} {
		v.Files = append(v.Files, ui.LinkView{Href: proofPath(row.ID, file), Text: c.T.T("sla.proof." + strings.TrimPrefix(file, "clocks."))})
	}
	return p.show(c, http.StatusOK, title, paths.Desk(), proofPage(c.T, v))
}

var stateColors = map[sla.State]ui.Color{sla.Running: ui.Info, sla.Paused: ui.Neutral, sla.Met: ui.Success, sla.Missed: ui.Danger}

func clockOf(c *web.Ctx, proof *sla.Proof, r *sla.Result) clockView {
	t := c.T
	v := clockView{ID: "clock-" + string(r.Clock), Name: clockwords.Clock(t, r.Clock), Tag: ui.TagView{Text: t.T("sla.state." + string(r.State)), Color: stateColors[r.State]}}
	if r.Late(c.Now()) && !r.State.Ended() {
		v.Tag = ui.TagView{Text: t.T("sla.state.late"), Color: lateColor(r.Clock), Icon: "clock"}
	}
	add := func(key, text string) {
		if text != "" {
			v.Facts = append(v.Facts, ui.Definition{Term: t.T("sla.proof." + key), Text: text})
		}
	}
	add("level", levelWords(c, r.Level))
	add("promise", clockwords.Target(t, r.Target))
	if r.Rounds > 1 || r.Misses > 0 {
		add("rounds", t.T("sla.proof.rounds_text", "rounds", r.Rounds, "misses", r.Misses))
	}
	add("started", t.DateTime(r.Started))
	if !r.Due.IsZero() {
		add("due", t.DateTime(r.Due))
	}
	if !r.Ended.IsZero() {
		add("ended", t.DateTime(r.Ended))
	}
	add("sum", clockwords.Span(t, proof.Sum(r, c.Now())))
	v.Stretches = stretchesOf(c, proof, r)
	v.Steps = stepsOf(c, proof, r)
	return v
}

func levelWords(c *web.Ctx, l *sla.Level) string {
	if l.ID == 0 {
		return clockwords.Level(c.T, "")
	}
	return c.T.T("sla.proof.level_version", "name", l.Name, "from", c.T.DateTime(l.From))
}

// stretchesOf lists what counted and what did not, with the minutes of each and their sum.
func stretchesOf(c *web.Ctx, proof *sla.Proof, r *sla.Result) ui.TableView {
	t := c.T
	v := ui.TableView{ID: "stretches-" + string(r.Clock), Caption: t.T("sla.proof.stretches"), Columns: []ui.Column{
		{Text: t.T("sla.proof.from")}, {Text: t.T("sla.proof.to")}, {Text: t.T("sla.proof.what")}, {Text: t.T("sla.proof.minutes"), Number: true},
	}}
	var sum time.Duration
	for _, s := range proof.Stretches(r, c.Now()) {
		to := t.T("sla.proof.now")
		if !s.To.IsZero() {
			to = t.DateTime(s.To)
		}
		what, note := t.T("sla.proof.counts_"+string(r.Target.Basis)), ""
		if s.Gap != nil {
			what, note = gapWords(c, s.Gap)
		}
		sum += s.Counted
		v.Rows = append(v.Rows, ui.Row{Cells: []ui.Cell{
			{Text: t.DateTime(s.From), Nowrap: true}, {Text: to, Nowrap: true}, {Text: what, Note: note}, {Text: minutes(s.Counted)},
		}})
	}
	v.Rows = append(v.Rows, ui.Row{Cells: []ui.Cell{{Text: t.T("sla.proof.sum")}, {}, {Text: clockwords.Span(t, sum)}, {Text: minutes(sum)}}})
	return v
}

// gapWords is why a clock stood still, in words, and who said so.
func gapWords(c *web.Ctx, g *sla.Gap) (what, note string) {
	if g.Code == "" {
		return c.T.T("sla.gap." + g.Why), g.By
	}
	name := g.Code
	if key := "sla.pause." + g.Code; c.T.Has(key) {
		name = c.T.T(key)
	}
	what = c.T.T("sla.gap.hold", "why", strings.ToLower(name))
	return what, strings.TrimPrefix(strings.TrimSuffix(g.Reason+", "+g.By, ", "), ", ")
}

// stepsOf lists the moments that moved a clock.
func stepsOf(c *web.Ctx, proof *sla.Proof, r *sla.Result) ui.TableView {
	t := c.T
	v := ui.TableView{ID: "steps-" + string(r.Clock), Caption: t.T("sla.proof.steps"), Columns: []ui.Column{
		{Text: t.T("desk.history.when")}, {Text: t.T("desk.history.what")}, {Text: t.T("desk.history.who")}, {Text: t.T("sla.proof.promise")}, {Text: t.T("sla.proof.due")},
	}}
	for _, s := range proof.Steps(r.Clock) {
		due := t.T("sla.proof.still")
		switch {
		case s.State == sla.Void:
			due = t.T("sla.state.void")
		case !s.Due.IsZero():
			due = t.DateTime(s.Due)
		}
		v.Rows = append(v.Rows, ui.Row{Cells: []ui.Cell{
			{Text: t.DateTime(s.Moment.At), Nowrap: true},
			{Text: eventWords(c, s.Moment.Type)},
			{Text: s.Moment.By},
			{Text: clockwords.Target(t, s.Target)},
			{Text: due, Nowrap: true},
		}})
	}
	return v
}

func eventWords(c *web.Ctx, kind string) string {
	if key := "desk.event." + strings.TrimPrefix(kind, "ticket."); c.T.Has(key) {
		return c.T.T(key)
	}
	return kind
}

// daysShown bounds the calendar of the proof: a case that lasts longer is proven by its file.
const daysShown = 62

// daysOf is the calendar that counted: each day from the beginning to the last deadline, with its hours in words.
func daysOf(c *web.Ctx, proof *sla.Proof) ui.TableView {
	t, zone := c.T, proof.Calendar.Zone()
	v := ui.TableView{ID: "days", Caption: t.T("sla.proof.calendar"), CaptionHidden: true, Columns: []ui.Column{{Text: t.T("sla.proof.day")}, {Text: t.T("sla.proof.open")}}}
	last := c.Now()
	for i := range proof.Clocks {
		if r := &proof.Clocks[i]; r.Due.After(last) {
			last = r.Due
		}
	}
	d := holiday.Of(proof.Trail.Start().In(zone))
	for n := 0; d <= holiday.Of(last.In(zone)); d, n = d+1, n+1 {
		if n == daysShown {
			v.Rows = append(v.Rows, ui.Row{Cells: []ui.Cell{{Text: "…"}, {Text: t.T("sla.proof.more_days")}}})
			break
		}
		day := proof.Calendar.Day(d)
		v.Rows = append(v.Rows, ui.Row{Muted: day.Closed(), Cells: []ui.Cell{{Text: dayWords(c, d), Nowrap: true}, {Text: hoursWords(c, day)}}})
	}
	return v
}

func dayWords(c *web.Ctx, d worktime.Date) string {
	y, m, day := d.Civil()
	at := time.Date(y, m, day, 0, 0, 0, 0, time.UTC)
	return c.T.T("sla.weekday."+strings.ToLower(at.Weekday().String()[:3])) + " " + at.Format(time.DateOnly)
}

// hoursWords says when a day is open, and why not when it is a special one.
func hoursWords(c *web.Ctx, d worktime.Day) string {
	var out []string
	for _, s := range d.Spans {
		from, to := s.Times()
		out = append(out, from+"–"+to)
	}
	text := strings.Join(out, ", ")
	if d.Closed() {
		text = c.T.T("sla.proof.closed")
	}
	switch {
	case d.Name != "":
		text += " (" + d.Name + ")"
	case d.Code != "" && c.T.Has("calendar.holiday."+d.Code):
		text += " (" + c.T.T("calendar.holiday."+d.Code) + ")"
	}
	return text
}

package clocks

import (
	"net/http"
	"strconv"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/sla"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web"
	"lotsen/internal/web/clockwords"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/ui"
)

type figuresView struct {
	Head     ui.PageHeaderView
	Tabs     ui.TabsView
	Periods  ui.TabsView
	Facts    []ui.Definition
	Remedy   ui.TableView
	Breaches ui.TableView
	Channels ui.TableView
	Others   ui.TableView
	Files    []ui.LinkView
}

// periodsShown is how many tertials one may choose from: three years.
const periodsShown = 9

// asked is the organisation and the tertial that the address names; else the reader's own, and the one of now.
func (p *pages) asked(c *web.Ctx) (sla.Figures, error) {
	desks, err := p.desks(c)
	if err != nil {
		return sla.Figures{}, err
	}
	org := desks[0].Org
	for _, d := range desks {
		if int64(d.Org) == c.Actor().Org {
			org = d.Org
		}
	}
	if s := c.Query("org"); s != "" {
		n, _ := strconv.ParseInt(s, 10, 64) // What is no number names no organisation.
		org = directory.OrgID(n)
	}
	period := sla.TertialOf(c.Now())
	if s := c.Query("period"); s != "" {
		var ok bool
		if period, ok = sla.ParsePeriod(s); !ok {
			return sla.Figures{}, errs.E(errs.Invalid, "desk.error.address")
		}
	}
	return p.SLA.Figures(c.Context(), c.Actor(), org, period)
}

// figures is what was promised and kept in a tertial.
func (p *pages) figures(c *web.Ctx) error {
	f, err := p.asked(c)
	if err != nil {
		return err
	}
	t := c.T
	v := figuresView{Head: ui.PageHeaderView{Title: t.T("sla.figures.title"), Lead: t.T("sla.figures.lead", "period", periodWords(t, f.Period))}, Tabs: tabs(c, promisesPath)}
	v.Periods = ui.TabsView{ID: "periods", Label: t.T("sla.figures.period")}
	for _, period := range sla.Latest(c.Now(), periodsShown) {
		v.Periods.Tabs = append(v.Periods.Tabs, ui.TabView{Href: paths.With(promisesPath, "period", period.Key), Text: periodWords(t, period), Current: period.Key == f.Period.Key})
	}
	v.Facts = []ui.Definition{
		{Term: t.T("sla.figures.solved"), Text: strconv.FormatInt(f.Solved, 10)},
		{Term: t.T("sla.figures.first"), Text: t.T("sla.figures.first_text", "share", share(f.ByFirst, f.Solved), "n", f.ByFirst, "goal", f.Goal)},
	}
	v.Remedy = tallyTable(t, "remedy", t.T("sla.figures.remedy"), sum(f.Tallies, sla.Handle, sla.Remedy), false)
	v.Channels = tallyTable(t, "channels", t.T("sla.figures.channels"), pick(f.Tallies, sla.Respond), true)
	v.Others = tallyTable(t, "others", t.T("sla.figures.others"), sum(f.Tallies, sla.Update, sla.Resolve), false)
	v.Breaches = breachTable(t, f.Breaches)
	for _, file := range []string{"promises.csv", "promises.json"} {
		v.Files = append(v.Files, ui.LinkView{Href: paths.With(promisesPath+"/"+file, "period", f.Period.Key), Text: t.T("sla.figures." + file[len("promises."):])})
	}
	return p.show(c, http.StatusOK, v.Head.Title, duePath, figuresPage(t, v))
}

func periodWords(t *i18n.Printer, p sla.Period) string {
	return t.T("sla.figures.tertial", "n", p.Key[5:], "year", p.Key[:4])
}

func share(part, whole int64) string {
	if whole == 0 {
		return "–"
	}
	return strconv.FormatInt((part*1000/whole+5)/10, 10) + " %"
}

func pick(all []sla.Tally, clocks ...sla.Clock) []sla.Tally {
	var out []sla.Tally
	for _, clock := range clocks {
		for _, t := range all {
			if t.Clock == clock {
				out = append(out, t)
			}
		}
	}
	return out
}

// sum adds up what was promised alike over all channels.
func sum(all []sla.Tally, clocks ...sla.Clock) []sla.Tally {
	var out []sla.Tally
next:
	for _, t := range pick(all, clocks...) {
		t.Channel = ""
		for i := range out {
			o := &out[i]
			if o.Clock == t.Clock && o.Target == t.Target && o.Level == t.Level {
				o.Met, o.Missed, o.Late, o.Running = o.Met+t.Met, o.Missed+t.Missed, o.Late+t.Late, o.Running+t.Running
				continue next
			}
		}
		out = append(out, t)
	}
	return out
}

// tallyTable shows a line for each promise as it was made: a target that was changed has a line of its own.
func tallyTable(t *i18n.Printer, id, caption string, list []sla.Tally, channel bool) ui.TableView {
	v := ui.TableView{ID: id, Caption: caption}
	head := []string{"what", "promise", "judged", "within", "breaches", "running"}
	for i, name := range head {
		v.Columns = append(v.Columns, ui.Column{Text: t.T("sla.figures.col_" + name), Number: i > 1})
	}
	for i := range list {
		x := &list[i]
		what, note := clockwords.Clock(t, x.Clock), clockwords.Level(t, x.Level)
		if channel {
			what = t.T("desk.channel." + string(x.Channel))
		}
		within, aim := share(x.Met, x.Judged()), ""
		if x.Target.Share > 0 {
			aim = t.T("sla.figures.aim", "share", x.Target.Share)
		}
		v.Rows = append(v.Rows, ui.Row{Cells: []ui.Cell{
			{Text: what, Note: note, Header: true},
			{Text: clockwords.Target(t, x.Target)},
			{Text: strconv.FormatInt(x.Judged(), 10)},
			{Text: within, Note: aim},
			{Text: strconv.FormatInt(x.Missed+x.Late, 10)},
			{Text: strconv.FormatInt(x.Running, 10)},
		}})
	}
	return v
}

func breachTable(t *i18n.Printer, list []sla.Breach) ui.TableView {
	v := ui.TableView{ID: "breaches", Caption: t.T("sla.figures.breaches"), Columns: []ui.Column{
		{Text: t.T("sla.figures.ticket")}, {Text: t.T("desk.filter.service")}, {Text: t.T("sla.proof.started")}, {Text: t.T("sla.proof.due")}, {Text: t.T("sla.proof.ended")},
	}}
	for _, b := range list {
		ended := t.T("sla.figures.not_ended")
		if !b.Ended.IsZero() {
			ended = t.DateTime(b.Ended)
		}
		v.Rows = append(v.Rows, ui.Row{Cells: []ui.Cell{
			{Text: b.Ticket.String(), Href: proofPath(b.Ticket), Header: true},
			{Text: b.Service},
			{Text: t.DateTime(b.Started), Nowrap: true},
			{Text: t.DateTime(b.Due), Nowrap: true},
			{Text: ended, Nowrap: true},
		}})
	}
	return v
}

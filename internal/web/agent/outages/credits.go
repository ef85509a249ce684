package outages

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"lotsen/internal/desk/outage"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// credits shows what a year's missed levels cost, what was exempted and why, and the rules.
func (p *pages) credits(c *web.Ctx) error {
	org, err := p.org(c)
	if err != nil {
		return err
	}
	y := year(c)
	v, err := p.Outage.Credits(c.Context(), c.Actor(), org, y)
	if err != nil {
		return err
	}
	h := sheet.Head{Title: c.T.T("outage.credits_in", "year", strconv.Itoa(y)), Lead: c.T.T("outage.credits_lead"), Tabs: tabs(c, paths.Credits(), org, y)}
	may := c.Actor().May(outage.MayCredit)
	if may {
		h.Actions = append(h.Actions, ui.ButtonLink(paths.With(paths.Credits("exemptions", "new"), "org", sheet.Text(org)), ui.ButtonView{Text: c.T.T("outage.exempt"), Icon: "plus"}),
			ui.ButtonLink(paths.With(paths.Credits("rules", "new"), "org", sheet.Text(org)), ui.ButtonView{Text: c.T.T("outage.new_rule"), Variant: ui.Secondary}))
	}
	return p.show(c, http.StatusOK, h, creditsTable(c, v.List), exemptionsTable(c, &v), rulesTable(c, v.Rules, may), years(c, paths.Credits(), org, y))
}

func creditsTable(c *web.Ctx, list []outage.Credit) templ.Component {
	if len(list) == 0 {
		return ui.EmptyState(ui.EmptyView{Icon: "check", Title: c.T.T("outage.no_credits")})
	}
	t := ui.TableView{ID: "credit", Caption: c.T.T("outage.credits"), Columns: heads(c, "credit", "period", "target", "value", "before", "amount")}
	for i := 2; i < len(t.Columns); i++ {
		t.Columns[i].Number = true
	}
	var sum int64
	for i := range list {
		v := &list[i]
		sum += v.Amount
		value := ui.Cell{Text: level(c, v, v.Value)}
		if v.Counted != v.Value {
			value.Note = c.T.T("outage.counted", "value", level(c, v, v.Counted))
		}
		amount := ui.Cell{Text: kronor(c, v.Amount), Nowrap: true}
		for _, e := range v.Relieved {
			amount.Note = strings.TrimSpace(amount.Note + " " + e.Reason)
		}
		t.Rows = append(t.Rows, ui.Row{ID: strconv.Itoa(i), Cells: []ui.Cell{
			{Text: v.Rule.Name, Note: v.Name(c.T.Lang())},
			{Text: periodName(c, v.Period), Nowrap: true},
			{Text: level(c, v, v.Target)},
			value,
			{Text: kronor(c, v.Before), Nowrap: true},
			amount,
		}})
	}
	t.Foot = []ui.Cell{{Text: c.T.T("outage.sum")}, {}, {}, {}, {}, {Text: kronor(c, sum), Nowrap: true}}
	return ui.Table(t)
}

// level writes a figure as its rule counts it.
func level(c *web.Ctx, v *outage.Credit, n float64) string {
	if v.Rule.Metric == outage.MetricAvailability {
		return percent(c, n)
	}
	return c.T.T("outage.times", "n", int(n))
}

// kronor writes an amount; whole kronor without decimals.
func kronor(c *web.Ctx, ore int64) string {
	n := c.T.Number(ore / 100)
	if rest := ore % 100; rest != 0 {
		n += strings.TrimPrefix(decimal(c, float64(rest)/100, 2), "0")
	}
	return c.T.T("outage.kronor", "n", n)
}

// exemptionsTable lists exempted time with its reason, whether or not anything was missed in it.
func exemptionsTable(c *web.Ctx, v *outage.Credits) templ.Component {
	if len(v.Exemptions) == 0 {
		return sheet.Note(c.T.T("outage.no_exemptions"))
	}
	t := ui.TableView{ID: "exemption", Caption: c.T.T("outage.exemptions"), Columns: heads(c, "credit", "from", "to", "relief", "reason")}
	for i := range v.Exemptions {
		e := &v.Exemptions[i]
		name := ui.Cell{Text: e.Credits}
		for _, r := range v.Rules {
			if r.ID == e.Rule {
				name.Text = r.Name
			}
		}
		if strings.HasPrefix(e.Source, "hold:") {
			name.Note = c.T.T("outage.by_hold")
		}
		to := c.T.DateTime(e.Until)
		if e.Until.IsZero() {
			to = c.T.T("outage.until_further")
		}
		relief := c.T.T("outage.relief_part", "percent", e.Percent)
		if e.Full() {
			relief = c.T.T("outage.relief_full")
		}
		t.Rows = append(t.Rows, ui.Row{ID: sheet.Text(e.ID), Cells: []ui.Cell{
			name, {Text: c.T.DateTime(e.From), Nowrap: true}, {Text: to, Nowrap: true}, {Text: relief}, {Text: e.Reason},
		}})
	}
	return ui.Table(t)
}

func rulesTable(c *web.Ctx, rules []outage.Rule, may bool) templ.Component {
	if len(rules) == 0 {
		return sheet.Note(c.T.T("outage.no_rules"))
	}
	t := ui.TableView{ID: "rule", Caption: c.T.T("outage.rules"), Columns: heads(c, "credit", "metric", "rule", "valid")}
	for i := range rules {
		r := &rules[i]
		name := ui.Cell{Text: r.Name}
		if may {
			name.Href = paths.Credits("rules", sheet.Text(r.ID))
		}
		rule := c.T.T("outage.rule."+r.Metric, "share", decimal(c, r.Share, -1), "step", decimal(c, r.Step, -1), "most", decimal(c, r.Most, -1), "fee", kronor(c, r.Fee))
		t.Rows = append(t.Rows, ui.Row{ID: sheet.Text(r.ID), Muted: !r.Active, Cells: []ui.Cell{
			name, {Text: c.T.T("outage.metric." + r.Metric), Note: c.T.T("outage.counted_as." + r.Counted)}, {Text: rule, Note: c.T.T("outage.per." + r.Period)}, {Text: r.From, Nowrap: true},
		}})
	}
	return ui.Table(t)
}

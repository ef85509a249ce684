package portal

import (
	"strconv"
	"strings"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/directory/guardian"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web"
	"lotsen/internal/web/ui"
)

// mostWhom is how many people a look-up offers: more are found by typing more.
const mostWhom = 10

// whomView asks for whom a case is, of those who may speak for others at all.
type whomView struct {
	children []guardian.Child
	search   bool // Somebody at the reader's sites can be looked up.
	hits     []directory.PersonHit
	looked   bool
}

// any reports whether there is anything to ask.
func (v whomView) any() bool { return v.search || len(v.children) > 0 }

// whom reads for whom the reader may report, and who fits what they wrote.
func (p *pages) whom(c *web.Ctx, f *web.Form) (whomView, error) {
	by := c.Actor()
	v := whomView{search: ticket.SpeaksAtSites(by)}
	var err error
	if v.children, err = p.Guardian.Children(c.Context(), by); err != nil {
		return v, err
	}
	if q := f.Words("whom_name"); v.search && strings.TrimSpace(q) != "" {
		v.looked = true
		v.hits, err = p.Directory.LookUpFor(c.Context(), ticket.ForOthers(by), ticket.MayReportFor, q, mostWhom)
	}
	return v, err
}

// requesterOf is the person whom the form names; 0 is the reader. A name that was written and of which nobody was chosen
// is asked about, so that nothing is reported for the wrong person.
func requesterOf(f *web.Form) (directory.PersonID, error) {
	chosen := f.Get("whom")
	if n, err := strconv.ParseInt(chosen, 10, 64); err == nil && n > 0 {
		return directory.PersonID(n), nil
	}
	var bad errs.Fields
	if chosen != "" || strings.TrimSpace(f.Words("whom_name")) != "" {
		bad.Add("whom", "proxy.whom.choose")
	}
	return 0, bad.Err()
}

// field is the question as radio buttons: oneself, the children, those who were found.
func (v reportView) whomField(p *i18n.Printer) ui.ChoiceView {
	out := ui.ChoiceView{
		Name: "whom", Label: p.T("proxy.whom"), Error: v.form.Error(p, "whom"),
		Options: []ui.Option{{Value: "", Text: p.T("proxy.whom.me")}},
	}
	for _, c := range v.whom.children {
		out.Options = append(out.Options, ui.Option{Value: text(c.ID), Text: c.Given, Description: p.T("proxy.whom.child")})
	}
	for _, h := range v.whom.hits {
		out.Options = append(out.Options, ui.Option{Value: text(h.ID), Text: h.Name(), Description: aboutHit(h)})
	}
	chosen := v.form.Get("whom")
	if chosen == "" && len(v.whom.hits) == 1 {
		chosen = text(v.whom.hits[0].ID)
	}
	out.Options = ui.Pick(out.Options, chosen)
	return out
}

// aboutHit tells two of the same name apart.
func aboutHit(h directory.PersonHit) string {
	var out []string
	for _, s := range []string{h.Title, h.UnitName, h.SiteName} {
		if s != "" {
			out = append(out, s)
		}
	}
	return strings.Join(out, ", ")
}

func text[T ~int64](id T) string { return strconv.FormatInt(int64(id), 10) }

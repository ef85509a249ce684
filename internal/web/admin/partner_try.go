package admin

import (
	"net/http"

	"github.com/a-h/templ"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/exchange"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/ui"
)

func (p *pages) partnerRoutes(rs *web.Routes) {
	may := web.May(exchange.MayConnect)
	rs.Handle("GET /admin/partners/{id}/test", may, p.showTry)
	rs.Handle("POST /admin/partners/{id}/test", may, p.try)
	rs.Handle("POST /admin/partners-stuck/{id}", may, p.decideStuck, web.BackTo("/admin/partners"))
}

func (p *pages) showTry(c *web.Ctx) error { return p.tryPage(c, http.StatusOK, web.NewForm(), "", nil) }

// tryPage shows what the maps make of a case of ours, and of a call of theirs. Nothing is sent or kept.
func (p *pages) tryPage(c *web.Ctx, status int, f *web.Form, out string, in []exchange.Tried) error {
	id, err := number(c, "id")
	if err != nil {
		return err
	}
	x, err := p.Exchange.Partner(c.Context(), c.Actor(), exchange.PartnerID(id))
	if err != nil {
		return err
	}
	a := ask(c, f, "admin.partners.try.").line("ref", short).long("body", lines(8))
	action := paths.AdminPage("partners", text(id), "test")
	body := []templ.Component{formBody(c.T, a.form(action, c.T.T("admin.partners.try.do")))}
	if out != "" {
		body = append(body, ui.Heading(2, "xs", c.T.T("admin.partners.try.out")), ui.DefinitionList([]ui.Definition{{Term: "JSON", Text: out}}))
	}
	if in != nil {
		var list []ui.Definition
		for _, t := range in {
			list = append(list, ui.Definition{Term: t.Name, Text: t.Value})
		}
		body = append(body, ui.Heading(2, "xs", c.T.T("admin.partners.try.in")), ui.DefinitionList(list))
	}
	h := head{
		title: c.T.T("admin.partners.test"), lead: x.Name,
		above: []ui.Crumb{{Href: paths.AdminPage("partners"), Text: c.T.T("admin.section.partners")}, {Href: paths.AdminPage("partners", text(id)), Text: x.Name}},
	}
	return p.show(c, status, h, body...)
}

func (p *pages) try(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil && !f.Failed(err) {
		return err
	}
	id, err := number(c, "id")
	if err != nil {
		return err
	}
	var out string
	var in []exchange.Tried
	if typed := f.Get("ref"); typed != "" {
		ref, _ := ticket.ParseID(typed) // 0 is no case.
		out, err = p.Exchange.TryOut(c.Context(), c.Actor(), exchange.PartnerID(id), ref)
		if errs.Is(err, errs.NotFound) {
			err = wrong("ref", "error.not_found")
		}
	}
	if typed := f.Raw("body"); typed != "" && err == nil {
		in, err = p.Exchange.TryIn(c.Context(), c.Actor(), exchange.PartnerID(id), typed)
		if errs.Is(err, errs.Invalid) {
			var all errs.Fields
			for _, w := range errs.FieldsOf(err) {
				all.Add("body", "admin.partners.try.wrong", "name", w.Name, "why", c.T.T(w.Key, w.Args...))
			}
			if len(all) == 0 {
				all.Add("body", key(err))
			}
			err = all.Err()
		}
	}
	if status, yes := again(f, err); yes {
		return p.tryPage(c, status, f, out, in)
	}
	if err != nil {
		return err
	}
	return p.tryPage(c, http.StatusOK, f, out, in)
}

// stuck lists below the partners what could not be told.
func (p *pages) stuck(c *web.Ctx, _ directory.OrgID, _ []entry) templ.Component {
	list, err := p.Exchange.Stuck(c.Context(), c.Actor())
	if err != nil || len(list) == 0 {
		return nil
	}
	body := []templ.Component{ui.Heading(2, "xs", c.T.T("admin.partners.stuck"))}
	for _, x := range list {
		body = append(body, ui.DefinitionList([]ui.Definition{
			{Term: x.Ticket.String(), Text: x.Who + " · " + c.T.DateTime(x.At)}, {Term: c.T.T("admin.partners.stuck_why"), Text: x.Error},
		}))
		at := paths.AdminPage("partners-stuck", text(x.ID))
		body = append(body,
			doBody(do(c, at, c.T.T("admin.partners.stuck_again"), ui.HiddenView{Name: "how", Value: "again"})),
			doBody(do(c, at, c.T.T("admin.partners.stuck_skip"), ui.HiddenView{Name: "how", Value: "skip"})))
	}
	return all(body)
}

func (p *pages) decideStuck(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	id, err := number(c, "id")
	if err != nil {
		return err
	}
	if err := p.Exchange.Decide(c.Context(), c.Actor(), id, f.Get("how") == "again"); err != nil {
		return err
	}
	c.Flash("admin.partners.stuck_done")
	return c.Redirect(paths.AdminPage("partners"))
}

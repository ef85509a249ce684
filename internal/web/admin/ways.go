package admin

import (
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"lotsen/internal/desk/directory"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/ui"
)

// blankWays is how many empty lines the form has for new ways.
const blankWays = 2

func (p *pages) wayRoutes(rs *web.Routes) {
	rs.Handle("GET /admin/desks/{id}/ways", web.May(directory.OrgWrite), p.ways)
	rs.Handle("POST /admin/desks/{id}/ways", web.May(directory.OrgWrite), p.setWays)
}

func waysPath(id int64) string { return paths.AdminPage("desks", text(id), "ways") }

func waysLink(c *web.Ctx, e entry) templ.Component {
	return ui.ButtonLink(waysPath(e.id), ui.ButtonView{Text: c.T.T("admin.ways.change"), Icon: "phone", Variant: ui.Secondary})
}

// deskIn is the desk in the address, of an organisation that the reader may change.
func (p *pages) deskIn(c *web.Ctx) (directory.Desk, error) {
	id, err := number(c, "id")
	if err != nil {
		return directory.Desk{}, err
	}
	d, err := p.Directory.Desk(c.Context(), c.Actor(), directory.DeskID(id))
	if err != nil {
		return d, err
	}
	_, err = p.orgOf(c, directory.OrgWrite, int64(d.Org))
	return d, err
}

// ways shows how a desk is reached, in the order in which pages show it.
func (p *pages) ways(c *web.Ctx) error {
	d, err := p.deskIn(c)
	if err != nil {
		return err
	}
	list, err := p.Directory.ContactWays(c.Context(), d.ID)
	if err != nil {
		return err
	}
	var pairs []string
	for i, w := range list {
		n := strconv.Itoa(i+1) + "."
		pairs = append(pairs, n+"channel", w.Channel, n+"audience", string(w.Audience), n+"value", w.Value, n+"note_sv", w.NoteSv,
			n+"note_en", w.NoteEn, n+"hours_sv", w.HoursSv, n+"hours_en", w.HoursEn)
	}
	return p.showWays(c, http.StatusOK, d, web.NewForm(append(pairs, "lines", strconv.Itoa(len(list)+blankWays))...))
}

func (p *pages) showWays(c *web.Ctx, status int, d directory.Desk, f *web.Form) error {
	var channels []ui.Option
	for _, k := range directory.WayChannels() {
		channels = append(channels, ui.Option{Value: k, Text: c.T.T("admin.channel." + k)})
	}
	a := ask(c, f, "admin.ways.")
	for i := 1; i <= wayLines(f); i++ {
		n, line := strconv.Itoa(i)+".", ask(c, f, "admin.ways.")
		named := func(name string) fit { return labelled(c.T.T("admin.ways." + name)) }
		line.choice(n+"channel", c.T.T("admin.ways.unused"), channels, medium, named("channel")).
			line(n+"value", medium, named("value")).
			choice(n+"audience", c.T.T("admin.ways.everybody"), categories(c), medium, named("audience")).
			line(n+"hours_sv", medium, named("hours_sv"), inLang("sv")).line(n+"hours_en", medium, named("hours_en"), inLang("en")).
			line(n+"note_sv", medium, named("note_sv"), inLang("sv")).line(n+"note_en", medium, named("note_en"), inLang("en"))
		summary := c.T.T("admin.ways.blank")
		if f.Get(n+"value") != "" {
			summary = c.T.T("admin.ways.line", "number", i, "value", f.Get(n+"value"))
		}
		a.add(details(ui.DetailsView{ID: "way-" + strconv.Itoa(i), Summary: summary, Open: i == 1 || wayFailed(f, n)}, line.parts...))
	}
	form := a.form(waysPath(int64(d.ID)), c.T.T("admin.save"), ui.HiddenView{Name: "lines", Value: strconv.Itoa(wayLines(f))})
	form.cancel = paths.With(paths.AdminPage("desks"), "org", text(int64(d.Org)))
	h := head{title: c.T.T("admin.ways.title"), lead: d.Name + ". " + c.T.T("admin.ways.lead"), above: []ui.Crumb{{Href: form.cancel, Text: c.T.T("admin.section.desks")}}}
	return p.show(c, status, h, formBody(c.T, form))
}

// wayLines is how many lines the form has.
func wayLines(f *web.Form) int { return int(min(max(f.Int("lines"), blankWays), 30)) }

func wayFailed(f *web.Form, prefix string) bool {
	for _, w := range f.Wrong() {
		if len(w.Name) > len(prefix) && w.Name[:len(prefix)] == prefix {
			return true
		}
	}
	return false
}

func (p *pages) setWays(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil && !f.Failed(err) {
		return err
	}
	d, err := p.deskIn(c)
	if err != nil {
		return err
	}
	var ways []directory.ContactWay
	var at []string // The line of each way in the form: those without channel and value are left out.
	for i := 1; i <= wayLines(f); i++ {
		n := strconv.Itoa(i)
		if f.Get(n+".channel") == "" && f.Get(n+".value") == "" {
			continue
		}
		at = append(at, n)
		ways = append(ways, directory.ContactWay{
			Channel: f.Get(n + ".channel"), Audience: directory.Category(f.Get(n + ".audience")), Value: f.Words(n + ".value"),
			NoteSv: f.Words(n + ".note_sv"), NoteEn: f.Words(n + ".note_en"), HoursSv: f.Words(n + ".hours_sv"), HoursEn: f.Words(n + ".hours_en"),
		})
	}
	err = inLines(p.Directory.SetContactWays(c.Context(), c.Actor(), d, ways), at)
	if status, yes := again(f, err); yes {
		return p.showWays(c, status, d, f)
	}
	if err != nil {
		return err
	}
	c.Flash("admin.saved", "name", c.T.T("admin.ways.title"))
	return c.Redirect(waysPath(int64(d.ID)))
}

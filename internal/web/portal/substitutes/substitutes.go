package substitutes

import (
	"net/http"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"lotsen/internal/desk/access"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/rightwords"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// Deps is what the page is made of.
type Deps struct {
	Shell     *shell.Shell
	Directory *directory.Service
	Access    *access.Service
}

type pages struct{ Deps }

const area = "stand.field."

// mostShown bounds the list of absences; mostColleagues the choice of a substitute.
const (
	mostShown      = 50
	mostColleagues = 100
)

// Mount registers the page.
func Mount(rs *web.Routes, d Deps) {
	p := &pages{d}
	may := web.May(access.MaySubstitute, access.RoleGrant, access.RoleGive, access.RoleGiveCentral)
	rs.Handle("GET /substitutes", may, p.show)
	rs.Handle("POST /substitutes", may, p.appoint)
	rs.Handle("POST /substitutes/{id}/end", web.SignedIn(), p.end, web.BackTo("/substitutes"))
}

// forOthers reports whether the actor may appoint for somebody who is ill.
func forOthers(by authz.Actor) bool {
	return by.May(access.RoleGrant) || by.May(access.RoleGive) || by.May(access.RoleGiveCentral)
}

func (p *pages) show(c *web.Ctx) error {
	who, problem, err := p.whom(c, c.Query("for"))
	if err != nil {
		return err
	}
	f := web.NewForm()
	if problem {
		f = web.NewForm("for", c.Query("for"))
		var bad errs.Fields
		bad.Add("for", "grant.substitute.unknown")
		f.Failed(bad.Err())
	}
	return p.page(c, http.StatusOK, who, f)
}

// whom is the person who is away: the reader, or whoever an administrator names by address.
func (p *pages) whom(c *web.Ctx, address string) (directory.Person, bool, error) {
	me := c.Identity().Person
	if address == "" || !forOthers(c.Actor()) {
		return me, false, nil
	}
	other, err := p.Directory.KnownByAddress(c.Context(), c.Actor(), me.Org, address)
	if errs.Is(err, errs.NotFound) {
		return me, true, nil
	}
	return other, false, err
}

// page shows who stands in for whom, and the form when there is a role to stand in for.
func (p *pages) page(c *web.Ctx, status int, who directory.Person, f *web.Form) error {
	rights, err := p.Access.Substitutable(c.Context(), c.Actor(), who.ID)
	if err != nil {
		return err
	}
	absences, err := p.Access.Absences(c.Context(), c.Actor(), who.ID, mostShown)
	if err != nil {
		return err
	}
	var people []directory.PersonID
	for _, a := range absences {
		people = append(people, a.Person, a.Substitute)
		if a.AppointedBy != 0 {
			people = append(people, a.AppointedBy)
		}
	}
	names, err := rightwords.Read(c, p.Access, p.Directory, rights, people...)
	if err != nil {
		return err
	}
	own := int64(who.ID) == c.Actor().Person
	title := c.T.T("stand.title")
	if !own {
		title = c.T.T("stand.title_for", "name", who.Name())
	}
	var parts []templ.Component
	if len(absences) > 0 {
		parts = append(parts, p.list(c, who, absences, names))
	}
	switch {
	case len(rights) == 0:
		parts = append(parts, ui.EmptyState(ui.EmptyView{Icon: "key", Title: c.T.T("stand.none"), Text: c.T.T("stand.none_text")}))
	default:
		form, err := p.form(c, who, rights, names, f)
		if err != nil {
			return err
		}
		parts = append(parts, sheet.Panel(ui.PanelView{ID: "new", Title: c.T.T("stand.new")}, form.Show(c.T)))
	}
	if forOthers(c.Actor()) {
		other := sheet.Of(c, f, area, paths.Substitutes(), c.T.T("stand.other"), sheet.Field{Name: "for", Width: "m"}).Narrow()
		parts = append(parts, sheet.Panel(ui.PanelView{ID: "other", Title: c.T.T("stand.other_title")}, other.Show(c.T)))
	}
	return sheet.Page(c, p.Shell, status, sheet.Head{
		Area: ui.Portal, Title: title, Lead: c.T.T("stand.lead"), Above: []ui.Crumb{{Href: paths.Home(), Text: c.T.T("portal.start.crumb")}},
	}, parts...)
}

// form asks who stands in, for which roles, from when until when.
func (p *pages) form(c *web.Ctx, who directory.Person, rights []access.Right, names rightwords.Names, f *web.Form) (sheet.Sheet, error) {
	colleagues, err := p.Directory.Colleagues(c.Context(), c.Actor(), mostColleagues, directory.Pupil, directory.Guardian)
	if err != nil {
		return sheet.Sheet{}, err
	}
	var choice, roles []ui.Option
	for _, x := range colleagues {
		if x.ID != who.ID {
			choice = append(choice, ui.Option{Value: sheet.Text(x.ID), Text: x.Name()})
		}
	}
	for _, r := range rights {
		roles = append(roles, ui.Option{Value: sheet.Text(r.ID), Text: names.Role(r.Role) + ", " + names.Where(r)})
	}
	fields := []sheet.Field{
		{Name: "substitute", Kind: sheet.Choice, Options: choice, Empty: c.T.T("admin.choose"), Width: "m"},
		{Name: "address", Width: "m"},
		{Name: "from", Kind: sheet.Day},
		{Name: "to", Kind: sheet.Day, Required: true},
		{Name: "rights", Kind: sheet.Several, Options: roles},
	}
	if len(choice) == 0 {
		fields = fields[1:]
	}
	return sheet.Of(c, f, area, paths.Substitutes(), c.T.T("stand.appoint"), fields...).Hidden("person", sheet.Text(who.ID)), nil
}

// list is who stands in for whom: what counts now first, since the newest is.
func (p *pages) list(c *web.Ctx, who directory.Person, absences []access.Substitution, names rightwords.Names) templ.Component {
	t := ui.TableView{ID: "absence", Caption: c.T.T("stand.list"), Roomy: true}
	for _, name := range []string{"away", "substitute", "from", "to", "state", "deed"} {
		t.Columns = append(t.Columns, ui.Column{Text: c.T.T("stand.column." + name), TextHidden: name == "deed"})
	}
	for _, a := range absences {
		to := a.To
		if !a.EndedAt.IsZero() {
			to = a.EndedAt
		}
		away := ui.Cell{Text: names.Person(a.Person)}
		if a.AppointedBy != a.Person {
			away.Note = c.T.T("stand.by", "name", names.Person(a.AppointedBy))
		}
		row := ui.Row{ID: sheet.Text(a.ID), Muted: a.Over(c.Now()), Cells: []ui.Cell{
			away,
			{Text: names.Person(a.Substitute)},
			{Text: c.T.Date(a.From), Nowrap: true},
			{Text: c.T.Date(to.Add(-time.Minute)), Nowrap: true},
			{Content: ui.Tag(state(c, a))},
		}}
		var deed templ.Component
		if !a.Over(c.Now()) {
			label := c.T.T("stand.end") + " " + names.Person(a.Substitute)
			deed = sheet.Do(c, paths.Substitutes(sheet.Text(a.ID), "end"), c.T.T("stand.end"), label).Show(c.T)
		}
		row.Cells = append(row.Cells, ui.Cell{Content: deed})
		t.Rows = append(t.Rows, row)
	}
	return ui.Table(t)
}

func state(c *web.Ctx, a access.Substitution) ui.TagView {
	switch {
	case a.Over(c.Now()):
		return ui.TagView{Text: c.T.T("stand.state.over"), Icon: "pause"}
	case a.Running(c.Now()):
		return ui.TagView{Text: c.T.T("stand.state.now"), Color: ui.Success, Icon: "check"}
	}
	return ui.TagView{Text: c.T.T("stand.state.coming"), Color: ui.Info, Icon: "clock"}
}

// appoint takes the form. Dates are days in Sweden; the last one counts whole.
func (p *pages) appoint(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	who := c.Identity().Person
	if id := directory.PersonID(f.Int("person")); id != 0 && id != who.ID {
		if !forOthers(c.Actor()) {
			return errs.Denied(string(access.RoleGrant))
		}
		if who, err = p.Directory.KnownPerson(c.Context(), c.Actor(), id); err != nil {
			return err
		}
	}
	in, err := p.input(c, who, f)
	if err == nil {
		_, err = p.Access.Substitute(c.Context(), c.Actor(), in)
	}
	if bad := errs.FieldsOf(err); f.Get("address") != "" && len(bad) > 0 {
		for i := range bad {
			if bad[i].Name == "substitute" {
				bad[i].Name = "address" // Where it was typed.
			}
		}
		err = bad.Err()
	}
	if status, yes := sheet.Again(f, err); yes {
		return p.page(c, status, who, f)
	}
	if err != nil {
		return err
	}
	c.Flash("stand.done")
	return c.Redirect(paths.Substitutes())
}

func (p *pages) input(c *web.Ctx, who directory.Person, f *web.Form) (access.SubstituteInput, error) {
	in := access.SubstituteInput{Person: who.ID, Substitute: directory.PersonID(f.Int("substitute"))}
	var bad errs.Fields
	if address := f.Get("address"); address != "" {
		other, err := p.Directory.KnownByAddress(c.Context(), c.Actor(), who.Org, address)
		if err != nil && !errs.Is(err, errs.NotFound) {
			return in, err
		}
		if err != nil {
			bad.Add("address", "grant.substitute.unknown")
		}
		in.Substitute = other.ID
	} else if in.Substitute == 0 {
		bad.Add("address", "stand.whom")
	}
	for _, id := range f.All("rights") {
		in.Rights = append(in.Rights, access.RightID(number(id)))
	}
	day := func(name string, plus int) time.Time {
		if f.Get(name) == "" {
			return time.Time{}
		}
		at, err := time.ParseInLocation(time.DateOnly, f.Get(name), clock.Stockholm())
		if err != nil {
			bad.Add(name, "error.date")
			return time.Time{}
		}
		return at.AddDate(0, 0, plus).UTC()
	}
	in.From, in.To = day("from", 0), day("to", 1)
	return in, bad.Err()
}

// number reads a choice of the form; what is none chooses nothing that exists.
func number(s string) int64 {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return -1
	}
	return n
}

func (p *pages) end(c *web.Ctx) error {
	id, err := sheet.Number[access.SubstitutionID](c, "id")
	if err != nil {
		return err
	}
	if _, err := c.Form(); err != nil {
		return err
	}
	if err := p.Access.EndSubstitution(c.Context(), c.Actor(), id); err != nil {
		return err
	}
	c.Flash("stand.ended")
	return c.Redirect(paths.Substitutes())
}

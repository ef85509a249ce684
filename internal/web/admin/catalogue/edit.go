package catalogue

import (
	"net/http"

	"github.com/a-h/templ"

	"lotsen/internal/desk/catalogue"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// blank is the editor of a new offer, or of a copy of another.
func (p *pages) blank(c *web.Ctx) error {
	org, _, err := p.org(c, nil)
	if err != nil {
		return err
	}
	of := sheet.Asked[catalogue.ID](c, "copy")
	e, err := p.open(c, org, of)
	if err != nil {
		return err
	}
	e.item.Kind = orElse(e.item.Kind, catalogue.Order)
	f := e.write(&e.item)
	if of != 0 {
		f.Set("key", e.item.Key+"-2")
		f.Set("name_sv", c.T.T("catalogue.admin.copy_of", "name", e.item.NameSv))
	}
	e.item = catalogue.Item{Org: e.org, State: catalogue.Draft}
	return e.show(http.StatusOK, f)
}

func orElse[T ~string](v, otherwise T) T {
	if v == "" {
		return otherwise
	}
	return v
}

// edit is the editor of an offer, with its draft where there is one.
func (p *pages) edit(c *web.Ctx) error {
	id, err := sheet.Number[catalogue.ID](c, "id")
	if err != nil {
		return err
	}
	e, err := p.open(c, 0, id)
	if err != nil {
		return err
	}
	f := e.write(&e.item)
	f.Set("version", sheet.Text(e.item.Lock))
	return e.show(http.StatusOK, f)
}

// save keeps the draft, publishes it, or only moves rows about.
func (p *pages) save(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	var id catalogue.ID
	if c.Param("id") != "" {
		if id, err = sheet.Number[catalogue.ID](c, "id"); err != nil {
			return err
		}
	}
	var org directory.OrgID
	if id == 0 {
		if org, _, err = p.org(c, f); err != nil {
			return err
		}
	}
	e, err := p.open(c, org, id)
	if err != nil {
		return err
	}
	if arrange(f) {
		return e.show(http.StatusOK, f)
	}
	return e.keep(f)
}

func (e *editing) keep(f *web.Form) error {
	if err := e.know(); err != nil {
		return err
	}
	in, wrong := e.read(f)
	if len(wrong) > 0 {
		f.Failed(wrong.Err())
		f.Failed(catalogue.CheckConfig(&in.Config).Err())
		return e.show(http.StatusUnprocessableEntity, f)
	}
	in.Publish, in.Note = f.Get("do") == "publish", f.Get("note")
	i, err := e.p.Catalogue.Save(e.c.Context(), e.c.Actor(), in)
	if errs.Is(err, errs.Conflict) && e.item.State != catalogue.Retired {
		return e.both(f, &in)
	}
	if status, again := sheet.Again(f, err); again {
		return e.show(status, f)
	}
	if err != nil {
		return err
	}
	if in.Publish {
		e.c.Flash("catalogue.admin.published", "name", i.Name(e.c.T.Lang()), "number", i.Version)
	} else {
		e.c.Flash("catalogue.admin.saved")
	}
	return e.c.Redirect(to(&i))
}

// both shows what somebody else has saved meanwhile beside what was typed. Whoever saves then has seen it.
func (e *editing) both(f *web.Form, in *catalogue.SaveInput) error {
	var whole errs.Fields
	whole.Add("", "catalogue.admin.conflict")
	f.Failed(whole.Err())
	f.Set("version", sheet.Text(e.item.Lock))
	mine, theirs := e.item, e.item
	mine.Config, mine.Key = in.Config, in.Key
	c := e.c
	table, err := e.compare(&theirs, &mine, c.T.T("catalogue.admin.theirs"), c.T.T("catalogue.admin.yours"))
	if err != nil {
		return err
	}
	return e.show(http.StatusConflict, f, sheet.Panel(ui.PanelView{ID: "both", Title: c.T.T("catalogue.admin.both")}, table))
}

// show answers with the editor.
func (e *editing) show(status int, f *web.Form, before ...templ.Component) error {
	c, i := e.c, &e.item
	h := sheet.Head{Title: c.T.T("catalogue.admin.new"), Lead: c.T.T("catalogue.admin.edit_lead"), Above: above(c, e.org)}
	action := paths.AdminCatalogue()
	var beside []templ.Component
	if i.ID != 0 {
		action = to(i)
		h.Title, h.Tags = i.Name(c.T.Lang()), states(c, i)
		beside = e.beside()
	}
	form := sheet.Of(c, f, area, action, c.T.T("catalogue.admin.save")).Quiet().Hidden("org", sheet.Text(e.org)).Versioned(f.Get("version")).
		Hidden("prices", orElse(f.Get("prices"), "0")).Hidden("steps", orElse(f.Get("steps"), "0")).Hidden("fields", orElse(f.Get("fields"), "0")).
		Add(e.inputs(f)...)
	main := append(before, form.Show(c.T))
	if len(beside) == 0 {
		return e.p.show(c, status, h, main...)
	}
	return e.p.show(c, status, h, sheet.Split(main, beside))
}

// beside is what else can be done with an offer.
func (e *editing) beside() []templ.Component {
	c, i := e.c, &e.item
	links := []templ.Component{
		sheet.Go(to(i, "preview"), c.T.T("catalogue.admin.preview")),
		sheet.Go(to(i, "versions"), c.T.T("catalogue.admin.versions")),
		sheet.Go(paths.With(in(e.org, paths.AdminCatalogue("new")), "copy", sheet.Text(i.ID)), c.T.T("catalogue.admin.copy")),
	}
	if i.Orderable() && i.Visible.Everybody() { // What is for some may not be there for whoever keeps it.
		links = append(links, sheet.Go(paths.Offer(i.Key), c.T.T("catalogue.admin.see")))
	}
	verb, words, help := "retire", "catalogue.admin.retire", "catalogue.admin.retire_help"
	if i.State == catalogue.Retired {
		verb, words, help = "revive", "catalogue.admin.revive", "catalogue.admin.revive_help"
	}
	links = append(links, sheet.Do(c, to(i, verb), c.T.T(words), "").Versioned(sheet.Text(i.Lock)).Show(c.T), sheet.Note(c.T.T(help)))
	return []templ.Component{sheet.Panel(ui.PanelView{ID: "more", Title: c.T.T("catalogue.admin.more")}, links...)}
}

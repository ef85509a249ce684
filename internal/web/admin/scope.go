package admin

import (
	"slices"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/ui"
)

// orgs are the organisations that an administrator may do something in.
func (p *pages) orgs(c *web.Ctx, verb authz.Verb) ([]directory.Organisation, error) {
	by := c.Actor()
	list, err := p.Directory.Organisations(c.Context(), by)
	narrow := by.Has(verb, authz.Unit) || by.Has(verb, authz.Site) || by.Has(verb, authz.Own)
	return slices.DeleteFunc(list, func(o directory.Organisation) bool {
		return !by.MayIn(verb, authz.Organisation, int64(o.ID)) && (!narrow || int64(o.ID) != by.Org)
	}), err
}

// org is the organisation that the page is about: the one that the address names, else the reader's own, else the first
// in which they hold the verb. Its tabs lead to the same page about the others.
func (p *pages) org(c *web.Ctx, verb authz.Verb) (directory.Organisation, *ui.TabsView, error) {
	list, err := p.orgs(c, verb)
	if err != nil {
		return directory.Organisation{}, nil, err
	}
	asked := query(c, "org")
	i := slices.IndexFunc(list, func(o directory.Organisation) bool { return int64(o.ID) == asked })
	if i < 0 && asked != 0 {
		return directory.Organisation{}, nil, errs.Missing()
	}
	if i < 0 {
		i = slices.IndexFunc(list, func(o directory.Organisation) bool { return int64(o.ID) == c.Actor().Org })
	}
	if i < 0 && len(list) == 0 {
		return directory.Organisation{}, nil, errs.Denied(string(verb))
	}
	i = max(i, 0)
	tabs := &ui.TabsView{Label: c.T.T("admin.choose_org")}
	for _, o := range list {
		tabs.Tabs = append(tabs.Tabs, ui.TabView{
			Href: paths.With(c.Request().URL.Path, "org", text(int64(o.ID))), Text: o.Name, Current: o.ID == list[i].ID,
		})
	}
	return list[i], tabs, nil
}

// orgOf is the organisation that a form names in its hidden field. Whether it may be changed is the use case's to say;
// that it is there at all is said here, so that a page can be shown again.
func (p *pages) orgOf(c *web.Ctx, verb authz.Verb, id int64) (directory.Organisation, error) {
	list, err := p.orgs(c, verb)
	if err != nil {
		return directory.Organisation{}, err
	}
	for _, o := range list {
		if int64(o.ID) == id {
			return o, nil
		}
	}
	return directory.Organisation{}, errs.Missing()
}

// desks are the desks at which an administrator may do something.
func (p *pages) desks(c *web.Ctx, verb authz.Verb) ([]directory.Desk, error) {
	by := c.Actor()
	list, err := p.Directory.DesksOf(c.Context(), by, verb)
	return slices.DeleteFunc(list, func(d directory.Desk) bool {
		return !by.MayIn(verb, authz.Desk, int64(d.ID)) && !by.MayIn(verb, authz.Organisation, int64(d.Org))
	}), err
}

// desk is org for a page about one desk.
func (p *pages) desk(c *web.Ctx, verb authz.Verb) (directory.Desk, *ui.TabsView, error) {
	list, err := p.desks(c, verb)
	if err != nil {
		return directory.Desk{}, nil, err
	}
	asked := query(c, "desk")
	i := slices.IndexFunc(list, func(d directory.Desk) bool { return int64(d.ID) == asked })
	if i < 0 && asked != 0 {
		return directory.Desk{}, nil, errs.Missing()
	}
	if i < 0 {
		i = slices.IndexFunc(list, func(d directory.Desk) bool { return int64(d.Org) == c.Actor().Org })
	}
	if i < 0 && len(list) == 0 {
		return directory.Desk{}, nil, errs.Denied(string(verb))
	}
	i = max(i, 0)
	names, err := p.deskNames(c, list)
	if err != nil {
		return directory.Desk{}, nil, err
	}
	tabs := &ui.TabsView{Label: c.T.T("admin.choose_desk")}
	for _, d := range list {
		tabs.Tabs = append(tabs.Tabs, ui.TabView{
			Href: paths.With(c.Request().URL.Path, "desk", text(int64(d.ID))), Text: names[d.ID], Current: d.ID == list[i].ID,
		})
	}
	return list[i], tabs, nil
}

// deskOf is orgOf for a desk.
func (p *pages) deskOf(c *web.Ctx, verb authz.Verb, id int64) (directory.Desk, error) {
	list, err := p.desks(c, verb)
	if err != nil {
		return directory.Desk{}, err
	}
	for _, d := range list {
		if int64(d.ID) == id {
			return d, nil
		}
	}
	return directory.Desk{}, errs.Missing()
}

// deskNames tells desks of several organisations apart by the organisation's name.
func (p *pages) deskNames(c *web.Ctx, list []directory.Desk) (map[directory.DeskID]string, error) {
	names := map[directory.DeskID]string{}
	several := false
	for _, d := range list {
		names[d.ID] = d.Name
		several = several || d.Org != list[0].Org
	}
	if !several {
		return names, nil
	}
	orgs, err := p.Directory.Organisations(c.Context(), c.Actor())
	for _, d := range list {
		for _, o := range orgs {
			if o.ID == d.Org {
				names[d.ID] = d.Name + ", " + o.Name
			}
		}
	}
	return names, err
}

package admin

import (
	"net/http"
	"slices"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/ui"
)

// category shows one category, to change it or take it out of use.
func (p *pages) category(c *web.Ctx) error {
	k, desk, err := p.categoryIn(c)
	if err != nil {
		return err
	}
	f := web.NewForm("sv", k.Sv, "en", k.En, "group", text(int64(k.Group)))
	if k.Active {
		f.Set("active", "1")
	}
	return p.showCategory(c, http.StatusOK, desk, k, f)
}

// categoryIn is the category in the address: of a desk that the reader configures.
func (p *pages) categoryIn(c *web.Ctx) (ticket.Category, directory.Desk, error) {
	id, err := number(c, "id")
	if err != nil {
		return ticket.Category{}, directory.Desk{}, err
	}
	desks, err := p.desks(c, ticket.MayConfigure)
	if err != nil {
		return ticket.Category{}, directory.Desk{}, err
	}
	for _, d := range desks {
		all, err := p.Ticket.Categories(c.Context(), d.ID)
		if err != nil {
			return ticket.Category{}, directory.Desk{}, err
		}
		if i := slices.IndexFunc(all, func(k ticket.Category) bool { return int64(k.ID) == id }); i >= 0 {
			return all[i], d, nil
		}
	}
	return ticket.Category{}, directory.Desk{}, errs.Missing()
}

func (p *pages) showCategory(c *web.Ctx, status int, desk directory.Desk, k ticket.Category, f *web.Form) error {
	groups, err := p.Directory.Groups(c.Context(), c.Actor(), desk.ID)
	if err != nil {
		return err
	}
	form := ask(c, f, "admin.category.").line("sv", medium, required, inLang("sv")).line("en", medium, inLang("en")).
		choice("group", c.T.T("admin.none"), groupOptions(groups), medium).yes("active").
		form(paths.AdminPage("categories", text(int64(k.ID))), c.T.T("admin.save"))
	form.form.Version = text(k.Version)
	form.cancel = paths.With(paths.AdminPage("categories"), "desk", text(int64(desk.ID)))
	h := head{title: k.Sv, lead: desk.Name, tags: endedTag(c, k.Active), above: []ui.Crumb{{Href: form.cancel, Text: c.T.T("admin.section.categories")}}}
	return p.show(c, status, h, formBody(c.T, form))
}

func (p *pages) changeCategory(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil && !f.Failed(err) {
		return err
	}
	old, desk, err := p.categoryIn(c)
	if err != nil {
		return err
	}
	k := old
	k.Sv, k.En, k.Group, k.Active, k.Version = f.Words("sv"), f.Words("en"), directory.GroupID(f.Int("group")), f.Has("active"), f.Int("version")
	saved, err := p.Ticket.SaveCategory(c.Context(), c.Actor(), k)
	if errs.Is(err, errs.Conflict) {
		groups, gerr := p.Directory.Groups(c.Context(), c.Actor(), desk.ID)
		if gerr != nil {
			return gerr
		}
		err = differing(c, []difference{
			{"sv", k.Sv, old.Sv},
			{"en", k.En, old.En},
			{"group", groupName(groups, k.Group), groupName(groups, old.Group)},
			{"active", c.T.T(yesNo(k.Active)), c.T.T(yesNo(old.Active))},
		})
	}
	if status, yes := again(f, err); yes {
		return p.showCategory(c, status, desk, old, f)
	}
	if err != nil {
		return err
	}
	c.Flash("admin.saved", "name", saved.Sv)
	return c.Redirect(paths.With(paths.AdminPage("categories"), "desk", text(int64(desk.ID))))
}

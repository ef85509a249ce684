package catalogue

import (
	"cmp"
	"slices"
	"strings"

	"lotsen/internal/desk/access"
	"lotsen/internal/desk/catalogue"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/textindex"
	"lotsen/internal/web"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// editing is one offer in the editor, with what its form offers.
type editing struct {
	p        *pages
	c        *web.Ctx
	org      directory.OrgID
	item     catalogue.Item
	names    catalogue.Names
	keepers  []ui.Option
	roles    []access.RoleSpec
	places   map[directory.PlaceRef]string
	allSites []directory.Site
}

// open reads an offer with what its editor needs; id 0 is a new one of the organisation.
func (p *pages) open(c *web.Ctx, org directory.OrgID, id catalogue.ID) (*editing, error) {
	e := &editing{p: p, c: c, org: org, roles: p.Roles}
	var err error
	if id != 0 {
		if e.item, err = p.Catalogue.Load(c.Context(), c.Actor(), id); err != nil {
			return nil, err
		}
		e.org = e.item.Org
	}
	if e.names, err = p.Catalogue.Names(c.Context(), e.org); err != nil {
		return nil, err
	}
	if p.Keepers != nil {
		people, err := p.Keepers(c.Context(), c.Actor(), e.org)
		if err != nil {
			return nil, err
		}
		for id, name := range people {
			e.keepers = append(e.keepers, ui.Option{Value: sheet.Text(id), Text: name})
		}
		slices.SortFunc(e.keepers, func(a, b ui.Option) int {
			return cmp.Or(slices.Compare(textindex.SortKey(a.Text), textindex.SortKey(b.Text)), strings.Compare(a.Value, b.Value))
		})
	}
	return e, e.name(e.item.Visible)
}

// name reads what the places are called to which an offer is limited.
func (e *editing) name(v catalogue.Visibility) error {
	var refs []directory.PlaceRef
	for _, id := range append(slices.Clone(v.Sites), v.NotSites...) {
		refs = append(refs, directory.PlaceRef{Reach: authz.Site, ID: int64(id)})
	}
	for _, id := range v.Units {
		refs = append(refs, directory.PlaceRef{Reach: authz.Unit, ID: int64(id)})
	}
	if len(refs) == 0 {
		return nil
	}
	var err error
	e.places, err = e.p.Directory.PlaceNames(e.c.Context(), e.c.Actor(), refs...)
	return err
}

func (e *editing) siteNames(ids []directory.SiteID) string {
	var out []string
	for _, id := range ids {
		out = append(out, e.places[directory.PlaceRef{Reach: authz.Site, ID: int64(id)}])
	}
	return strings.Join(out, "\n")
}

func (e *editing) unitNames(ids []directory.UnitID) string {
	var out []string
	for _, id := range ids {
		out = append(out, e.places[directory.PlaceRef{Reach: authz.Unit, ID: int64(id)}])
	}
	return strings.Join(out, "\n")
}

// unitNamed is the unit that is called exactly so.
func (e *editing) unitNamed(word string) (directory.UnitID, bool) {
	list, err := e.p.Directory.UnitsNamed(e.c.Context(), e.c.Actor(), e.org, word, 20)
	if err != nil {
		return 0, false // The form says that it is unknown; a failing database is met again when it is saved.
	}
	for _, u := range list {
		if textindex.Fold(u.Name) == textindex.Fold(word) {
			return u.ID, true
		}
	}
	return 0, false
}

// know reads the sites, which the form names by name.
func (e *editing) know() error {
	var err error
	e.allSites, err = e.p.Directory.Sites(e.c.Context(), e.c.Actor(), e.org)
	return err
}

// people are the names of those who published.
func (e *editing) people(list []catalogue.Version) (map[directory.PersonID]string, error) {
	var ids []directory.PersonID
	for _, v := range list {
		if v.By != 0 && !slices.Contains(ids, v.By) {
			ids = append(ids, v.By)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	return e.p.Directory.Names(e.c.Context(), e.c.Actor(), ids...)
}

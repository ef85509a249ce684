package shell

import (
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/ui"
)

func (s *Shell) header(c *web.Ctx, v View, org string) ui.HeaderView {
	h := ui.HeaderView{Org: org, Home: paths.Home(), Search: v.Search, Languages: languages(c)}
	h.Nav, h.More = s.menu(c, v)
	if l, ok := s.first(c.Actor(), v.Area); ok {
		h.Home = l.Href
	}
	if v.Area != ui.Portal {
		h.Product = c.T.T("shell.area." + string(v.Area))
	}
	if id := c.Identity(); !id.Actor.Anonymous() {
		h.User = &ui.UserView{Name: id.Actor.Name, Note: id.Person.Title, Items: s.personal(c, v.Area)}
	}
	return h
}

// personal is the person's own menu, with the way to the other areas that are open to them.
func (s *Shell) personal(c *web.Ctx, here ui.Area) []ui.MenuItem {
	var items []ui.MenuItem
	for _, area := range []ui.Area{ui.Portal, ui.Desk, ui.Admin} {
		if l, ok := s.first(c.Actor(), area); ok && area != here {
			items = append(items, ui.MenuItem{Href: l.Href, Text: c.T.T("shell.to." + string(area))})
		}
	}
	for _, l := range s.deps.Personal {
		if l.open(c.Actor()) {
			items = append(items, ui.MenuItem{Href: l.Href, Text: c.T.T(l.Text), Post: l.Post})
		}
	}
	return append(items,
		ui.MenuItem{Href: paths.Profile(), Text: c.T.T("shell.profile")},
		ui.MenuItem{Href: paths.Logout(), Text: c.T.T("shell.logout"), Post: true},
	)
}

// languages leads to the same page in the languages that it is not in now.
func languages(c *web.Ctx) []ui.LanguageView {
	var out []ui.LanguageView
	for _, lang := range i18n.Langs() {
		if string(lang) != c.T.Lang() {
			out = append(out, ui.LanguageView{Href: c.LangURL(lang), Lang: string(lang), Name: c.T.T("shell.lang." + string(lang))})
		}
	}
	return out
}

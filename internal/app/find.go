package app

import (
	"strings"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/notice"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/textindex"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/portal"
	"lotsen/internal/web/portal/glossary"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// finders are the kinds of things that the portal's search box finds beside one's own cases, in the order in which they help.
func (a *App) finders() []portal.Finder {
	return []portal.Finder{
		{Kind: "guide", Find: a.findGuides},
		{Kind: "catalogue", Find: a.findOffers},
		{Kind: "order", Find: a.findOrders},
		{Kind: "news", Find: a.findNews},
		{Kind: "word", Find: findWords},
	}
}

func (a *App) findGuides(c *web.Ctx, query string) ([]ui.ItemView, error) {
	list, err := a.SelfHelp.Fitting(c.Context(), c.Actor(), directory.OrgID(c.Actor().Org), query, portal.Most)
	var out []ui.ItemView
	for i := range list {
		w, _ := list[i].In(c.T.Lang())
		item := ui.ItemView{ID: "guide-" + sheet.Text(list[i].ID), Href: list[i].URL, Title: w.Title, Note: w.Text}
		if item.Href == "" {
			item.Href = paths.With("/help", "q", query)
		}
		out = append(out, item)
	}
	return out, err
}

// findNews looks through what is told just now: that is little, so that it is read and compared.
func (a *App) findNews(c *web.Ctx, query string) ([]ui.ItemView, error) {
	to := notice.Reader{Org: directory.OrgID(c.Actor().Org), Unit: c.Identity().Person.Unit}
	list, err := a.Notice.Running(c.Context(), c.Actor(), notice.Portal, to)
	lang := i18n.ParseLang(c.T.Lang())
	var out []ui.ItemView
	for i := range list {
		n := &list[i]
		if len(out) < portal.Most && holds(n.Title(lang)+" "+n.Text(lang), query) {
			out = append(out, ui.ItemView{ID: "notice-" + sheet.Text(n.ID), Href: paths.Home() + "#notice-" + sheet.Text(n.ID), Title: n.Title(lang), Note: n.Text(lang)})
		}
	}
	return out, err
}

func findWords(c *web.Ctx, query string) ([]ui.ItemView, error) {
	var out []ui.ItemView
	for _, w := range glossary.Find(c.T, query, portal.Most) {
		out = append(out, ui.ItemView{ID: "word-" + w.Key, Href: paths.GlossaryWord(w.Key), Title: w.Term, Note: w.Text})
	}
	return out, nil
}

// holds reports whether a text holds every word that is asked for.
func holds(text, query string) bool {
	text = textindex.Fold(text)
	for _, word := range strings.Fields(textindex.Fold(query)) {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}

package styleguide

import (
	"fmt"
	"time"

	"github.com/a-h/templ"

	"lotsen/internal/kit/i18n"
	"lotsen/internal/web/static"
	"lotsen/internal/web/ui"
	"lotsen/locales"
)

// Page is a file of the styleguide.
type Page struct {
	Name    string // without ".html"
	Content templ.Component
}

// Pages are all of them, the components first.
func Pages(assets *static.Assets, lang i18n.Lang) ([]Page, error) {
	catalogue, err := i18n.Load(locales.Files)
	if err != nil {
		return nil, fmt.Errorf("load texts: %w", err)
	}
	g := guide{p: catalogue.Printer(lang), assets: assets}
	return []Page{
		{"index", components(g)},
		{"form", form(g)},
		{"portal", portal(g)},
		{"queue", queue(g)},
		{"ticket", ticket(g)},
	}, nil
}

// guide is what the example pages share.
type guide struct {
	p      *i18n.Printer
	assets *static.Assets
}

// page frames an example as a real page is framed.
func (g guide) page(area ui.Area, title string) ui.PageView {
	v := ui.PageView{
		Title:   title,
		Area:    area,
		Styles:  g.assets.URLs("app.css"),
		Scripts: g.assets.URLs("page.js"),
		Icon:    g.assets.URL("icon.svg"),
		Header: ui.HeaderView{
			Org: "Storstads utbildningsförvaltning", Home: "portal.html",
			Languages: []ui.LanguageView{{Href: "#", Lang: "en", Name: "English"}},
			User: &ui.UserView{Name: "Karin Holm", Note: "Lärare, Lindskolan", Items: []ui.MenuItem{
				{Href: "#", Text: "Mina uppgifter"}, {Href: "#", Text: "Mina vikarier"}, {Href: "#", Text: "Logga ut", Post: true},
			}},
		},
		Footer: ui.FooterView{
			Contact: &ui.ContactView{
				Name: "IT-supporten i Storstad", Phone: "010-123 45 67", PhoneHref: "tel:+46101234567",
				Email: "it-support@storstad.example", Hours: "alla dagar 07–22",
			},
			Links: []ui.LinkView{
				{Href: "#", Text: "Tillgänglighetsredogörelse"}, {Href: "#", Text: "Så behandlar vi personuppgifter"}, {Href: "#", Text: "Driftläge"},
			},
		},
	}
	if area == ui.Portal {
		v.Header.Nav = []ui.NavItem{
			{Href: "portal.html", Text: "Start", Current: title == "Start"},
			{Href: "form.html", Text: "Felanmälan", Current: title == "Anmäl ett fel"},
			{Href: "#", Text: "Beställ"},
			{Href: "#", Text: "Lathundar"},
			{Href: "#", Text: "Mina ärenden", Count: 2, CountText: "med svar till dig"},
		}
		return v
	}
	v.Scripts = g.assets.URLs("page.js", "desk.js")
	v.Header.Org, v.Header.Product, v.Header.Home = "Storstad", "Servicedesk", "queue.html"
	v.Header.User = &ui.UserView{Name: "Amir Lund", Note: "Handläggare, första linjen", Items: v.Header.User.Items}
	v.Header.Search = &ui.SearchView{Action: "#", Label: "Sök ärende, person eller utrustning", Shortcut: "/"}
	v.Header.Nav = []ui.NavItem{
		{Href: "queue.html", Text: "Ärenden", Count: 38, CountText: "väntar", Current: true},
		{Href: "#", Text: "Driftläge", Count: 1, CountText: "avbrott"},
		{Href: "#", Text: "Problem"},
		{Href: "#", Text: "Rapporter"},
	}
	v.Keys = []ui.ShortcutView{
		{Key: "/", Text: "Sök"}, {Key: "r", Text: "Svara"}, {Key: "n", Text: "Intern anteckning"}, {Key: "a", Text: "Tilldela"},
	}
	return v
}

// at is a moment of the example world, so many minutes before its now.
func at(minutesAgo int) time.Time {
	now := time.Date(2026, 11, 23, 9, 30, 0, 0, time.UTC)
	return now.Add(-time.Duration(minutesAgo) * time.Minute)
}

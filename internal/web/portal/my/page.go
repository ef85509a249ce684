package my

import (
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/service"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// my is the page: what waits for the reader first, then what they work with, then what they have going on.
func (p *pages) my(c *web.Ctx) error {
	of, d := reader(c), &sight{Deps: p.Deps}
	parts := append([]Part{d.messages}, p.Parts...)
	parts = append(parts, d.receive, d.tickets, d.orders, d.devices, d.equipment, d.given, d.usable)
	blocks, err := gather(c, of, parts)
	if err != nil {
		return err
	}
	h := sheet.Head{Area: ui.Portal, Here: paths.My(), Title: c.T.T("my.title"), Lead: c.T.T("my.lead")}
	var main, beside []Block
	for _, b := range blocks {
		if b.Beside {
			beside = append(beside, b)
		} else {
			main = append(main, b)
		}
	}
	return sheet.Page(c, p.Shell, http.StatusOK, h, sheet.Split(panels(main, 2), append(panels(beside, 2), p.person(c))))
}

// person is who the page is about, as the register has it.
func (p *pages) person(c *web.Ctx) templ.Component {
	person := c.Identity().Person
	facts := []ui.Definition{{Term: c.T.T("my.name"), Text: person.Name()}}
	add := func(key, text string) {
		if text != "" {
			facts = append(facts, ui.Definition{Term: c.T.T("my." + key), Text: text})
		}
	}
	add("category", c.T.T("desk.person."+string(person.Category)))
	add("role", person.Title)
	add("phone", person.Phone)
	add("mobile", person.Mobile)
	add("email", person.Email)
	return sheet.Panel(ui.PanelView{ID: "me", Title: c.T.T("my.me"), Action: &ui.ActionLink{Href: paths.Profile(), Text: c.T.T("my.change")}}, ui.DefinitionList(facts))
}

// gather asks every part, and puts first what waits for the reader.
func gather(c *web.Ctx, of Whom, parts []Part) ([]Block, error) {
	var out []Block
	for _, part := range parts {
		b, err := part(c, of)
		if err != nil {
			return nil, err
		}
		if b.there() {
			out = append(out, b)
		}
	}
	slices.SortStableFunc(out, func(a, b Block) int {
		switch {
		case a.Waits == b.Waits:
			return 0
		case a.Waits:
			return -1
		}
		return 1
	})
	return out, nil
}

// panels are blocks as they stand on a page.
func panels(blocks []Block, level int) []templ.Component {
	var out []templ.Component
	for _, b := range blocks {
		var parts []templ.Component
		if b.Lead != "" {
			parts = append(parts, sheet.Say(b.Lead))
		}
		switch {
		case len(b.Items) > 0:
			parts = append(parts, ui.Items(b.Title, b.Items))
		case b.Body == nil:
			parts = append(parts, sheet.Note(b.Empty))
		}
		if b.Body != nil {
			parts = append(parts, b.Body)
		}
		out = append(out, sheet.Panel(ui.PanelView{ID: "my-" + b.Key, Title: b.Title, Level: level, Action: b.More}, parts...))
	}
	return out
}

// Card is what the desk sees of a person who is on the line: the same lists as on the person's own page, made by the same
// functions, and what they had going on before. Earlier cases and the services in use are what the page knows already.
func (d Deps) Card(c *web.Ctx, who *directory.Person, earlier []ticket.Brief, offered []service.Item) ([]templ.Component, error) {
	s := &sight{Deps: d, before: earlier, offered: offered}
	of := whom(who, true)
	blocks, err := gather(c, of, []Part{s.outages, s.roles, s.devices, s.equipment, s.given, s.orders, s.earlier, s.usable})
	if err != nil {
		return nil, err
	}
	return panels(blocks, 2), nil
}

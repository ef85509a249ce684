package shell

import (
	"slices"
	"strings"

	"lotsen/internal/kit/authz"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/ui"
)

// Link is an entry of a main menu.
type Link struct {
	Area  ui.Area
	Href  string
	Text  string       // Text key.
	Verbs []authz.Verb // One of them is needed; none: everybody who is logged in.
	More  bool         // Stands behind the button "more".
	Post  bool         // Of the personal menu: does something instead of leading somewhere.
}

func (l Link) open(by authz.Actor) bool {
	return len(l.Verbs) == 0 || slices.ContainsFunc(l.Verbs, by.May)
}

// Home is where a person begins: at the desk if they work there, else in the portal.
func (s *Shell) Home(by authz.Actor) string {
	for _, area := range []ui.Area{ui.Desk, ui.Admin} {
		if l, ok := s.first(by, area); ok {
			return l.Href
		}
	}
	return paths.Home()
}

// first is the first entry of an area that is open to somebody.
func (s *Shell) first(by authz.Actor, area ui.Area) (Link, bool) {
	for _, l := range s.deps.Menu {
		if l.Area == area && l.open(by) {
			return l, true
		}
	}
	return Link{}, false
}

// menu returns an area's entries that are open to the reader, those behind "more" apart.
func (s *Shell) menu(c *web.Ctx, v View) (items, more []ui.NavItem) {
	by := c.Actor()
	if by.Anonymous() {
		return nil, nil
	}
	here, length := v.Here, 0
	if here == "" {
		here = c.Request().URL.Path
	}
	var all []ui.NavItem
	var behind []bool
	current := -1
	for _, l := range s.deps.Menu {
		if l.Area != v.Area || !l.open(by) {
			continue
		}
		n := v.Counts[l.Href]
		behind = append(behind, l.More)
		all = append(all, ui.NavItem{Href: l.Href, Text: c.T.T(l.Text), Count: n.N, CountText: n.Text})
		// The longest address that the page's own begins with: /desk/reports is not the queue's page.
		if len(l.Href) > length && within(here, l.Href) {
			current, length = len(all)-1, len(l.Href)
		}
	}
	if current >= 0 {
		all[current].Current = true
	}
	for i, item := range all {
		if behind[i] {
			more = append(more, item)
		} else {
			items = append(items, item)
		}
	}
	return items, more
}

func within(path, href string) bool {
	return path == href || href != "/" && strings.HasPrefix(path, href+"/")
}

package account

import (
	"slices"
	"strconv"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
)

// demoGroup is persons of the demo under one heading.
type demoGroup struct {
	title, lang string
	people      []demoChoice
}

type demoChoice struct {
	id, name     string
	who, whoLang string
	try, tryLang string
}

// groupDemo puts persons under the headings of their roles, both in the order given.
func groupDemo(c *web.Ctx, people []DemoPerson) []demoGroup {
	var out []demoGroup
	for _, d := range people {
		title, lang := inLang(c, d.Group, d.GroupEn)
		i := slices.IndexFunc(out, func(g demoGroup) bool { return g.title == title })
		if i < 0 {
			out, i = append(out, demoGroup{title: title, lang: lang}), len(out)
		}
		choice := demoChoice{id: strconv.FormatInt(int64(d.ID), 10), name: d.Name}
		choice.who, choice.whoLang = inLang(c, d.Who, d.WhoEn)
		choice.try, choice.tryLang = inLang(c, d.Try, d.TryEn)
		out[i].people = append(out[i].people, choice)
	}
	return out
}

// loginDemo becomes a person of the demo world, and nobody else.
func (p *pages) loginDemo(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	people, err := p.Demo(c.Context())
	if err != nil {
		return err
	}
	id := directory.PersonID(f.Int("person"))
	if !slices.ContainsFunc(people, func(d DemoPerson) bool { return d.ID == id }) {
		return errs.Missing()
	}
	token, _, err := p.LoginAs(c.Context(), client(c), id)
	if err != nil {
		return err
	}
	return p.enter(c, token)
}

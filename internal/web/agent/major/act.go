package major

import (
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/clock"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
)

// declare makes a case a major incident and leads to its page, where one publishes.
func (p *pages) declare(c *web.Ctx) error {
	n, err := ref(c)
	if err != nil {
		return err
	}
	if err := p.Common.Declare(c.Context(), c.Actor(), n); err != nil {
		return err
	}
	c.Flash("common.major.declared")
	return c.Redirect(paths.Major(n) + "#publication")
}

// do is what the forms of the page have in common.
func (p *pages) do(c *web.Ctx, use func(n ticket.ID, f *web.Form) error) error {
	n, err := ref(c)
	if err != nil {
		return err
	}
	f, err := c.Form()
	if err != nil {
		return err
	}
	err = use(n, f)
	if status, again := sheet.Again(f, err); again {
		return p.show(c, status, n, f)
	}
	if err != nil {
		return err
	}
	return c.Redirect(paths.Major(n))
}

func (p *pages) lead(c *web.Ctx) error {
	return p.do(c, func(n ticket.ID, f *web.Form) error {
		return p.Common.Lead(c.Context(), c.Actor(), n, directory.PersonID(f.Int("lead")))
	})
}

func (p *pages) word(c *web.Ctx) error {
	return p.do(c, func(n ticket.ID, f *web.Form) error {
		at, err := time.ParseInLocation("2006-01-02T15:04", f.Get("word_due"), clock.Stockholm())
		if err != nil {
			at = time.Time{} // The use case says that it is no time.
		}
		return p.Common.NextWord(c.Context(), c.Actor(), n, at)
	})
}

func (p *pages) public(c *web.Ctx) error {
	return p.do(c, func(n ticket.ID, f *web.Form) error {
		return p.Common.Publicise(c.Context(), c.Actor(), n, f.Words("public"))
	})
}

func (p *pages) end(c *web.Ctx) error {
	return p.do(c, func(n ticket.ID, f *web.Form) error {
		return p.Common.EndMajor(c.Context(), c.Actor(), n, f.Words("learnt"))
	})
}

func (p *pages) note(c *web.Ctx) error {
	return p.do(c, func(n ticket.ID, f *web.Form) error {
		return p.Common.Note(c.Context(), c.Actor(), n, f.Words("note"))
	})
}

func (p *pages) check(c *web.Ctx) error {
	return p.do(c, func(n ticket.ID, f *web.Form) error {
		return p.Common.Mark(c.Context(), c.Actor(), n, f.Int("item"), f.Get("done") == "1")
	})
}

func (p *pages) add(c *web.Ctx) error {
	return p.do(c, func(n ticket.ID, f *web.Form) error {
		return p.Common.AddCheck(c.Context(), c.Actor(), n, f.Words("check"))
	})
}

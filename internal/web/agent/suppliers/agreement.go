package suppliers

import (
	"net/http"
	"strconv"

	"lotsen/internal/desk/supplier"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
)

func (p *pages) agreement(c *web.Ctx) error {
	x, err := p.one(c)
	if err != nil {
		return err
	}
	a := x.Agreement
	pairs := []string{
		"way", string(a.Way), "address", a.Address, "minutes", strconv.Itoa(a.Minutes), "hours", a.Hours, "forums", a.Forums, "text", a.Text, "from", a.From, "to", a.To,
	}
	for _, s := range a.Shows {
		pairs = append(pairs, "shows", s)
	}
	return p.showAgreement(c, http.StatusOK, web.NewForm(pairs...), x)
}

func (p *pages) agree(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	x, err := p.one(c)
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(f.Get("minutes"))
	if err != nil && f.Get("minutes") != "" {
		n = -1 // The use case says that it is no time.
	}
	err = p.Supplier.Agree(c.Context(), c.Actor(), x.ID, supplier.Agreement{
		Way: supplier.Way(f.Get("way")), Address: f.Get("address"), Minutes: n, Shows: f.All("shows"), Hours: f.Words("hours"), Forums: f.Words("forums"),
		Text: f.Words("text"), From: f.Get("from"), To: f.Get("to"),
	})
	if status, again := sheet.Again(f, err); again {
		return p.showAgreement(c, status, f, x)
	}
	if err != nil {
		return err
	}
	c.Flash("supplier.agreement.saved", "name", x.Name)
	return c.Redirect(paths.Supplier(ref(x.ID)))
}

func (p *pages) showAgreement(c *web.Ctx, status int, f *web.Form, x supplier.Supplier) error {
	form := sheet.Of(c, f, area, paths.Supplier(ref(x.ID), "agreement"), c.T.T("supplier.save"),
		sheet.Field{Name: "way", Kind: sheet.Choice, Required: true, Options: named(c, "supplier.way.", supplier.Ways())},
		sheet.Field{Name: "address", Width: "m"},
		sheet.Field{Name: "minutes", Width: "s"},
		sheet.Field{Name: "hours", Width: "m"},
		sheet.Field{Name: "forums", Kind: sheet.Long},
		sheet.Field{Name: "shows", Kind: sheet.Several, Options: named(c, "supplier.show.", supplier.Shows())},
		sheet.Field{Name: "text", Kind: sheet.Long},
		sheet.Field{Name: "from", Kind: sheet.Day},
		sheet.Field{Name: "to", Kind: sheet.Day},
	).Back(paths.Supplier(ref(x.ID)))
	return p.show(c, status, below(c, x, "supplier.agreement.title"), form.Show(c.T))
}

package ordering

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/order"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
	"lotsen/internal/web/unitpick"
)

// people asks for whom else: a list of logins or addresses, a name, or a whole unit.
func (p *pages) people(c *web.Ctx) error {
	s, err := p.side(c)
	if err != nil {
		return err
	}
	unit, err := unitpick.Read(c.Context(), p.Directory, c.Actor(), directory.OrgID(s.who.Org), 0, "", false)
	if err != nil {
		return err
	}
	return p.showPeople(c, &s, http.StatusOK, web.NewForm(), unit)
}

func (p *pages) showPeople(c *web.Ctx, s *side, status int, f *web.Form, unit unitpick.Pick) error {
	batch, err := number(c, "batch")
	if err != nil {
		return err
	}
	b, err := p.batchOf(c, s, batch)
	if err != nil {
		return err
	}
	pick := unit.Field(c.T, c.T.T("order.people.unit"), c.T.T("order.people.no_unit"))
	pick.Description = c.T.T("order.people.unit_help")
	if e := f.Error(c.T, "unit"); e != "" {
		pick.Error = e
	}
	form := sheet.Of(c, f, "order.people.", s.cart("batches", strconv.FormatInt(batch, 10), "people"), c.T.T("order.people.send"),
		sheet.Field{Name: "list", Kind: sheet.Long},
	).Add(ui.Finder(c.T, pick),
		ui.Checkbox(c.T, ui.CheckView{Name: "only", Label: c.T.T("order.people.only"), Description: c.T.T("order.people.only_help"), Checked: f.Get("only") != ""}),
	).Back(s.cart())
	h := sheet.Head{Title: c.T.T("order.people.title", "name", b.Name(c.T.Lang())), Above: []ui.Crumb{{Href: s.cart(), Text: c.T.T("order.cart.title")}}}
	return p.show(c, s, status, h, sheet.Panel(ui.PanelView{ID: "now", Title: c.T.T("order.people.now", "count", b.Count)}, sheet.Say(people(c, b))), form.Show(c.T))
}

func (p *pages) batchOf(c *web.Ctx, s *side, id int64) (*order.Batch, error) {
	cart, err := p.Order.CartOf(c.Context(), s.standing)
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(cart.Batches, func(b order.Batch) bool { return b.ID == id })
	if at < 0 {
		return nil, errs.Missing()
	}
	return &cart.Batches[at], nil
}

// mostNamed is how many lines of a list that lead to nobody are named in an error.
const mostNamed = 8

func (p *pages) addPeople(c *web.Ctx) error {
	s, err := p.side(c)
	if err != nil {
		return err
	}
	batch, err := number(c, "batch")
	if err != nil {
		return err
	}
	f, err := c.Form()
	if err != nil {
		return err
	}
	unit, err := unitpick.Read(c.Context(), p.Directory, c.Actor(), directory.OrgID(s.who.Org), directory.UnitID(f.Int("unit")), f.Get("unit_name"), f.Has("unit_name"))
	if err != nil {
		return err
	}
	found, unclear, err := p.Order.People(c.Context(), c.Actor(), s.customer, f.Words("list"), unit.Unit.ID)
	if err != nil {
		return err
	}
	if err = wrongPeople(&unit, len(found), unclear, f).Err(); err == nil {
		ids := make([]directory.PersonID, len(found))
		for i := range found {
			ids[i] = found[i].ID
		}
		if err = p.Order.PeopleOf(c.Context(), c.Actor(), s.customer, batch, ids, f.Get("only") != ""); err == nil {
			c.Flash("order.people.done", "count", len(ids))
			return c.Redirect(s.cart())
		}
	}
	if status, yes := sheet.Again(f, err); yes {
		return p.showPeople(c, &s, status, f, unit)
	}
	return err
}

func wrongPeople(unit *unitpick.Pick, found int, unclear []order.Unclear, f *web.Form) errs.Fields {
	var wrong errs.Fields
	if len(unclear) > 0 {
		rows := make([]string, 0, mostNamed)
		for i, u := range unclear {
			if i == mostNamed {
				rows = append(rows, "…")
				break
			}
			rows = append(rows, strconv.Itoa(u.Row)+": "+u.Text)
		}
		wrong.Add("list", "order.error.list", "count", len(unclear), "rows", strings.Join(rows, ", "))
	}
	switch {
	case unit.Unclear():
		wrong.Add("unit", "order.error.unit")
	case found == 0 && len(unclear) == 0 && unit.Unit.ID != 0:
		wrong.Add("unit", "order.error.unit_empty")
	case found == 0 && len(unclear) == 0:
		wrong.Add("list", "order.error.nobody")
	}
	return wrong
}

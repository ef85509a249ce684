package suppliers

import (
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/a-h/templ"

	"lotsen/internal/desk/access"
	"lotsen/internal/desk/supplier"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// maxLevelFile is how large a month's file may be, in bytes.
const maxLevelFile = 256 << 10

// levelPanel is the newest month that a supplier has handed in, and the way to hand in one more.
func levelPanel(c *web.Ctx, x supplier.Card) templ.Component {
	v := ui.PanelView{ID: "levels", Title: c.T.T("supplier.levels.own"), Action: giveLink(c, x, "levels", "supplier.levels.add")}
	parts := []templ.Component{sheet.Note(c.T.T("supplier.levels.empty"))}
	if len(x.Levels) > 0 {
		newest := x.Levels
		for i, l := range x.Levels {
			if l.Month != x.Levels[0].Month {
				newest = x.Levels[:i]
				break
			}
		}
		v.Title = c.T.T("supplier.levels.month", "month", x.Levels[0].Month)
		parts = []templ.Component{levelTable(c, v.Title, newest, false)}
	}
	return sheet.Panel(v, parts...)
}

// giveLink leads to a form with which something is handed in.
func giveLink(c *web.Ctx, x supplier.Card, part, key string) *ui.ActionLink {
	if !mayGive(c, x) {
		return nil
	}
	return &ui.ActionLink{Href: paths.Supplier(ref(x.ID), part), Text: c.T.T(key)}
}

func (p *pages) newMonth(c *web.Ctx) error {
	x, err := p.one(c)
	if err != nil {
		return err
	}
	return p.showMonth(c, http.StatusOK, web.NewForm("month", lastMonth(c)), x)
}

func (p *pages) showMonth(c *web.Ctx, status int, f *web.Form, x supplier.Supplier) error {
	form := sheet.Of(c, f, area, paths.Supplier(ref(x.ID), "levels"), c.T.T("supplier.levels.add"),
		sheet.Field{Name: "month", Required: true, Width: "s"},
		sheet.Field{Name: "file", Kind: sheet.File, Required: true, Hint: c.T.T("supplier.levels.file_help")},
	).Back(paths.Supplier(ref(x.ID)))
	return p.show(c, status, below(c, x, "supplier.levels.add"), form.Show(c.T))
}

// lastMonth is the month before this one.
func lastMonth(c *web.Ctx) string {
	now := c.Now().In(clock.Stockholm())
	return time.Date(now.Year(), now.Month()-1, 1, 0, 0, 0, 0, clock.Stockholm()).Format("2006-01")
}

func levelTable(c *web.Ctx, caption string, list []supplier.Level, whose bool) templ.Component {
	names := []string{"level", "target", "outcome", "met", "remark"}
	if whose {
		names = append([]string{"supplier"}, names...)
	}
	t := ui.TableView{ID: "level-list", Caption: caption, CaptionHidden: true, Columns: columns(c, names...)}
	for i, l := range list {
		tag := ui.TagView{Text: c.T.T("supplier.levels.met"), Color: ui.Success, Icon: "check"}
		if !l.Met {
			tag = ui.TagView{Text: c.T.T("supplier.levels.missed"), Color: ui.Danger, Icon: "warning"}
		}
		cells := []ui.Cell{{Text: l.Name, Header: true}, {Text: joinUnit(l.Target, l.Unit)}, {Text: joinUnit(l.Outcome, l.Unit)}, {Content: sheet.Tags([]ui.TagView{tag})}, {Text: l.Note}}
		if whose {
			cells = append([]ui.Cell{{Text: l.SupplierName, Href: paths.Supplier(ref(l.Supplier))}}, cells...)
		}
		t.Rows = append(t.Rows, ui.Row{ID: fmt.Sprint(i), Cells: cells})
	}
	return ui.Table(t)
}

func joinUnit(value, unit string) string {
	if unit == "" {
		return value
	}
	return value + "\u00a0" + unit
}

func (p *pages) handIn(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil && !f.Failed(err) {
		return err
	}
	x, err := p.one(c)
	if err != nil {
		return err
	}
	levels, err := levelFile(f)
	proposed := 0
	if err == nil {
		proposed, err = p.Supplier.HandIn(c.Context(), c.Actor(), x.ID, f.Get("month"), levels)
	}
	if status, again := sheet.Again(f, err); again {
		return p.showMonth(c, status, f, x)
	}
	if err != nil {
		return err
	}
	c.Flash("supplier.levels.saved", "count", len(levels), "proposed", proposed)
	return c.Redirect(paths.Supplier(ref(x.ID)))
}

// levelFile reads the file of a form.
func levelFile(f *web.Form) ([]supplier.Level, error) {
	var bad errs.Fields
	files := f.Files("file")
	if len(files) == 0 || files[0].Size > maxLevelFile {
		bad.Add("file", "supplier.error.csv")
		return nil, bad.Err()
	}
	r, err := files[0].Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	raw, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("read levels: %w", err)
	}
	return supplier.ParseLevels(raw)
}

// levels is the consolidated report: what all suppliers have reached in a month.
func (p *pages) levels(c *web.Ctx) error {
	month := c.Query("month")
	if _, err := time.Parse("2006-01", month); err != nil {
		month = lastMonth(c)
	}
	org, orgs, err := p.org(c, nil)
	if err != nil {
		return err
	}
	list, err := p.Supplier.Levels(c.Context(), c.Actor(), org, month, 0)
	if err != nil {
		return err
	}
	h := sheet.Head{Title: c.T.T("supplier.levels.title"), Lead: c.T.T("supplier.levels.lead", "month", month), Tabs: orgTabs(c, paths.SupplierLevels(), orgs, org)}
	choose := sheet.Of(c, web.NewForm("month", month), area, paths.SupplierLevels(), c.T.T("supplier.levels.choose"), sheet.Field{Name: "month", Width: "s"}).Narrow()
	body := ui.EmptyState(ui.EmptyView{Icon: "info", Title: c.T.T("supplier.levels.none", "month", month)})
	if len(list) > 0 {
		body = levelTable(c, h.Title, list, true)
	}
	return p.show(c, http.StatusOK, h, choose.Show(c.T), body)
}

// grant lets a person work for a supplier.
func (p *pages) grant(c *web.Ctx, x supplier.Supplier, login string) error {
	who, err := p.Directory.PersonByLogin(c.Context(), c.Actor(), login)
	if errs.Is(err, errs.NotFound) {
		var bad errs.Fields
		bad.Add("login", "supplier.error.login")
		return bad.Err()
	}
	if err != nil {
		return err
	}
	_, err = p.Access.Grant(c.Context(), c.Actor(), access.GrantInput{Person: who.ID, Role: "supplier", Reach: authz.Supplier, Of: int64(x.ID)})
	return err
}

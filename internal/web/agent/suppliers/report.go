package suppliers

import (
	"net/http"

	"github.com/a-h/templ"

	"lotsen/internal/desk/supplier"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// reportPanel is what a supplier has handed in, and the way to hand in more.
func reportPanel(c *web.Ctx, x supplier.Card) templ.Component {
	v := ui.PanelView{ID: "reports", Title: c.T.T("supplier.reports.title"), Action: giveLink(c, x, "reports", "supplier.reports.add")}
	parts := []templ.Component{sheet.Note(c.T.T("supplier.reports.empty"))}
	if len(x.Reports) > 0 {
		t := ui.TableView{ID: "report-list", Caption: v.Title, CaptionHidden: true, Columns: columns(c, "title", "month", "readers", "at")}
		for _, r := range x.Reports {
			t.Rows = append(t.Rows, ui.Row{ID: sheet.Text(r.ID), Cells: []ui.Cell{
				{Text: r.Title, Href: paths.SupplierReport(ref(r.ID)), Note: r.Name}, {Text: r.Month, Nowrap: true}, {Text: c.T.T("supplier.readers." + string(r.Readers))}, {Text: c.T.Date(r.At), Nowrap: true},
			}})
		}
		parts = []templ.Component{ui.Table(t)}
	}
	return sheet.Panel(v, parts...)
}

func (p *pages) newReport(c *web.Ctx) error {
	x, err := p.one(c)
	if err != nil {
		return err
	}
	return p.showUpload(c, http.StatusOK, web.NewForm("readers", string(supplier.DeskOnly)), x)
}

func (p *pages) showUpload(c *web.Ctx, status int, f *web.Form, x supplier.Supplier) error {
	form := sheet.Of(c, f, area, paths.Supplier(ref(x.ID), "reports"), c.T.T("supplier.reports.add"),
		sheet.Field{Name: "title", Required: true, Width: "m", Label: c.T.T("supplier.reports.name")},
		sheet.Field{Name: "month", Width: "s"},
		sheet.Field{Name: "readers", Kind: sheet.Choice, Required: true, Options: named(c, "supplier.readers.", supplier.Circles())},
		sheet.Field{Name: "file", Kind: sheet.File, Required: true},
	).Back(paths.Supplier(ref(x.ID)))
	return p.show(c, status, below(c, x, "supplier.reports.add"), form.Show(c.T))
}

// below is the head of a page under a supplier's card.
func below(c *web.Ctx, x supplier.Supplier, title string) sheet.Head {
	return sheet.Head{Title: c.T.T(title), Lead: x.Name, Above: []ui.Crumb{{Href: paths.Supplier(ref(x.ID)), Text: x.Name}}}
}

func (p *pages) upload(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil && !f.Failed(err) {
		return err
	}
	x, err := p.one(c)
	if err != nil {
		return err
	}
	in := supplier.ReportInput{Title: f.Words("title"), Month: f.Get("month"), Readers: supplier.Readers(f.Get("readers"))}
	if files := f.Files("file"); len(files) > 0 {
		content, err := files[0].Open()
		if err != nil {
			return err
		}
		defer content.Close()
		in.Name, in.Content = files[0].Name, content
	}
	err = p.Supplier.Upload(c.Context(), c.Actor(), x.ID, in)
	if status, again := sheet.Again(f, err); again {
		return p.showUpload(c, status, f, x)
	}
	if err != nil {
		return err
	}
	c.Flash("supplier.saved", "name", in.Title)
	return c.Redirect(paths.Supplier(ref(x.ID)))
}

// report hands out a file to whoever may read it.
func (p *pages) report(c *web.Ctx) error {
	id, err := sheet.Number[supplier.ReportID](c, "report")
	if err != nil {
		return err
	}
	r, content, err := p.Supplier.Read(c.Context(), c.Actor(), id)
	if err != nil {
		return err
	}
	defer content.Close()
	return c.Send(web.Download{Name: r.Name, Type: r.MediaType, Size: r.Size, Body: content, ETag: r.Blob})
}

func (p *pages) join(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	x, err := p.one(c)
	if err != nil {
		return err
	}
	err = p.grant(c, x, f.Get("login"))
	if status, again := sheet.Again(f, err); again {
		return p.showCard(c, status, f)
	}
	if err != nil {
		return err
	}
	c.Flash("supplier.card.joined", "name", f.Get("login"))
	return c.Redirect(paths.Supplier(ref(x.ID)))
}

// reports lists what all suppliers have handed in that the reader may read.
func (p *pages) reports(c *web.Ctx) error {
	list, err := p.Supplier.Reports(c.Context(), c.Actor(), 0)
	if err != nil {
		return err
	}
	h := sheet.Head{Title: c.T.T("supplier.reports.title")}
	if len(list) == 0 {
		return p.show(c, http.StatusOK, h, ui.EmptyState(ui.EmptyView{Icon: "info", Title: c.T.T("supplier.reports.empty")}))
	}
	t := ui.TableView{ID: "report-list", Caption: h.Title, CaptionHidden: true, Columns: columns(c, "title", "supplier", "month", "readers", "at")}
	for _, r := range list {
		t.Rows = append(t.Rows, ui.Row{ID: sheet.Text(r.ID), Cells: []ui.Cell{
			{Text: r.Title, Href: paths.SupplierReport(ref(r.ID)), Note: r.Name, Item: true},
			{Text: r.SupplierName},
			{Text: r.Month, Nowrap: true},
			{Text: c.T.T("supplier.readers." + string(r.Readers))},
			{Text: c.T.Date(r.At), Nowrap: true},
		}})
	}
	return p.show(c, http.StatusOK, h, ui.Table(t))
}

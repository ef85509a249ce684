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

// reportPanel is what a supplier has handed in, with the form for more.
func reportPanel(c *web.Ctx, x supplier.Card, f *web.Form) templ.Component {
	v := ui.PanelView{ID: "reports", Title: c.T.T("supplier.reports.title")}
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
	if mayGive(c, x) {
		if f == nil {
			f = web.NewForm("readers", string(supplier.DeskOnly))
		}
		form := sheet.Of(c, f, area, paths.Supplier(ref(x.ID), "reports"), c.T.T("supplier.reports.add"),
			sheet.Field{Name: "title", Required: true, Width: "m", Label: c.T.T("supplier.reports.name")},
			sheet.Field{Name: "month", Width: "s"},
			sheet.Field{Name: "readers", Kind: sheet.Choice, Required: true, Options: named(c, "supplier.readers.", supplier.Circles())},
			sheet.Field{Name: "file", Kind: sheet.File, Required: true},
		).Quiet()
		parts = append(parts, sheet.Fold(ui.DetailsView{ID: "upload", Summary: c.T.T("supplier.reports.add"), Plain: true, Open: form.Wrong()}, form.Show(c.T)))
	}
	return sheet.Panel(v, parts...)
}

func (p *pages) upload(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil && !f.Failed(err) {
		return err
	}
	id, err := sheet.Number[supplier.ID](c, "id")
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
	err = p.Supplier.Upload(c.Context(), c.Actor(), id, in)
	if status, again := sheet.Again(f, err); again {
		return p.showCard(c, status, cardForms{report: f})
	}
	if err != nil {
		return err
	}
	c.Flash("supplier.saved", "name", in.Title)
	return c.Redirect(paths.Supplier(ref(id)))
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
		return p.showCard(c, status, cardForms{join: f})
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

package unit

import (
	"bytes"
	"fmt"
	"strconv"

	"lotsen/internal/desk/asset"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/report"
	"lotsen/internal/kit/csvfile"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/admin/assets"
	"lotsen/internal/web/sheet"
)

// file hands out one of the page's lists, all of it: people.csv, equipment.csv or costs.csv.
func (p *pages) file(c *web.Ctx) error {
	id, err := sheet.Number[directory.UnitID](c, "id")
	if err != nil {
		return err
	}
	u, err := p.Directory.UnitFor(c.Context(), c.Actor(), report.MayRead, id)
	if err != nil {
		return err
	}
	var raw []byte
	switch c.Param("file") {
	case "people.csv":
		raw, err = p.peopleFile(c, u.ID)
	case "equipment.csv":
		raw, err = p.equipmentFile(c, &u)
	case "costs.csv":
		raw, err = p.costsFile(c, u.ID)
	default:
		err = errs.Missing()
	}
	if err != nil {
		return err
	}
	if err := p.Asset.Exported(c.Context(), c.Actor(), u.Org, c.Param("file"), u.ID, bytes.Count(raw, []byte("\n"))-1); err != nil {
		return err
	}
	return c.Send(web.Download{Name: c.Param("file"), Type: "text/csv; charset=utf-8", Size: int64(len(raw)), Body: bytes.NewReader(raw)})
}

func (p *pages) peopleFile(c *web.Ctx, id directory.UnitID) ([]byte, error) {
	list, err := p.Directory.Staff(c.Context(), c.Actor(), report.MayRead, id, directory.MostStaff)
	if err != nil {
		return nil, err
	}
	var w csvfile.Writer
	w.Line(c.T.T("unit.column.name"), c.T.T("unit.column.title"), c.T.T("unit.column.category"), c.T.T("unit.column.unit"))
	for i := range list {
		w.Line(list[i].Name(), list[i].Title, c.T.T("desk.person."+string(list[i].Category)), list[i].UnitName)
	}
	return w.Bytes(), nil
}

func (p *pages) equipmentFile(c *web.Ctx, u *directory.Unit) ([]byte, error) {
	f := asset.Filter{Org: u.Org, Unit: u.ID, Limit: 1000}
	var all []asset.Asset
	for {
		page, err := p.Asset.List(c.Context(), c.Actor(), f)
		if err != nil {
			return nil, err
		}
		all = append(all, page.Assets...)
		if f.After = page.Next; f.After == "" || len(all) >= 50_000 {
			return assets.File(c, all), nil
		}
	}
}

func (p *pages) costsFile(c *web.Ctx, id directory.UnitID) ([]byte, error) {
	had, err := p.Delivery.HadIn(c.Context(), c.Actor(), id)
	if err != nil {
		return nil, err
	}
	var w csvfile.Writer
	w.Line(c.T.T("unit.column.what"), c.T.T("unit.column.quantity"), c.T.T("unit.column.month"))
	for i := range had {
		w.Line(had[i].Name(c.T.Lang()), strconv.Itoa(had[i].Quantity), crowns(had[i].Month))
	}
	return w.Bytes(), nil
}

// crowns is an amount as a sheet reads it in Swedish: 1250,50.
func crowns(ore int64) string { return fmt.Sprintf("%d,%02d", ore/100, ore%100) }

package groups

import (
	"net/http"
	"time"

	"github.com/a-h/templ"

	"lotsen/internal/desk/common"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// deedInput is what the form asks to be done.
func deedInput(n ticket.ID, f *web.Form) (common.CascadeInput, error) {
	in := common.CascadeInput{Parent: n, Deed: common.Deed(f.Get("deed")), Text: f.Words("text"), Seen: f.Get("seen")}
	s := f.Get("until")
	if s == "" {
		return in, nil
	}
	day, err := time.ParseInLocation(time.DateOnly, s, clock.Stockholm())
	if err != nil {
		var wrong errs.Fields
		wrong.Add("until", "error.date")
		return in, wrong.Err()
	}
	in.Until = day.Add(8 * time.Hour)
	return in, nil
}

// preview shows what would happen: how many, who, and which are left out and why. Nothing is done yet.
func (p *pages) preview(c *web.Ctx) error {
	n, err := ref(c)
	if err != nil {
		return err
	}
	f, err := c.Form()
	if err != nil {
		return err
	}
	return p.showPreview(c, http.StatusOK, n, f)
}

func (p *pages) showPreview(c *web.Ctx, status int, n ticket.ID, f *web.Form) error {
	in, err := deedInput(n, f)
	var v common.Preview
	if err == nil {
		v, err = p.Common.Preview(c.Context(), c.Actor(), in)
	}
	if again, yes := sheet.Again(f, err); yes {
		return p.backToGroup(c, again, n, f)
	}
	if err != nil {
		return err
	}
	t := c.T
	h := sheet.Head{
		Title: t.T("common.preview.title"), Lead: t.T("common.deed."+string(in.Deed)) + ": " + v.Parent.ID.String() + " " + v.Parent.Title,
		Above: []ui.Crumb{{Href: paths.DeskTicket(n), Text: n.String()}, {Href: paths.Group(n), Text: t.T("common.group.title", "ref", n.String())}},
	}
	parts := []templ.Component{ui.Alert(ui.AlertView{ID: "sum", Title: t.T("common.preview.count", "count", v.Count), Text: told(c, in.Deed, v.People)})}
	if in.Text != "" {
		parts = append(parts, sheet.Panel(ui.PanelView{ID: "words", Title: t.T("common.preview.words")}, sheet.Say(in.Text)))
	}
	for _, left := range v.Left {
		parts = append(parts, ui.Alert(ui.AlertView{Color: ui.Warning, Title: t.T("common.left."+left.Why, "count", left.Count), Content: links(t, left.Cases)}))
	}
	form := sheet.Of(c, f, area, paths.Group(n, "do"), t.T("common.preview.do", "count", v.Count)).
		Hidden("deed", f.Get("deed")).Hidden("text", f.Words("text")).Hidden("until", f.Get("until")).Hidden("seen", v.Digest).Back(paths.Group(n))
	parts = append(parts, form.Show(t))
	if len(v.Included) > 0 {
		parts = append(parts, sheet.Panel(ui.PanelView{ID: "included", Title: t.T("common.preview.who")}, ui.Items(t.T("common.preview.who"), items(t, v.Included))))
	}
	if hidden := v.Count - len(v.Included); hidden > 0 {
		parts = append(parts, sheet.Note(t.T("common.preview.more", "count", hidden)))
	}
	return p.show(c, status, h, parts...)
}

// told says how many people hear of a deed; of some nobody does.
func told(c *web.Ctx, d common.Deed, people int) string {
	if d == common.Tell || d == common.Resolve {
		return c.T.T("common.preview.people", "count", people)
	}
	return c.T.T("common.preview.nobody")
}

// do does what the preview showed. What has changed since is shown again, and nothing is done.
func (p *pages) do(c *web.Ctx) error {
	n, err := ref(c)
	if err != nil {
		return err
	}
	f, err := c.Form()
	if err != nil {
		return err
	}
	in, err := deedInput(n, f)
	var out common.Outcome
	if err == nil && in.Seen == "" {
		return p.showPreview(c, http.StatusOK, n, f) // Nobody has looked yet.
	}
	if err == nil {
		out, err = p.Common.Cascade(c.Context(), c.Actor(), in)
	}
	switch {
	case errs.Is(err, errs.Conflict):
		sheet.Again(f, err)
		return p.showPreview(c, http.StatusConflict, n, f)
	case errs.Is(err, errs.Invalid):
		status, _ := sheet.Again(f, err)
		return p.backToGroup(c, status, n, f)
	case err != nil:
		return err
	}
	c.Flash("common.done."+string(in.Deed), "count", len(out.Done), "people", out.People)
	for _, left := range failed(out.Failed)[:min(len(out.Failed), 5)] {
		key, args := sheet.Words(out.Failed[left])
		c.FlashWarning("common.gather.left", "ref", left.String(), "why", c.T.T(key, args...))
	}
	return c.Redirect(paths.Group(n))
}

func (p *pages) backToGroup(c *web.Ctx, status int, n ticket.ID, f *web.Form) error {
	row, err := p.Ticket.Show(c.Context(), c.Actor(), n)
	if err != nil {
		return err
	}
	return p.showGroup(c, status, row, f)
}

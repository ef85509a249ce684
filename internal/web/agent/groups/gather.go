package groups

import (
	"slices"
	"strconv"

	"lotsen/internal/desk/common"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
)

// gather puts the ticked cases under the chosen common ticket, and tells of those that could not be put there.
func (p *pages) gather(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	in, err := p.gatherInput(c, f)
	var got common.Gathered
	if err == nil {
		got, err = p.Common.Gather(c.Context(), c.Actor(), in)
	}
	if status, again := sheet.Again(f, err); again {
		d, rerr := p.readChoice(c, in.Children)
		if rerr != nil {
			return rerr
		}
		return p.showChoice(c, status, f, d)
	}
	if err != nil {
		return err
	}
	c.Flash("common.gather.done", "count", len(got.Done), "ref", got.Parent.ID.String())
	for _, id := range failed(got.Failed)[:min(len(got.Failed), 5)] {
		key, args := sheet.Words(got.Failed[id])
		c.FlashWarning("common.gather.left", "ref", id.String(), "why", c.T.T(key, args...))
	}
	return c.Redirect(paths.Group(got.Parent.ID))
}

func (p *pages) gatherInput(c *web.Ctx, f *web.Form) (common.GatherInput, error) {
	var in common.GatherInput
	var wrong errs.Fields
	for _, s := range f.All("t") {
		if id, ok := ticket.ParseID(s); ok {
			in.Children = append(in.Children, id)
		}
	}
	if len(in.Children) == 0 {
		wrong.Add("t", "desk.bulk.none_ticked")
		return in, wrong.Err()
	}
	parent := f.Get("parent")
	if other := f.Get("other"); other != "" {
		parent = other
	}
	if parent != fresh {
		id, ok := ticket.ParseID(parent)
		if !ok {
			wrong.Add("parent", "error.choose")
			return in, wrong.Err()
		}
		in.Parent = id
		in.Children = slices.DeleteFunc(in.Children, func(child ticket.ID) bool { return child == id })
		if len(in.Children) == 0 {
			in.Children = []ticket.ID{id}
			wrong.Add("t", "common.error.alone")
		}
		return in, wrong.Err()
	}
	residents, err := strconv.Atoi(f.Get("residents"))
	if err != nil && f.Get("residents") != "" {
		wrong.Add("residents", "error.number")
	}
	rows, rerr := p.Ticket.Rows(c.Context(), c.Actor(), in.Children)
	if rerr != nil {
		return in, rerr
	}
	if len(rows) == 0 {
		return in, errs.Missing()
	}
	desk, derr := p.Directory.Desk(c.Context(), c.Actor(), rows[0].Desk)
	if derr != nil {
		return in, derr
	}
	in.New = ticket.ReportInput{
		Desk: desk.ID, SenderName: desk.Name, Title: f.Words("title"), Text: c.T.T("common.parent.text"), Category: ticket.CategoryID(f.Int("category")),
		Impact: 2, Residents: residents, Assignee: directory.PersonID(c.Actor().Person),
	}
	return in, wrong.Err()
}

func failed(list map[ticket.ID]error) []ticket.ID {
	ids := make([]ticket.ID, 0, len(list))
	for id := range list {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

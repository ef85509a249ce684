package admin

import (
	"net/http"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/event"
	"lotsen/internal/web"
	"lotsen/internal/web/ui"
)

// personHistory tells who changed what about a person.
func (p *pages) personHistory(c *web.Ctx) error {
	who, err := p.whom(c)
	if err != nil {
		return err
	}
	there, err := p.places(c, who.Org)
	if err != nil {
		return err
	}
	events, err := p.Directory.PersonHistory(c.Context(), c.Actor(), who.ID)
	if err != nil {
		return err
	}
	t := historyTable(c, events, func(field, value string) string { return personValue(c, there, field, value) })
	h := head{title: c.T.T("admin.history.title"), lead: who.Name(), above: personCrumbs(c, who)}
	return p.show(c, http.StatusOK, h, list(c, listView{table: t, empty: ui.EmptyView{Title: c.T.T("admin.history.none")}})...)
}

// historyTable tells events of the directory, newest first.
func historyTable(c *web.Ctx, events []event.Event, spell func(field, value string) string) ui.TableView {
	t := ui.TableView{ID: "history", Caption: c.T.T("admin.history.title"), CaptionHidden: true, Columns: columns(c, "at", "what", "by", "changes")}
	for i := len(events) - 1; i >= 0; i-- {
		e := events[i]
		var told directory.Changed
		_ = e.Decode(&told) // An event of another form has no changes to show.
		t.Rows = append(t.Rows, ui.Row{ID: text(e.Seq), Cells: []ui.Cell{
			{Text: c.T.DateTime(e.At), Nowrap: true}, {Text: c.T.T("admin.event." + e.Type)}, {Text: e.ActorAs}, {Content: changes(changeLines(c, told.Changes, spell))},
		}})
	}
	return t
}

func changeLines(c *web.Ctx, list []directory.Change, spell func(field, value string) string) []string {
	var out []string
	for _, ch := range list {
		field := c.T.T("admin.field." + ch.Field)
		if ch.Old == "" && ch.New == "" {
			out = append(out, field)
			continue
		}
		out = append(out, c.T.T("admin.history.change", "field", field, "from", spell(ch.Field, ch.Old), "to", spell(ch.Field, ch.New)))
	}
	return out
}

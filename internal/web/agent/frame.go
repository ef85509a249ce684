package agent

import (
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/event"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// show answers with a page of the desk.
func (p *pages) show(c *web.Ctx, status int, v shell.View, content templ.Component) error {
	v.Area = ui.Desk
	v.Search = &ui.SearchView{Action: "/desk/search", Label: c.T.T("desk.search.label"), Shortcut: "/"}
	v.Keys = append([]ui.ShortcutView{{Key: "/", Text: c.T.T("desk.key.search")}}, v.Keys...)
	return p.Shell.Render(c, status, v, content)
}

// live is the topics and the water mark of a page that looks again by itself. It is asked before the page's data.
func (p *pages) live(c *web.Ctx, topic string, id int64) (shell.View, error) {
	mark, err := event.Mark(c.Context(), p.DB)
	return shell.View{Topics: []string{topic + ":" + strconv.FormatInt(id, 10)}, Mark: mark}, err
}

// desks returns the desks at which the actor works, and the one that the address names, or else the first.
func (p *pages) desks(c *web.Ctx, asked int64) ([]directory.Desk, directory.Desk, error) {
	list, err := p.Directory.DesksOf(c.Context(), c.Actor(), ticket.MayRead)
	if err != nil {
		return nil, directory.Desk{}, err
	}
	for _, d := range list {
		if int64(d.ID) == asked {
			return list, d, nil
		}
	}
	if asked != 0 {
		return list, directory.Desk{}, errs.Missing()
	}
	if len(list) == 0 {
		return nil, directory.Desk{}, nil
	}
	return list, list[0], nil
}

// ref reads the ticket's number from the address.
func ref(c *web.Ctx) (ticket.ID, error) {
	id, ok := ticket.ParseID(c.Param("ref"))
	if !ok {
		return 0, errs.Missing()
	}
	return id, nil
}

// back leads to a ticket's page, and keeps the list that it was opened from.
func back(c *web.Ctx, f *web.Form, id ticket.ID) error {
	return c.Redirect(paths.With(paths.DeskTicket(id), "list", f.Get("list")))
}

// refused reports whether an error is one that its form shows in place: wrong fields, or a state that has moved on.
func refused(f *web.Form, err error) (status int, again bool) {
	if f.Failed(err) && !errs.Is(err, errs.Conflict) {
		return http.StatusUnprocessableEntity, true
	}
	if errs.Is(err, errs.Conflict) || errs.Is(err, errs.TooLarge) {
		return web.Status(err), true
	}
	return 0, false
}

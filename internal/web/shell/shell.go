package shell

import (
	"context"
	"io"
	"net/http"
	"slices"
	"strconv"
	"sync"

	"github.com/a-h/templ"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/line"
	"lotsen/internal/kit/authz"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/static"
	"lotsen/internal/web/ui"
)

// Deps is what the frame is made of.
type Deps struct {
	Assets    *static.Assets
	Directory *directory.Service
	Menu      []Link // In the order in which they are shown.
	Personal  []Link // Of the person's own menu, beside what everybody has.
	// StandsIn tells for whom the reader stands in; it is asked only when they do.
	StandsIn func(c *web.Ctx) []ui.AlertView
}

// Shell frames pages.
type Shell struct {
	deps  Deps
	mu    sync.Mutex
	known map[directory.OrgID]contact // What was read last, for when the database does not answer.
}

// New returns the frame.
func New(d Deps) *Shell { return &Shell{deps: d, known: map[directory.OrgID]contact{}} }

// View is what a page says about itself.
type View struct {
	Title string
	Area  ui.Area // Empty: the portal.
	// Topics make the page live: "ticket:100042". Mark is the number of the newest event that the page has seen
	// (event.Mark), read before the page's data.
	Topics []string
	Mark   int64
	// Here is the address of the menu entry that the page belongs to, where its own address does not begin with it.
	Here   string
	Counts map[string]Count // Beside menu entries, by address.
	Search *ui.SearchView   // In the header; the desk's.
	Keys   []ui.ShortcutView
	Alerts []ui.AlertView // Above the content, outside the live regions, like flashes.
}

// Count is a number beside a menu entry and the word that says of what.
type Count struct {
	N    int
	Text string
}

// Render answers with content inside the frame. Content holds the page's one h1. A form that comes back says in its
// title that something is wrong: with 422, and with 409 and 413 too.
func (s *Shell) Render(c *web.Ctx, status int, v View, content templ.Component) error {
	if status == http.StatusOK {
		if err := c.UpToDate(v.Topics); err != nil {
			return err
		}
	}
	pv := s.page(c, status, v)
	pv.Failed = pv.Failed || status == http.StatusConflict || status == http.StatusRequestEntityTooLarge
	return c.Render(status, templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return ui.Page(c.T, pv).Render(templ.WithChildren(ctx, content), w)
	}))
}

// Frame is content inside the frame, as a component: for the pages that the web kit shows itself.
func (s *Shell) Frame(c *web.Ctx, status int, v View, content templ.Component) templ.Component {
	pv := s.page(c, status, v)
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return ui.Page(c.T, pv).Render(templ.WithChildren(ctx, content), w)
	})
}

func (s *Shell) page(c *web.Ctx, status int, v View) ui.PageView {
	if v.Area == "" {
		v.Area = ui.Portal
	}
	con := s.contact(c)
	pv := ui.PageView{
		Title: v.Title, Area: v.Area, Failed: status == http.StatusUnprocessableEntity, Keys: v.Keys,
		Login:  paths.LoginThen(c.Path()),
		Header: s.header(c, v, con.org),
		Footer: s.footer(c, con),
		Styles: s.deps.Assets.URLs("app.css"), Scripts: s.deps.Assets.URLs("page.js"), Icon: s.deps.Assets.URL("icon.svg"),
	}
	if v.Area == ui.Desk || v.Area == ui.Admin {
		pv.Scripts = s.deps.Assets.URLs("page.js", "desk.js")
	}
	if v.Area == ui.Portal && !c.Actor().Anonymous() && v.Here != paths.Chat() {
		pv.Chat = ui.ChatLinkView{
			Href: paths.Chat(), Label: c.T.T("chat.panel.label"), Text: c.T.T("chat.panel.open"), Close: c.T.T("chat.panel.close"), Page: c.T.T("chat.panel.page"),
		}
	}
	if age := c.DataAge(); age > 0 {
		pv.Age = c.T.T("ui.data_age", "seconds", age)
	}
	if status == http.StatusOK && len(v.Topics) > 0 {
		pv.Live = live(v.Topics, v.Mark)
	}
	if own := line.CallsTopic(directory.PersonID(c.Actor().Person)); v.Area == ui.Desk && c.Actor().May(line.MayTake) && !slices.Contains(v.Topics, own) {
		pv.Calls = paths.With("/live", "topic", own)
	}
	for _, f := range c.Flashes() {
		color := ui.Success
		if f.Warning {
			color = ui.Warning
		}
		pv.Flash = append(pv.Flash, ui.AlertView{Color: color, Text: f.Text})
	}
	pv.Flash = append(pv.Flash, v.Alerts...)
	if s.deps.StandsIn != nil && slices.ContainsFunc(c.Actor().Grants, func(g authz.Grant) bool { return g.For != 0 }) {
		pv.Flash = append(pv.Flash, s.deps.StandsIn(c)...)
	}
	return pv
}

// live is the address of the stream for several topics.
func live(topics []string, mark int64) string {
	var pairs []string
	for _, t := range topics {
		pairs = append(pairs, "topic", t)
	}
	return paths.With("/live", append(pairs, "mark", strconv.FormatInt(mark, 10))...)
}

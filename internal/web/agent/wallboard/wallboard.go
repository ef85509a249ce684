package wallboard

import (
	"net/http"

	"lotsen/internal/desk/announce"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/line"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/static"
	"lotsen/internal/web/ui"
)

// Deps is what the pages are made of.
type Deps struct {
	Assets    *static.Assets
	Directory *directory.Service
	Announce  *announce.Service
	DB        sqldb.Querier // For the water mark of the live page alone.
}

type pages struct{ Deps }

// Mount registers the pages.
func Mount(rs *web.Routes, d Deps) {
	p := &pages{d}
	rs.Handle("GET "+paths.Wallboard(), web.May(line.MayTake, line.MayRead), p.inside)
	rs.Handle("GET /wall/{secret}", web.Public("a screen on a wall reads figures that name nobody, by an address of its own"), p.outside)
}

// Menu is the entry of the desk's menu.
func Menu() shell.Link {
	return shell.Link{Area: ui.Desk, Href: paths.Wallboard(), Text: "wallboard.menu", Verbs: []authz.Verb{line.MayTake, line.MayRead}}
}

// inside is for whoever works at the desk: it follows what happens.
func (p *pages) inside(c *web.Ctx) error {
	mark, err := event.Mark(c.Context(), p.DB)
	if err != nil {
		return err
	}
	desks, err := p.Directory.DesksOf(c.Context(), c.Actor(), line.MayTake)
	if err != nil {
		return err
	}
	if len(desks) == 0 {
		if desks, err = p.Directory.DesksOf(c.Context(), c.Actor(), line.MayRead); err != nil {
			return err
		}
	}
	if len(desks) == 0 {
		return errs.Missing()
	}
	at, asked := desks[0], sheet.Asked[directory.DeskID](c, "desk")
	found := asked == 0
	for _, d := range desks {
		if d.ID == asked {
			at, found = d, true
		}
	}
	if !found {
		return errs.Missing()
	}
	b, err := p.Announce.Look(c.Context(), at.ID)
	if err != nil {
		return err
	}
	v := viewOf(c.T, &b)
	if c.Actor().May(line.MayTake) {
		topic := line.Topic(at.ID)
		if err := c.UpToDate([]string{topic}); err != nil {
			return err
		}
		v.Live = paths.With("/live", "topic", topic, "mark", sheet.Text(mark))
	}
	v.Home = paths.Desk()
	return p.show(c, v)
}

// outside is for a screen that nobody is logged in at: it comes again by itself.
func (p *pages) outside(c *web.Ctx) error {
	k, err := p.Announce.Open(c.Context(), announce.Wall, c.Param("secret"))
	if err != nil {
		return err
	}
	b, err := p.Announce.Look(c.Context(), k.Desk)
	if err != nil {
		return err
	}
	v := viewOf(c.T, &b)
	// The address is the key: it goes nowhere with a link, and into no list of a search engine.
	h := c.Writer().Header()
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Robots-Tag", "noindex, nofollow")
	return p.show(c, v)
}

func (p *pages) show(c *web.Ctx, v view) error {
	v.Styles, v.Icon = p.Assets.URLs("app.css", "wall.css"), p.Assets.URL("icon.svg")
	if v.Live != "" {
		v.Scripts = p.Assets.URLs("page.js", "wall.js")
	}
	return c.Render(http.StatusOK, document(c.T, v))
}

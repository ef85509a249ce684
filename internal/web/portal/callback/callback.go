package callback

import (
	"net/http"
	"time"

	"lotsen/internal/desk/announce"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// Deps is what the page is made of.
type Deps struct {
	Shell     *shell.Shell
	Directory *directory.Service
	Announce  *announce.Service
}

type pages struct{ Deps }

const area = "announce.field."

// Mount registers the page.
func Mount(rs *web.Routes, d Deps) {
	p := &pages{d}
	rs.Handle("GET "+paths.CallBack(), web.SignedIn(), p.ask)
	rs.Handle("POST "+paths.CallBack(), web.SignedIn(), p.send)
}

// ask offers the number that is known of the person.
func (p *pages) ask(c *web.Ctx) error {
	number := c.Identity().Person.Mobile
	if number == "" {
		number = c.Identity().Person.Phone
	}
	return p.show(c, http.StatusOK, web.NewForm("number", number))
}

func (p *pages) show(c *web.Ctx, status int, f *web.Form) error {
	form := sheet.Of(c, f, area, paths.CallBack(), c.T.T("announce.callback.send"),
		sheet.Field{Name: "number", Type: "tel", Required: true, Width: "m"},
		sheet.Field{Name: "when", Kind: sheet.Day, Label: c.T.T(area + "day"), Hint: c.T.T(area + "day_help")},
		sheet.Field{Name: "time", Width: "s"},
		sheet.Field{Name: "about", Kind: sheet.Long, Required: true},
	).Back(paths.Contact())
	return sheet.Page(c, p.Shell, status, sheet.Head{
		Area: ui.Portal, Title: c.T.T("announce.callback.title"), Lead: c.T.T("announce.callback.lead"),
		Above: []ui.Crumb{{Href: paths.Home(), Text: c.T.T("portal.start.crumb")}, {Href: paths.Contact(), Text: c.T.T("portal.contact.title")}},
	}, form.Show(c.T))
}

func (p *pages) send(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	at, err := when(f, c.Now())
	if err == nil {
		x, sent := p.Announce.AskCall(c.Context(), c.Actor(), announce.Wish{Number: f.Get("number"), About: f.Words("about"), At: at})
		if err = sent; err == nil {
			c.Flash("announce.callback.done", "ref", x.ID.String())
			return c.Redirect(paths.Ticket(x.ID))
		}
	}
	if status, yes := sheet.Again(f, err); yes {
		return p.show(c, status, f)
	}
	return err
}

// when is the day and the time of the day, by Swedish watches; a time without a day is today's. Nothing at all is the zero
// time: as soon as somebody can.
func when(f *web.Form, now time.Time) (time.Time, error) {
	day, hour := f.Get("when"), f.Get("time")
	if day == "" && hour == "" {
		return time.Time{}, nil
	}
	var bad errs.Fields
	if day == "" {
		day = now.In(clock.Stockholm()).Format(time.DateOnly)
	}
	if _, err := time.Parse(time.DateOnly, day); err != nil {
		bad.Add("when", "error.date")
	}
	at, err := time.ParseInLocation("2006-01-02 15:04", day+" "+hour, clock.Stockholm())
	if err != nil && len(bad) == 0 {
		bad.Add("time", "announce.error.time")
	}
	return at.UTC(), bad.Err()
}

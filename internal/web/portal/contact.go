package portal

import (
	"net/http"

	"lotsen/internal/desk/calendar"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web"
	"lotsen/internal/web/opening"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// deskView is a desk and every way to reach it.
type deskView struct {
	id, name string
	ways     []ui.Definition
}

// contact says how each desk is reached, and whether it answers now. It lists the desks of the reader's organisation; for those who are not logged in, all of them.
func (p *pages) contact(c *web.Ctx) error {
	by := c.Actor()
	if by.Anonymous() {
		by = authz.System("contact")
	}
	desks, err := p.Directory.Desks(c.Context(), by)
	if err != nil {
		return err
	}
	var views []deskView
	open := map[directory.OrgID]map[string]calendar.Opening{}
	for _, d := range desks {
		ways, err := p.Directory.ContactWays(c.Context(), d.ID)
		if err != nil {
			return err
		}
		v := deskView{id: "desk-" + d.Key, name: d.Name}
		if by.IsSystem() {
			org, err := p.Directory.Organisation(c.Context(), by, d.Org)
			if err != nil {
				return err
			}
			v.id, v.name = "desk-"+org.Key+"-"+d.Key, d.Name+", "+org.Name
		}
		if open[d.Org] == nil {
			if open[d.Org], err = p.Calendar.Openings(c.Context(), d.Org, directory.WayChannels(), c.Now()); err != nil {
				return err
			}
		}
		for _, w := range ways {
			line := wayLine(c.T, w)
			if o := open[d.Org][w.Channel]; w.Channel != "portal" {
				line.Content = wayOpen(line.Content, opening.Tag(c.T, o), opening.Next(c.T, o, c.Now()))
			}
			v.ways = append(v.ways, line)
		}
		views = append(views, v)
	}
	return p.Shell.Render(c, http.StatusOK, shell.View{Title: c.T.T("portal.contact.title")}, contactPage(c.T, views))
}

func wayLine(p *i18n.Printer, w directory.ContactWay) ui.Definition {
	lang := i18n.ParseLang(p.Lang())
	term := p.T("portal.contact." + w.Channel)
	if w.Audience != "" {
		term += " " + p.T("portal.contact.for."+string(w.Audience))
	}
	d := ui.Definition{Term: term, Text: w.Value, Content: wayNote(p, w.Hours(lang), w.Note(lang))}
	switch w.Channel {
	case "phone":
		d.Href = shell.PhoneHref(w.Value)
	case "mail":
		d.Href = "mailto:" + w.Value
	}
	return d
}

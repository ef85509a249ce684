package admin

import (
	"slices"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/selfhelp"
	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
)

// selfHelp is the register of what people can do by themselves.
func (p *pages) selfHelp() register {
	return register{
		p: p, name: "selfhelp", verb: selfhelp.MayWrite, columns: []string{"keywords", "url", "announced"},
		list: func(c *web.Ctx, org directory.OrgID, ended bool) ([]entry, error) {
			all, err := p.SelfHelp.All(c.Context(), c.Actor(), org)
			var out []entry
			for _, e := range all {
				if e.Active == ended {
					continue
				}
				announced := ""
				if e.AnnouncedTo.After(c.Now()) {
					announced = c.T.Date(e.AnnouncedTo.Add(-time.Second)) // The last day that it counts.
				}
				f := web.NewForm("title_sv", e.Sv.Title, "title_en", e.En.Title, "text_sv", e.Sv.Text, "text_en", e.En.Text, "url", e.URL, "keywords", e.Keywords,
					"announced", announced, "version", text(e.Version))
				out = append(out, entry{id: int64(e.ID), name: e.Sv.Title, cells: []string{excerpt(e.Keywords), e.URL, announced}, active: e.Active, form: f})
			}
			return out, err
		},
		ask: func(a *asker, _ directory.OrgID) error {
			a.line("title_sv", required, inLang("sv")).line("title_en", inLang("en")).
				long("text_sv", lines(3), inLang("sv")).long("text_en", lines(3), inLang("en")).
				line("url", required).line("keywords", required).day("announced")
			return nil
		},
		save: p.saveSelfHelp,
	}
}

func (p *pages) saveSelfHelp(c *web.Ctx, org directory.OrgID, id int64, f *web.Form) (string, error) {
	e := selfhelp.Entry{
		ID: selfhelp.ID(id), Org: org, Sv: selfhelp.Words{Title: f.Words("title_sv"), Text: f.Words("text_sv")}, En: selfhelp.Words{Title: f.Words("title_en"), Text: f.Words("text_en")},
		URL: f.Get("url"), Keywords: f.Words("keywords"), Active: id == 0 || f.Has("active"),
	}
	if day := f.Get("announced"); day != "" {
		at, err := time.ParseInLocation(time.DateOnly, day, clock.Stockholm())
		if err != nil {
			return "", wrong("announced", "admin.selfhelp.day")
		}
		e.AnnouncedTo = at.AddDate(0, 0, 1).UTC() // To the end of the day.
	}
	if id != 0 {
		all, err := p.SelfHelp.All(c.Context(), c.Actor(), org)
		if err != nil {
			return "", err
		}
		i := slices.IndexFunc(all, func(x selfhelp.Entry) bool { return x.ID == e.ID })
		if i < 0 {
			return "", errs.Missing()
		}
		e.Version = all[i].Version
	}
	e, err := p.SelfHelp.Save(c.Context(), c.Actor(), e)
	return e.Sv.Title, err
}

package account

import (
	"net/http"
	"strconv"

	"lotsen/internal/desk/access"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/shell"
)

// profileView is what a person sees of themselves.
type profileView struct {
	person   directory.Person
	form     *web.Form
	key      string
	version  string
	sessions []sessionView
	ways     []directory.Way
}

type sessionView struct {
	id, title, began, seen, address string

	current bool
	key     string
}

func (p *pages) showProfile(c *web.Ctx) error {
	who, err := p.Directory.Own(c.Context(), c.Actor())
	if err != nil {
		return err
	}
	f := web.NewForm("phone", who.Phone, "mobile", who.Mobile, "lang", string(who.Lang), "needs", who.Needs)
	fillContact(f, who.Contact)
	return p.renderProfile(c, http.StatusOK, f)
}

// saveProfile keeps what a person says about themselves.
func (p *pages) saveProfile(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	contact := readContact(f)
	_, err = p.Directory.ChangeOwn(c.Context(), c.Actor(), f.Int("version"), directory.OwnInput{
		Phone: f.Get("phone"), Mobile: f.Get("mobile"), Lang: i18n.ParseLang(f.Get("lang")), Needs: f.Words("needs"), Contact: &contact,
	})
	if errs.Is(err, errs.Conflict) {
		f.Failed(conflict())
		return p.renderProfile(c, http.StatusUnprocessableEntity, f)
	}
	if f.Failed(err) {
		return p.renderProfile(c, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	c.SetLang(i18n.ParseLang(f.Get("lang")))
	c.Flash("account.profile.saved")
	return c.Redirect(paths.Profile())
}

func conflict() error {
	var f errs.Fields
	f.Add("", "account.profile.conflict")
	return f.Err()
}

// revoke ends one of the person's own sessions, for example the one on a lost computer.
func (p *pages) revoke(c *web.Ctx) error {
	id, err := strconv.ParseInt(c.Param("id"), 10, 64)
	if err != nil {
		return errs.Missing()
	}
	own, err := p.Access.Sessions(c.Context(), c.Actor())
	if err != nil {
		return err
	}
	for _, s := range own {
		if int64(s.ID) == id {
			if err := p.Access.Revoke(c.Context(), c.Actor(), s.ID); err != nil {
				return err
			}
			c.Flash("account.session.ended")
			return c.Redirect(paths.Profile())
		}
	}
	return errs.Missing()
}

// revokeOthers logs the person out everywhere but here.
func (p *pages) revokeOthers(c *web.Ctx) error {
	if err := p.Access.RevokeAll(c.Context(), c.Actor(), directory.PersonID(c.Actor().Person)); err != nil {
		return err
	}
	c.Flash("account.session.ended_others")
	return c.Redirect(paths.Profile())
}

func (p *pages) renderProfile(c *web.Ctx, status int, f *web.Form) error {
	sessions, err := p.Access.Sessions(c.Context(), c.Actor())
	if err != nil {
		return err
	}
	who := c.Identity().Person
	ways, err := p.Notify.Ways(c.Context(), c.Actor())
	if err != nil {
		return err
	}
	v := profileView{person: who, form: f, key: c.FormKey(), version: strconv.FormatInt(who.Version, 10), ways: ways}
	for _, s := range sessions {
		v.sessions = append(v.sessions, view(c, s))
	}
	return p.Shell.Render(c, status, shell.View{Title: c.T.T("account.profile.title")}, profilePage(c.T, v))
}

func view(c *web.Ctx, s access.Session) sessionView {
	return sessionView{
		id: strconv.FormatInt(int64(s.ID), 10), title: browserName(c.T, s.Agent), began: c.T.DateTime(s.CreatedAt),
		seen: c.T.DateTime(s.SeenAt), address: s.Address, current: s.Current, key: c.FormKey("session", s.ID),
	}
}

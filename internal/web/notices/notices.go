package notices

import (
	"net/http"
	"slices"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/notice"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web"
)

// Deps is what the feeds work with.
type Deps struct {
	Directory *directory.Service
	Notice    *notice.Service
	BaseURL   string
}

type feeds struct{ Deps }

// Mount registers the feeds.
func Mount(rs *web.Routes, d Deps) {
	p := &feeds{d}
	in := web.SignedIn()
	open := web.Public("what was published for the website is for everybody to read")
	rs.Handle("GET /notices.json", in, p.inside(writeJSON), web.API())
	rs.Handle("GET /notices.atom", in, p.inside(writeAtom), web.API())
	rs.Handle("GET /notices/phone.txt", in, p.phone, web.API())
	rs.Handle("GET /notices/chat.json", in, p.chat, web.API())
	rs.Handle("GET /public/{org}/notices.json", open, p.outside(writeJSON), web.API())
	rs.Handle("GET /public/{org}/notices.atom", open, p.outside(writeAtom), web.API())
}

// feed is what runs in a channel, ready to be written.
type feed struct {
	title, self, base string
	lang              i18n.Lang
	list              []notice.Notice
}

// inside answers a reader of the organisation with what runs in the channel that the address names, the portal's
// otherwise.
func (p *feeds) inside(write func(c *web.Ctx, f feed) error) web.Handler {
	return func(c *web.Ctx) error {
		channel := notice.Channel(c.Query("channel"))
		if channel == "" {
			channel = notice.Portal
		}
		if !channel.Valid() {
			return errs.E(errs.Invalid, "error.choose")
		}
		list, err := p.running(c, channel)
		if err != nil {
			return err
		}
		return write(c, feed{title: c.T.T("notice.feed.title"), self: p.BaseURL + c.Path(), base: p.BaseURL, lang: lang(c), list: list})
	}
}

// running is what a channel tells now at the desk that the address names.
func (p *feeds) running(c *web.Ctx, channel notice.Channel) ([]notice.Notice, error) {
	to := notice.Reader{Org: directory.OrgID(c.Actor().Org)}
	if key := c.Query("desk"); key != "" {
		desks, err := p.Directory.Desks(c.Context(), c.Actor())
		if err != nil {
			return nil, err
		}
		i := slices.IndexFunc(desks, func(d directory.Desk) bool { return d.Key == key && d.Org == to.Org })
		if i < 0 {
			return nil, errs.Missing()
		}
		to.Desk = desks[i].ID
	}
	return p.Notice.Running(c.Context(), c.Actor(), channel, to)
}

// outside answers anybody with what was published for the website of an organisation.
func (p *feeds) outside(write func(c *web.Ctx, f feed) error) web.Handler {
	return func(c *web.Ctx) error {
		by := authz.System("feed")
		org, err := p.Directory.OrganisationByKey(c.Context(), c.Param("org"))
		if err != nil {
			return err
		}
		list, err := p.Notice.Running(c.Context(), by, notice.Website, notice.Reader{Org: org.ID})
		if err != nil {
			return err
		}
		return write(c, feed{title: c.T.T("notice.feed.title") + ", " + org.Name, self: p.BaseURL + c.Path(), base: p.BaseURL, lang: lang(c), list: list})
	}
}

// lang is the language that the address asks for, else the reader's.
func lang(c *web.Ctx) i18n.Lang {
	if asked := c.Query("lang"); asked != "" {
		return i18n.ParseLang(asked)
	}
	return i18n.ParseLang(c.T.Lang())
}

// phone is what callers hear before somebody answers, one notice a line; an empty answer says nothing to them.
func (p *feeds) phone(c *web.Ctx) error {
	list, err := p.running(c, notice.Phone)
	if err != nil {
		return err
	}
	text := ""
	for i := range list {
		text += list[i].Spoken(lang(c)) + "\n"
	}
	head(c, "text/plain; charset=utf-8")
	_, _ = c.Writer().Write([]byte(text)) // A reader that went away is nobody's fault.
	return nil
}

func head(c *web.Ctx, media string) {
	h := c.Writer().Header()
	h.Set("Content-Type", media)
	h.Set("Cache-Control", "private, max-age=30")
	c.Writer().WriteHeader(http.StatusOK)
}

package catcher

import (
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"lotsen/internal/desk/notify"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// Deps is what the pages are made of.
type Deps struct {
	Shell  *shell.Shell
	Notify *notify.Service
}

type pages struct{ Deps }

const pageSize = 30

// Mount registers the pages. Only demo mode calls it.
func Mount(rs *web.Routes, d Deps) {
	p := &pages{d}
	demo := web.Public("demo mode only")
	rs.Handle("GET /demo/mail", demo, p.list)
	rs.Handle("GET /demo/mail/{id}", demo, p.show)
}

type listView struct {
	Table ui.TableView
	Pages ui.PaginationView
}

func (p *pages) list(c *web.Ctx) error {
	before, err := number(c.Query("before"))
	if err != nil {
		return err
	}
	mails, err := p.Notify.Latest(c.Context(), before, pageSize+1)
	if err != nil {
		return err
	}
	v := listView{Table: ui.TableView{
		ID: "mail", Caption: c.T.T("mailbox.catcher.title"), CaptionHidden: true,
		Columns: []ui.Column{{Text: c.T.T("mailbox.subject")}, {Text: c.T.T("mailbox.to")}, {Text: c.T.T("mailbox.made")}, {Text: c.T.T("mailbox.state")}},
	}}
	if before != 0 {
		v.Pages.Newer, v.Pages.NewerText = paths.DemoMail(), c.T.T("mailbox.list.newest")
	}
	if len(mails) > pageSize {
		mails = mails[:pageSize]
		v.Pages.Older = paths.With(paths.DemoMail(), "before", strconv.FormatInt(mails[pageSize-1].ID, 10))
	}
	for _, m := range mails {
		id := strconv.FormatInt(m.ID, 10)
		v.Table.Rows = append(v.Table.Rows, ui.Row{ID: id, Cells: []ui.Cell{
			{Text: m.Subject, Href: paths.DemoMailItem(paths.Word(id)), Header: true}, {Text: m.To}, {Text: c.T.DateTime(m.Created), Nowrap: true}, {Text: state(c.T, m)},
		}})
	}
	return p.Shell.Render(c, http.StatusOK, shell.View{Title: c.T.T("mailbox.catcher.title")}, listPage(c.T, v))
}

type mailView struct {
	Title, Lang string
	Facts       []ui.Definition
	Text        string
	Links       []string
}

func (p *pages) show(c *web.Ctx) error {
	id, err := number(c.Param("id"))
	if err != nil {
		return err
	}
	m, err := p.Notify.Mail(c.Context(), id)
	if err != nil {
		return err
	}
	name, address, _ := strings.Cut(m.From, "\n")
	v := mailView{Title: m.Subject, Text: m.Text, Links: links(m.Text), Facts: []ui.Definition{
		{Term: c.T.T("mailbox.from"), Text: name + " <" + address + ">"},
		{Term: c.T.T("mailbox.to"), Text: m.To},
		{Term: c.T.T("mailbox.made"), Text: c.T.DateTime(m.Created)},
		{Term: c.T.T("mailbox.state"), Text: state(c.T, m)},
		{Term: "Message-ID", Text: m.MailID},
	}}
	if m.Lang != c.T.Lang() {
		v.Lang = m.Lang
	}
	return p.Shell.Render(c, http.StatusOK, shell.View{Title: v.Title}, mailPage(c.T, v))
}

var address = regexp.MustCompile(`https?://[^\s<>"]+`)

// links are the addresses in a mail, each once.
func links(text string) []string {
	var out []string
	for _, l := range address.FindAllString(text, 20) {
		if l = strings.TrimRight(l, ".,;:)"); !slices.Contains(out, l) {
			out = append(out, l)
		}
	}
	return out
}

func state(t *i18n.Printer, m notify.Mail) string {
	if key := "mailbox.state." + m.State; t.Has(key) {
		return t.T(key)
	}
	return m.State
}

func number(s string) (int64, error) {
	if s == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 0 {
		return 0, errs.Missing()
	}
	return n, nil
}

package admin

import (
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"lotsen/internal/desk/access"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/ui"
)

func (p *pages) tokenRoutes(rs *web.Routes) {
	may := web.May(access.TokenWrite)
	rs.Handle("GET /admin/tokens", may, p.tokens)
	rs.Handle("POST /admin/tokens", may, p.addToken)
	rs.Handle("GET /admin/tokens/new", may, p.newToken)
	rs.Handle("POST /admin/tokens/end", may, p.endToken, web.BackTo("/admin/tokens"))
}

// tokens lists the tokens of the people whom the reader looks after. Secrets are kept nowhere.
func (p *pages) tokens(c *web.Ctx) error {
	tokens, err := p.Access.Tokens(c.Context(), c.Actor())
	if err != nil {
		return err
	}
	ended := c.Query("ended") != ""
	tokens = slices.DeleteFunc(tokens, func(t access.Token) bool { return t.EndedAt.IsZero() == ended })
	var ids []directory.PersonID
	for _, t := range tokens {
		ids = append(ids, t.Person)
	}
	names, err := p.Directory.Names(c.Context(), c.Actor(), ids...)
	if err != nil {
		return err
	}
	table := ui.TableView{ID: "token", Caption: c.T.T("admin.section.tokens"), CaptionHidden: true, Columns: columns(c, "name", "acts_as", "created", "used", "deed")}
	for _, t := range tokens {
		used := c.T.T("admin.tokens.never")
		if !t.UsedAt.IsZero() {
			used = c.T.DateTime(t.UsedAt)
		}
		deed := ui.Cell{Text: c.T.DateTime(t.EndedAt)}
		if t.EndedAt.IsZero() {
			v := do(c, paths.AdminPage("tokens", "end"), c.T.T("admin.tokens.end"), ui.HiddenView{Name: "token", Value: text(int64(t.ID))})
			v.button.Small, v.button.Label = true, c.T.T("admin.tokens.end")+" "+t.Name
			v.form.Label = v.button.Label
			deed = ui.Cell{Content: doBody(v)}
		}
		table.Rows = append(table.Rows, ui.Row{ID: text(int64(t.ID)), Muted: ended, Cells: []ui.Cell{
			{Text: t.Name}, {Text: names[t.Person]}, {Text: c.T.DateTime(t.CreatedAt), Nowrap: true}, {Text: used, Nowrap: true}, deed,
		}})
	}
	h := head{title: c.T.T("admin.section.tokens"), lead: c.T.T("admin.tokens.lead"), actions: []templ.Component{
		ui.ButtonLink(paths.AdminPage("tokens", "new"), ui.ButtonView{Text: c.T.T("admin.tokens.add"), Icon: "plus"}),
	}}
	body := append([]templ.Component{endedTabs(c, ended, paths.AdminPage("tokens"))}, list(c, listView{table: table, empty: ui.EmptyView{Icon: "lock", Title: c.T.T("admin.tokens.none")}})...)
	return p.show(c, http.StatusOK, h, body...)
}

func (p *pages) newToken(c *web.Ctx) error {
	return p.showNewToken(c, http.StatusOK, web.NewForm("for", c.Identity().Person.Login))
}

func (p *pages) showNewToken(c *web.Ctx, status int, f *web.Form) error {
	form := ask(c, f, "admin.tokens.").line("name", medium, required).line("for", medium, required).form(paths.AdminPage("tokens"), c.T.T("admin.tokens.add"))
	form.cancel = paths.AdminPage("tokens")
	h := head{title: c.T.T("admin.tokens.new"), lead: c.T.T("admin.tokens.new_lead"), above: []ui.Crumb{{Href: form.cancel, Text: c.T.T("admin.section.tokens")}}}
	return p.show(c, status, h, formBody(c.T, form))
}

// addToken makes a token and shows its secret in this one answer, which no browser keeps.
func (p *pages) addToken(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil && !f.Failed(err) {
		return err
	}
	who, err := p.oneByWords(c, f.Get("for"))
	secret := ""
	if err == nil {
		secret, err = p.Access.CreateToken(c.Context(), c.Actor(), f.Words("name"), who.ID)
	}
	if errs.Is(err, errs.Forbidden) {
		f.Failed(wrong("for", "admin.tokens.more_than_own"))
		return p.showNewToken(c, http.StatusForbidden, f)
	}
	if status, yes := again(f, err); yes {
		return p.showNewToken(c, status, f)
	}
	if err != nil {
		return err
	}
	h := head{title: c.T.T("admin.tokens.made"), above: []ui.Crumb{{Href: paths.AdminPage("tokens"), Text: c.T.T("admin.section.tokens")}}}
	once := ui.Alert(ui.AlertView{Color: ui.Warning, Text: c.T.T("admin.tokens.once")})
	shown := ui.TextField(c.T, ui.FieldView{Name: "secret", Label: c.T.T("admin.tokens.secret"), Value: secret, ReadOnly: true, Autocomplete: "off"})
	back := ui.ButtonLink(paths.AdminPage("tokens"), ui.ButtonView{Text: c.T.T("admin.tokens.kept"), Variant: ui.Secondary})
	return p.show(c, http.StatusCreated, h, once, shown, stack(back))
}

func (p *pages) endToken(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	if err := p.Access.EndToken(c.Context(), c.Actor(), access.TokenID(f.Int("token"))); err != nil {
		return err
	}
	c.Flash("admin.tokens.ended")
	return c.Redirect(paths.AdminPage("tokens"))
}

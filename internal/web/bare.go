package web

import (
	"html"
	"strings"
)

// bareLogin and bareResend are shown where app gave no pages, as in tests of the kit.
func bareLogin(c *Ctx, v LoginView) string {
	return bare(c, "web.login.title", "/login", []HeldField{{NextName, v.Next}, {HeldName, v.Held}},
		`<label for="name">`+html.EscapeString(c.T.T("web.login.name"))+`</label><input id="name" name="name">`+
			`<label for="password">`+html.EscapeString(c.T.T("web.login.password"))+`</label><input id="password" name="password" type="password">`,
		"web.login.submit")
}

func bareResend(c *Ctx, v ResendView) string {
	note := ""
	if v.Files {
		note = "<p>" + html.EscapeString(c.T.T("web.resend.files")) + "</p>"
	}
	return bare(c, "web.resend.title", v.Path, v.Fields, note, "web.resend.submit")
}

func bare(c *Ctx, title, action string, hidden []HeldField, inner, submit string) string {
	var b strings.Builder
	t := html.EscapeString(c.T.T(title))
	b.WriteString(`<!doctype html><html lang="` + c.T.Lang() + `"><head><meta charset="utf-8"><title>` + t + `</title></head><body><main><h1>` + t + `</h1>`)
	b.WriteString(`<form method="post" action="` + html.EscapeString(action) + `">`)
	for _, f := range hidden {
		b.WriteString(`<input type="hidden" name="` + html.EscapeString(f.Name) + `" value="` + html.EscapeString(f.Value) + `">`)
	}
	b.WriteString(inner + `<button type="submit">` + html.EscapeString(c.T.T(submit)) + `</button></form></main></body></html>`)
	return b.String()
}

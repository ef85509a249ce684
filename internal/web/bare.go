package web

import (
	"html"
	"strings"
)

// The bare pages stand in where app gave none, where the page itself fails, and where there is too much to do for more.
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

func bareError(c *Ctx, v ErrorView) string {
	text := "<p>" + html.EscapeString(v.Text) + "</p>"
	for _, f := range v.Fields {
		text += "<p>" + html.EscapeString(f.Text) + "</p>"
	}
	return frame(c, v.Title, text)
}

func bare(c *Ctx, title, action string, hidden []HeldField, inner, submit string) string {
	var b strings.Builder
	b.WriteString(`<form method="post" action="` + html.EscapeString(action) + `">`)
	for _, f := range hidden {
		b.WriteString(`<input type="hidden" name="` + html.EscapeString(f.Name) + `" value="` + html.EscapeString(f.Value) + `">`)
	}
	b.WriteString(inner + `<button type="submit">` + html.EscapeString(c.T.T(submit)) + `</button></form>`)
	return frame(c, c.T.T(title), b.String())
}

func frame(c *Ctx, title, content string) string {
	t := html.EscapeString(title)
	return `<!doctype html><html lang="` + c.T.Lang() + `"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
		`<title>` + t + `</title></head><body><main><h1>` + t + `</h1>` + content + `</main></body></html>`
}

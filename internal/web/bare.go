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

// bareAgain shows the words that were typed, so that they can be seen to be there, and carries everything in the form.
func bareAgain(c *Ctx, v ErrorView, again ResendView) string {
	inner := "<p>" + html.EscapeString(v.Text) + "</p><p>" + html.EscapeString(c.T.T("web.again.kept")) + "</p>"
	if again.Files {
		inner += "<p>" + html.EscapeString(c.T.T("web.again.files")) + "</p>"
	}
	for _, f := range again.Fields {
		if (f.Name == "title" || f.Name == "text" || f.Name == "reason") && f.Value != "" {
			inner += `<blockquote class="lines">` + html.EscapeString(f.Value) + "</blockquote>"
		}
	}
	return bareForm(c, v.Title, again.Path, again.Fields, inner, "web.again.submit")
}

func bareError(c *Ctx, v ErrorView) string {
	text := "<p>" + html.EscapeString(v.Text) + "</p>"
	for _, f := range v.Fields {
		text += "<p>" + html.EscapeString(f.Text) + "</p>"
	}
	return frame(c, v.Title, text)
}

func bare(c *Ctx, title, action string, hidden []HeldField, inner, submit string) string {
	return bareForm(c, c.T.T(title), action, hidden, inner, submit)
}

func bareForm(c *Ctx, title, action string, hidden []HeldField, inner, submit string) string {
	var b strings.Builder
	b.WriteString(`<form class="stack" method="post" action="` + html.EscapeString(action) + `">`)
	for _, f := range hidden {
		b.WriteString(`<input type="hidden" name="` + html.EscapeString(f.Name) + `" value="` + html.EscapeString(f.Value) + `">`)
	}
	b.WriteString(inner + `<button type="submit" class="ds-button">` + html.EscapeString(c.T.T(submit)) + `</button></form>`)
	return frame(c, title, b.String())
}

func frame(c *Ctx, title, content string) string {
	t := html.EscapeString(title)
	return `<!doctype html><html lang="` + c.T.Lang() + `" data-color-scheme="auto"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">` +
		`<title>` + t + `</title>` + style(c) + `</head><body><main class="wrap stack"><h1 class="ds-heading" data-size="lg">` + t + `</h1>` + content + `</main></body></html>`
}

// style dresses a bare page where the browser has the style sheet, which it has from any page before.
func style(c *Ctx) string {
	if c.rs.deps.Style == "" {
		return ""
	}
	return `<link rel="stylesheet" href="` + html.EscapeString(c.rs.deps.Style) + `">`
}

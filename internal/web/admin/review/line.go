package review

import (
	"bytes"

	"lotsen/internal/desk/access"
	"lotsen/internal/kit/csvfile"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web"
	"lotsen/internal/web/rightwords"
)

func lang(c *web.Ctx) i18n.Lang { return i18n.ParseLang(c.T.Lang()) }

// line is one right in words.
type line struct{ who, role, behalf, where, from, to, why, over string }

func lineOf(c *web.Ctx, r access.Right, names rightwords.Names) line {
	l := line{
		who: names.Person(r.Person), role: names.Role(r.Role), where: names.Where(r), from: c.T.DateTime(r.From), to: c.T.T("admin.rights.open"),
		why: c.T.T("review.why", "name", names.Person(r.GrantedBy), "at", c.T.DateTime(r.GrantedAt)),
	}
	if !r.To.IsZero() {
		l.to = c.T.DateTime(r.To)
	}
	if r.For != 0 {
		l.behalf = c.T.T("admin.rights.for", "name", names.Person(r.For))
	}
	switch {
	case r.Waiting:
		l.why += " " + c.T.T("admin.rights.waits") + "."
	case r.ConfirmedBy != 0:
		l.why += " " + c.T.T("review.confirmed", "name", names.Person(r.ConfirmedBy), "at", c.T.DateTime(r.ConfirmedAt))
	}
	if !r.EndedAt.IsZero() {
		l.to = c.T.DateTime(r.EndedAt)
		l.over = c.T.T("review.ended", "name", names.Person(r.EndedBy), "at", c.T.DateTime(r.EndedAt))
	}
	return l
}

// file is the same question answered in full, for taking away; it stands in the security log.
func (p *pages) file(c *web.Ctx) error {
	a, err := p.read(c)
	if err != nil {
		return err
	}
	if wrong := a.form.Wrong(); len(wrong) > 0 {
		return wrong.Err()
	}
	a.in.Limit = mostLines
	rights, err := p.Access.ExportReview(c.Context(), c.Actor(), a.in)
	if err != nil {
		return err
	}
	names, err := rightwords.Read(c, p.Access, p.Directory, rights)
	if err != nil {
		return err
	}
	var w csvfile.Writer
	var heads []string
	for _, name := range []string{"who", "role", "behalf", "where", "from", "to", "why", "over"} {
		heads = append(heads, c.T.T("review.column."+name))
	}
	w.Line(heads...)
	for _, r := range rights {
		l := lineOf(c, r, names)
		w.Line(l.who, l.role, l.behalf, l.where, l.from, l.to, l.why, l.over)
	}
	raw := w.Bytes()
	return c.Send(web.Download{Name: "rights.csv", Type: "text/csv; charset=utf-8", Size: int64(len(raw)), Body: bytes.NewReader(raw)})
}

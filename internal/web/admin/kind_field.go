package admin

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/ui"
)

// fieldTypes are what a field can hold.
var fieldTypes = []string{"text", "long", "choice", "date"}

// field asks for a field that a kind has beyond the common ones.
func (p *pages) field(c *web.Ctx) error {
	k, i, err := p.fieldIn(c)
	if err != nil {
		return err
	}
	f := web.NewForm("type", "text")
	if i >= 0 {
		s := k.config.Fields[i]
		f = web.NewForm("sv", s.Sv, "en", s.En, "type", s.Type, "choices", strings.Join(s.Choices, "\n"), "required", s.Required)
		if s.Portal {
			f.Set("portal", "1")
		}
	}
	return p.showField(c, http.StatusOK, k, i, f)
}

// fieldIn is the field in the address; -1 for one that is being added.
func (p *pages) fieldIn(c *web.Ctx) (kindPage, int, error) {
	k, err := p.kindIn(c)
	if err != nil || c.Param("key") == fresh {
		return k, -1, err
	}
	i := slices.IndexFunc(k.config.Fields, func(s ticket.FieldSpec) bool { return s.Key == c.Param("key") })
	if i < 0 {
		return k, i, errs.Missing()
	}
	return k, i, nil
}

func (p *pages) showField(c *web.Ctx, status int, k kindPage, i int, f *web.Form) error {
	var types, when []ui.Option
	for _, t := range fieldTypes {
		types = append(types, ui.Option{Value: t, Text: c.T.T("admin.kind.type." + t)})
	}
	for _, stage := range stages {
		when = append(when, ui.Option{Value: stage, Text: c.T.T("admin.kind.required." + stage)})
	}
	form := ask(c, f, "admin.kind.").line("sv", medium, required, inLang("sv")).line("en", medium, inLang("en")).choice("type", "", types, medium).
		long("choices", lines(4)).choice("required", c.T.T("admin.kind.never"), when, medium, labelled(c.T.T("admin.kind.must"))).
		yes("portal", labelled(c.T.T("admin.kind.field_portal")), helped(c.T.T("admin.kind.field_portal_help"))).
		form(k.path("fields", c.Param("key")), c.T.T("admin.save"))
	form.form.Version, form.cancel = text(k.config.Version), k.path()
	title := c.T.T("admin.kind.add_field")
	if i >= 0 {
		title = inWords(c, k.config.Fields[i].Sv, k.config.Fields[i].En)
		form.more = []ui.ButtonView{{Text: c.T.T("admin.kind.remove_field"), Name: "remove", Value: "1", Variant: ui.Secondary, Danger: true}}
	}
	return p.show(c, status, head{title: title, lead: k.name(c), above: k.crumbs(c)}, formBody(c.T, form))
}

// saveField adds, changes or removes a field. What tickets hold in a removed field stays with them.
func (p *pages) saveField(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil && !f.Failed(err) {
		return err
	}
	k, i, err := p.fieldIn(c)
	if err != nil {
		return err
	}
	config, at := k.config, i
	config.Fields = slices.Clone(config.Fields)
	s := ticket.FieldSpec{Sv: f.Get("sv"), En: f.Get("en"), Type: f.Get("type"), Choices: lineList(f.Words("choices")), Required: f.Get("required"), Portal: f.Has("portal")}
	switch {
	case i >= 0 && f.Has("remove"):
		config.Fields = slices.Delete(config.Fields, i, i+1)
	case i >= 0:
		s.Key = config.Fields[i].Key
		config.Fields[i] = s
	default:
		s.Key = newKey(f.Get("en"), f.Get("sv"), func(key string) bool {
			return slices.ContainsFunc(config.Fields, func(o ticket.FieldSpec) bool { return o.Key == key })
		})
		config.Fields = append(config.Fields, s)
		at = len(config.Fields) - 1
	}
	return p.saveKind(c, k, f, fmt.Sprintf("fields.%d.", at), config, func(status int) error { return p.showField(c, status, k, i, f) })
}

// lineList is the lines of a text that hold something.
func lineList(s string) []string {
	var out []string
	for _, l := range strings.Split(s, "\n") {
		if l = strings.TrimSpace(l); l != "" {
			out = append(out, l)
		}
	}
	return out
}

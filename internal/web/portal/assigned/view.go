package assigned

import (
	"fmt"

	"github.com/a-h/templ"

	"lotsen/internal/desk/delegation"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web"
	"lotsen/internal/web/formfiles"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/ui"
)

// pageView is a case as the receiver sees it.
type pageView struct {
	Title   string
	Crumbs  []ui.Crumb
	Tags    []ui.TagView
	Task    string
	Talk    []ui.EntryView
	Facts   []ui.Definition
	User    []ui.Definition
	Report  formView
	Done    formView
	Refuse  formView
	Need    *formView
	Contact *formView
	Parts   []templ.Component
}

// formView is one of the forms of the page.
type formView struct {
	Form   ui.FormView
	Errors []ui.FieldError
	Status *ui.ChoiceView
	Text   *ui.FieldView
	Line   *ui.FieldView // A field of one line.
	Kept   []ui.Option
	Files  *ui.FileView
	Open   bool
}

func viewOf(c *web.Ctx, x *delegation.View, f *web.Form, kept []ticket.Attachment) pageView {
	t := c.T
	v := pageView{
		Title:  x.Ticket.String() + " " + x.Title,
		Crumbs: []ui.Crumb{{Href: paths.Assignments(), Text: t.T("delegation.assigned.title")}, {Text: x.Ticket.String()}},
		Tags: []ui.TagView{
			{Text: t.T("delegation.status." + string(x.Status)), Color: ui.Accent}, {Text: t.T("desk.priority." + fmt.Sprint(x.Priority))}, {Text: t.T("desk.kind." + string(x.Kind))},
		},
		Talk: talkOf(t, x), Facts: factsOf(t, x), User: userOf(t, x),
	}
	if x.Late > 0 {
		v.Tags = append(v.Tags, ui.TagView{Text: t.T("delegation.assigned.late", "count", x.Late), Color: ui.Warning})
	}
	form := func(which string, line string, files bool) formView {
		came := f
		if f.Get("form") != which {
			came = nil
		}
		return formOf(c, x, which, line, files, came, kept)
	}
	v.Report, v.Done, v.Refuse = form("report", "external", true), form("done", "", true), form("refuse", "", false)
	v.Report.Status = statusOf(t, x, f)
	if x.NeedsReason {
		need := form("need", "contact_reason", false)
		need.Text = nil
		v.Need = &need
	}
	if x.CanContact {
		contact := form("contact", "", true)
		v.Contact = &contact
	}
	return v
}

func formOf(c *web.Ctx, x *delegation.View, which, line string, files bool, f *web.Form, kept []ticket.Attachment) formView {
	t := c.T
	v := formView{
		Form: ui.FormView{
			Action: paths.AssignmentDo(x.Ticket, which), Label: t.T("delegation.assigned.form." + which), Key: c.FormKey(which, int64(x.ID), x.Version, x.Updated.UnixMicro()), Multipart: files,
			Hidden: []ui.HiddenView{{Name: "version", Value: fmt.Sprint(x.Version)}},
		},
		Errors: f.Errors(t), Open: f != nil,
		Text: &ui.FieldView{Name: "text", ID: "f-text-" + which, Label: t.T("delegation.assigned.text." + which), Value: f.Words("text"), Error: f.Error(t, "text"), Rows: 4, Required: which == "done" || which == "refuse" || which == "contact"},
	}
	if f != nil {
		v.Text.ID = "" // The summary of what is wrong leads here.
	}
	if line != "" {
		v.Line = &ui.FieldView{Name: line, Label: t.T("delegation.field." + line), Value: f.Get(line), Error: f.Error(t, line), Required: which == "need"}
		if line == "external" && f == nil {
			v.Line.Value = x.External
		}
		if line == "external" {
			v.Line.Label = t.T("delegation.assigned.external")
		}
	}
	if files {
		v.Files = &ui.FileView{Multiple: true, Field: ui.FieldView{Name: formfiles.Field, ID: "f-files-" + which, Label: t.T("delegation.assigned.files"), Error: f.Error(t, formfiles.Field)}}
		if f != nil {
			v.Files.Field.ID = ""
			for _, a := range kept {
				v.Kept = append(v.Kept, ui.Option{Value: fmt.Sprint(int64(a.ID)), Text: a.Name, Selected: true})
			}
		}
	}
	return v
}

func statusOf(t *i18n.Printer, x *delegation.View, f *web.Form) *ui.ChoiceView {
	chosen := string(x.Status)
	if f.Get("form") == "report" {
		chosen = f.Get("status")
	}
	if chosen == string(delegation.Sent) {
		chosen = string(delegation.Accepted)
	}
	v := &ui.ChoiceView{Name: "status", Label: t.T("delegation.fact.status"), Required: true, Inline: true, Error: f.Error(t, "status")}
	for _, s := range delegation.Reports() {
		v.Options = append(v.Options, ui.Option{Value: string(s), Text: t.T("delegation.status." + string(s))})
	}
	v.Options = ui.Pick(v.Options, chosen)
	return v
}

// talkOf is what the receiver reads of what was said.
func talkOf(t *i18n.Printer, x *delegation.View) []ui.EntryView {
	var out []ui.EntryView
	for _, m := range x.Said {
		if m.Text == "" && len(m.Files) == 0 {
			continue
		}
		e := ui.EntryView{ID: fmt.Sprint("m-", m.ID), Kind: ui.Inbound, Text: m.Text, At: m.At, AtText: t.DateTime(m.At), Author: ui.PersonView{Name: m.Name}}
		switch m.Who {
		case delegation.TheDesk:
			e.Author.Name = x.DeskName
			if !m.ToUs {
				e.Note = t.T("delegation.assigned.to_user")
			}
		case delegation.Receiver:
			e.Kind = ui.Outbound
			if !m.ToUs {
				e.Note = t.T("delegation.assigned.to_user")
			}
		default:
			if e.Author.Name == "" {
				e.Author.Name = t.T("delegation.assigned.user")
			}
		}
		for _, a := range m.Files {
			e.Attachments = append(e.Attachments, ui.AttachmentView{Href: paths.AssignmentFile(x.Ticket, paths.Word(fmt.Sprint(int64(a.ID)))), Name: a.Name})
		}
		out = append(out, e)
	}
	return out
}

func factsOf(t *i18n.Printer, x *delegation.View) []ui.Definition {
	category := x.CategorySv
	if t.Lang() == string(i18n.English) && x.CategoryEn != "" {
		category = x.CategoryEn
	}
	out := []ui.Definition{
		{Term: t.T("delegation.assigned.main"), Text: x.Ticket.String()},
		{Term: t.T("delegation.assigned.external"), Text: x.External},
		{Term: t.T("delegation.fact.desk"), Text: x.DeskName},
		{Term: t.T("delegation.fact.category"), Text: category},
		{Term: t.T("delegation.fact.reported"), Text: t.DateTime(x.Created)},
		{Term: t.T("delegation.fact.since"), Text: t.DateTime(x.GivenAt)},
	}
	if !x.Due.IsZero() {
		out = append(out, ui.Definition{Term: t.T("delegation.fact.due"), Text: t.DateTime(x.Due)})
	}
	for _, a := range x.Fields {
		label := a.Key
		if key := "delegation.answer." + a.Key; t.Has(key) {
			label = t.T(key)
		}
		out = append(out, ui.Definition{Term: label, Text: a.Value})
	}
	kept := out[:0]
	for _, d := range out {
		if d.Text != "" {
			kept = append(kept, d)
		}
	}
	return kept
}

func userOf(t *i18n.Printer, x *delegation.View) []ui.Definition {
	var out []ui.Definition
	for _, f := range [][2]string{{"name", x.User.Name}, {"phone", x.User.Phone}, {"email", x.User.Email}, {"unit", x.User.Unit}, {"site", x.User.Site}} {
		if f[1] != "" {
			out = append(out, ui.Definition{Term: t.T("delegation.user." + f[0]), Text: f[1]})
		}
	}
	return out
}

package suppliers

import (
	"cmp"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/supplier"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// showNew asks about a new matter.
func (p *pages) showNew(c *web.Ctx, status int, f *web.Form, k supplier.Kind) error {
	org, err := p.orgFor(c, f, matterInput(f))
	if err != nil {
		return err
	}
	fields, err := p.matterFields(c, k, org, false)
	if err != nil {
		return err
	}
	form := sheet.Of(c, f, area, paths.Follow(string(k)), c.T.T("supplier.save"), fields...).Back(paths.Follow(string(k)))
	h := sheet.Head{Title: c.T.T("supplier.open." + string(k)), Lead: c.T.T("supplier.about." + string(k)), Above: []ui.Crumb{{Href: paths.Follow(string(k)), Text: c.T.T("supplier.kind." + string(k))}}}
	return p.show(c, status, h, form.Show(c.T))
}

// matterFields is the form of a kind: its title, what its Spec lists, its state.
func (p *pages) matterFields(c *web.Ctx, k supplier.Kind, org directory.OrgID, change bool) ([]sheet.Field, error) {
	spec := k.Spec()
	fields := []sheet.Field{{Name: "title", Required: true, Label: label(c, k, "title")}, {Name: "text", Kind: sheet.Long, Label: label(c, k, "text")}}
	for _, name := range spec.Fields {
		field, err := p.matterField(c, name, org)
		if err != nil {
			return nil, err
		}
		field.Name, field.Label, field.Required = name, label(c, k, name), slices.Contains(spec.Needs, name)
		if field.Kind == sheet.Choice {
			field.Empty = c.T.T("supplier.choose")
		}
		fields = append(fields, field)
	}
	states := spec.States
	if supplier.WorksFor(c.Actor()) {
		states = spec.Theirs
	}
	fields = append(fields, sheet.Field{Name: "state", Kind: sheet.Choice, Required: true, Options: named(c, "supplier.state.", states)})
	if change {
		fields = append(fields, sheet.Field{Name: "comment", Kind: sheet.Long})
	}
	return fields, nil
}

func (p *pages) matterField(c *web.Ctx, name string, org directory.OrgID) (sheet.Field, error) {
	switch name {
	case supplier.FieldSupplier, supplier.FieldParties:
		list, err := p.Supplier.List(c.Context(), c.Actor(), supplier.Filter{Org: org})
		f := sheet.Field{Kind: sheet.Choice, Options: options(list, func(s supplier.Supplier) (string, string) { return sheet.Text(s.ID), s.Name })}
		if name == supplier.FieldParties {
			f.Kind = sheet.Several
		}
		return f, err
	case supplier.FieldService:
		list, err := p.Supplier.ServiceContacts(c.Context(), c.Actor(), org)
		return sheet.Field{Kind: sheet.Choice, Options: options(list, func(s supplier.ServiceContact) (string, string) {
			return sheet.Text(s.Service), inLang(c, s.Sv, s.En)
		})}, err
	case supplier.FieldOwner:
		owners, err := p.owners(c, org)
		return sheet.Field{Kind: sheet.Choice, Options: owners}, err
	case supplier.FieldDue, supplier.FieldStarts:
		return sheet.Field{Kind: sheet.Day}, nil
	case supplier.FieldDecision:
		return sheet.Field{Kind: sheet.Long}, nil
	case supplier.FieldAccess:
		return sheet.Field{}, nil
	}
	return sheet.Field{Width: "s"}, nil
}

// answerParts is what a supplier sees of a matter: the facts, and what it can say.
func (p *pages) answerParts(c *web.Ctx, f *web.Form, m supplier.Matter) []templ.Component {
	parts := []templ.Component{ui.DefinitionList(matterFacts(c, m))}
	spec := m.Kind.Spec()
	if spec.Over(m.State) || !c.Actor().May(supplier.MayContribute) {
		return parts
	}
	states := spec.Theirs
	if !slices.Contains(states, m.State) {
		states = append([]string{m.State}, states...)
	}
	form := sheet.Of(c, f, area, paths.Follow(string(m.Kind), sheet.Text(m.ID), "answer"), c.T.T("supplier.answer"),
		sheet.Field{Name: "state", Kind: sheet.Choice, Required: true, Options: named(c, "supplier.state.", states)},
		sheet.Field{Name: "comment", Kind: sheet.Long},
	).Versioned(sheet.Text(m.Version))
	return append(parts, sheet.Panel(ui.PanelView{ID: "answer", Title: c.T.T("supplier.answer")}, form.Show(c.T)))
}

// matterFacts are the fields of a kind that are filled.
func matterFacts(c *web.Ctx, m supplier.Matter) []ui.Definition {
	var out []ui.Definition
	values := map[string]string{
		"text": m.Text, supplier.FieldSupplier: m.SupplierName, supplier.FieldParties: strings.Join(m.PartyNames, ", "), supplier.FieldService: inLang(c, m.ServiceSv, m.ServiceEn),
		supplier.FieldDue: m.Due, supplier.FieldStarts: m.Starts, supplier.FieldOwner: m.OwnerName, supplier.FieldReference: m.Reference,
		supplier.FieldAmount: kronor(c, m.Amount), supplier.FieldAccess: m.Access, supplier.FieldDecision: m.Decision, supplier.FieldMonth: m.Month,
	}
	for _, name := range append([]string{"text"}, m.Kind.Spec().Fields...) {
		if values[name] != "" {
			out = append(out, ui.Definition{Term: label(c, m.Kind, name), Text: values[name]})
		}
	}
	return out
}

// stepsOf tells what has happened, newest first.
func stepsOf(c *web.Ctx, steps []supplier.Step) []ui.Definition {
	var out []ui.Definition
	for _, s := range slices.Backward(steps) {
		what := c.T.T("supplier.state." + s.State)
		d := ui.Definition{Term: c.T.DateTime(s.At), Text: cmp.Or(s.Who, c.T.T("supplier.follow.program")) + ": " + what}
		if s.Comment != "" {
			d.Content = sheet.Say(s.Comment)
		}
		out = append(out, d)
	}
	return out
}

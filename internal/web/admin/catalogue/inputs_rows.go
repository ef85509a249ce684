package catalogue

import (
	"strconv"

	"github.com/a-h/templ"

	"lotsen/internal/desk/catalogue"
	"lotsen/internal/web"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

func (e *editing) prices(f *web.Form) []templ.Component {
	out := []templ.Component{sheet.Note(e.c.T.T("catalogue.admin.prices_help"))}
	for n := range rows(f, "prices", catalogue.MaxPrices) {
		at := row("price", n)
		out = append(out, fieldset(e.c.T.T("catalogue.admin.price_row", "number", n+1), []templ.Component{
			e.pick(f, at, "price", "kind", catalogue.PriceKinds(), "money.kind."), e.cell(f, at, "price", "ore", sheet.Field{Required: true, Width: "s"}),
			e.pick(f, at, "price", "per", catalogue.Pers(), "money.unit."), e.cell(f, at, "price", "from", sheet.Field{Kind: sheet.Day}),
			e.moves("price", n, rows(f, "prices", catalogue.MaxPrices)),
		}))
	}
	return append(out, e.add("price"))
}

func (e *editing) steps(f *web.Form) []templ.Component {
	out := []templ.Component{sheet.Note(e.c.T.T("catalogue.admin.steps_help"))}
	var bys []string
	for _, b := range catalogue.Bys() {
		bys = append(bys, string(b))
	}
	for n := range rows(f, "steps", catalogue.MaxSteps) {
		at := row("step", n)
		out = append(out, fieldset(e.c.T.T("catalogue.admin.step_row", "number", n+1), []templ.Component{
			e.pick(f, at, "step", "by", bys, "catalogue.rule."), e.cell(f, at, "step", "seq", sheet.Field{Required: true, Width: "s"}),
			e.cell(f, at, "step", "over", sheet.Field{Width: "s"}),
			e.moves("step", n, rows(f, "steps", catalogue.MaxSteps)),
		}))
	}
	return append(out, e.add("step"))
}

func (e *editing) questions(f *web.Form) []templ.Component {
	out := []templ.Component{sheet.Note(e.c.T.T("catalogue.admin.fields_help"))}
	var types []string
	for _, t := range catalogue.Types() {
		types = append(types, string(t))
	}
	for n := range rows(f, "fields", catalogue.MaxFields) {
		at := row("field", n)
		parts := []templ.Component{
			e.cell(f, at, "field", "sv", sheet.Field{Required: true}), e.cell(f, at, "field", "en", sheet.Field{}),
			e.cell(f, at, "field", "key", sheet.Field{Required: true, Width: "m"}),
			e.pick(f, at, "field", "type", types, "catalogue.type."), e.cell(f, at, "field", "required", sheet.Field{Kind: sheet.Yes}),
			e.pick(f, at, "field", "fill", catalogue.Fills()[1:], "catalogue.fill."),
			e.cell(f, at, "field", "help_sv", sheet.Field{}), e.cell(f, at, "field", "help_en", sheet.Field{}),
		}
		switch catalogue.Type(f.Get(at + "type")) {
		case catalogue.Number:
			parts = append(parts, e.cell(f, at, "field", "min", sheet.Field{Width: "s"}), e.cell(f, at, "field", "max", sheet.Field{Width: "s"}))
		case catalogue.Choice:
			parts = append(parts, e.cell(f, at, "field", "choices", sheet.Field{Kind: sheet.Long}))
		}
		parts = append(parts, e.moves("field", n, rows(f, "fields", catalogue.MaxFields)))
		out = append(out, fieldset(e.c.T.T("catalogue.admin.field_row", "number", n+1), parts))
	}
	return append(out, e.add("field"))
}

// cell is a field of a row.
func (e *editing) cell(f *web.Form, at, sort, name string, x sheet.Field) templ.Component {
	x.Name, x.Label = at+name, e.c.T.T(area+sort+"_"+name)
	if key := area + sort + "_" + name + "_help"; e.c.T.Has(key) {
		x.Hint = e.c.T.T(key)
	}
	return e.line(f, x)
}

func (e *editing) pick(f *web.Form, at, sort, name string, values []string, texts string) templ.Component {
	x := sheet.Field{Kind: sheet.Choice, Width: "m", Empty: e.c.T.T("catalogue.form.choose")}
	for _, v := range values {
		x.Options = append(x.Options, ui.Option{Value: v, Text: e.c.T.T(texts + v)})
	}
	return e.cell(f, at, sort, name, x)
}

// moves are a row's own buttons. They send the form and save nothing.
func (e *editing) moves(sort string, n, of int) templ.Component {
	button := func(verb, icon string) templ.Component {
		text := e.c.T.T("catalogue.admin.row_" + verb)
		return ui.Button(ui.ButtonView{
			Text: text, Icon: icon, Variant: ui.Tertiary, Small: true, Name: "do", Value: sort + "." + verb + "." + strconv.Itoa(n),
			Label: text + ", " + e.c.T.T("catalogue.admin."+sort+"_row", "number", n+1),
		})
	}
	var out []templ.Component
	if n > 0 {
		out = append(out, button("up", "up"))
	}
	if n < of-1 {
		out = append(out, button("down", "down"))
	}
	return sheet.Row(append(out, button("drop", "close"))...)
}

func (e *editing) add(sort string) templ.Component {
	return ui.Button(ui.ButtonView{Text: e.c.T.T("catalogue.admin.add_" + sort), Icon: "plus", Variant: ui.Secondary, Small: true, Name: "do", Value: sort + ".add"})
}

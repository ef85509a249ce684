package catalogue

import (
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"lotsen/internal/desk/catalogue"
	"lotsen/internal/web"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// Options are what an offer's questions can be answered with that only the registers know.
type Options struct {
	devices, objects, sites []ui.Option
	found                   map[string]found // By field: what fits a name that was written.
}

// found is what a written name fits.
type found struct {
	options []ui.Option
	few     bool // All there are, in a list.
}

// few is how many answers stand as radio buttons rather than in a list.
const few = 5

// Fields are the inputs of an offer's questions, for every page that asks them.
func Fields(c *web.Ctx, item *catalogue.Item, f *web.Form, o Options) []templ.Component {
	var out []templ.Component
	for i := range item.Fields {
		out = append(out, field(c, &item.Fields[i], f, o)...)
	}
	return out
}

func field(c *web.Ctx, x *catalogue.Field, f *web.Form, o Options) []templ.Component {
	lang, name := c.T.Lang(), catalogue.Name(x.Key)
	label, help := x.Label(lang), x.Help(lang)
	problem := f.Error(c.T, name)
	v := ui.FieldView{
		Name: name, Label: label, Description: help, Error: problem, Value: f.Words(name), Required: x.Required, Autocomplete: "off", Rows: 4,
	}
	choice := ui.ChoiceView{Name: name, Label: label, Description: help, Error: problem, Required: x.Required, Empty: c.T.T("catalogue.form.choose")}
	one := func(part templ.Component) []templ.Component { return []templ.Component{part} }
	switch x.Type {
	case catalogue.Long:
		return one(ui.TextArea(c.T, v))
	case catalogue.Number:
		v.Width, v.InputMode = "s", "numeric"
		return one(ui.TextField(c.T, v))
	case catalogue.Date:
		return one(ui.DateField(c.T, v))
	case catalogue.Period:
		return period(c, v, f)
	case catalogue.Bool:
		return one(ui.Checkbox(c.T, ui.CheckView{Name: name, Label: label, Description: help, Error: problem, Checked: f.Get(name) == "1"}))
	case catalogue.Choice:
		for _, a := range x.Choices {
			choice.Options = append(choice.Options, ui.Option{Value: a.Sv, Text: a.Label(lang)})
		}
		choice.Options = ui.Pick(choice.Options, f.Get(name))
		if len(choice.Options) <= few {
			return one(ui.RadioGroup(c.T, choice))
		}
		return one(ui.SelectField(c.T, choice))
	case catalogue.Site:
		choice.Options = ui.Pick(o.sites, f.Get(name))
		return one(ui.SelectField(c.T, choice))
	case catalogue.Device:
		choice.Options = ui.Pick(o.devices, f.Get(name))
		return one(ui.SelectField(c.T, choice))
	case catalogue.Object:
		choice.Options = ui.Pick(o.objects, f.Get(name))
		return one(ui.SelectField(c.T, choice))
	case catalogue.Person, catalogue.Unit:
		return one(finder(c, v, f, o.found[x.Key]))
	}
	return one(ui.TextField(c.T, v))
}

// period is two days.
func period(c *web.Ctx, v ui.FieldView, f *web.Form) []templ.Component {
	from, to := v, v
	from.Name, to.Name = v.Name+".from", v.Name+".to"
	from.ID = ui.FieldID(v.Name) // The summary of errors leads here.
	from.Label, to.Label = c.T.T("catalogue.form.from", "label", v.Label), c.T.T("catalogue.form.to", "label", v.Label)
	from.Value, to.Value = f.Get(from.Name), f.Get(to.Name)
	to.Description, to.Error = "", ""
	return []templ.Component{ui.DateField(c.T, from), ui.DateField(c.T, to)}
}

// finder asks for somebody or some unit by name.
func finder(c *web.Ctx, v ui.FieldView, f *web.Form, hits found) templ.Component {
	if hits.few {
		return ui.SelectField(c.T, ui.ChoiceView{
			Name: v.Name, Label: v.Label, Description: v.Description, Error: v.Error, Required: v.Required, Empty: c.T.T("catalogue.form.choose"),
			Options: ui.Pick(hits.options, f.Get(v.Name)),
		})
	}
	if v.Description == "" {
		v.Description = c.T.T("catalogue.form.name_help")
	}
	out := ui.FinderView{Name: v.Name, Label: v.Label, Description: v.Description, Error: v.Error, Typed: f.Words(v.Name + "_name"), Value: f.Get(v.Name)}
	if len(hits.options) > 1 {
		out.Options = ui.Pick(hits.options, f.Get(v.Name))
	}
	if v.Required {
		out.Label = strings.TrimSpace(v.Label) + " (" + c.T.T("ui.required") + ")"
	}
	return ui.Finder(c.T, out)
}

// Put writes answers as they are kept into a form.
func Put(f *web.Form, item *catalogue.Item, to *catalogue.Recipient, values map[string]string) {
	for i := range item.Fields {
		x := &item.Fields[i]
		name, value := catalogue.Name(x.Key), values[x.Key]
		if value == "" {
			continue
		}
		f.Set(name, value)
		switch x.Type {
		case catalogue.Period:
			from, until, _ := strings.Cut(value, "/")
			f.Set(name+".from", from)
			f.Set(name+".to", until)
		case catalogue.Person:
			if to != nil && value == sheet.Text(to.ID) {
				f.Set(name+"_name", to.Name)
			}
		case catalogue.Unit:
			if to != nil && value == sheet.Text(to.Unit) {
				f.Set(name+"_name", to.UnitName)
			}
		}
	}
}

func options(list []catalogue.Option) []ui.Option {
	var out []ui.Option
	for _, o := range list {
		text := o.Text
		if o.More != "" {
			text += ", " + o.More
		}
		out = append(out, ui.Option{Value: strconv.FormatInt(o.ID, 10), Text: text})
	}
	return out
}

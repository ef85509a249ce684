package admin

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/setting"
	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/ui"
)

// setting shows one rule with its past and future, to decide on it.
func (p *pages) setting(c *web.Ctx) error {
	org, s, err := p.settingIn(c)
	if err != nil {
		return err
	}
	return p.showSetting(c, http.StatusOK, org, s, settingForm(c, s.Definition, s.Current.Raw))
}

// settingIn is the setting in the address, of the organisation that the address names.
func (p *pages) settingIn(c *web.Ctx) (directory.Organisation, setting.State, error) {
	org, _, err := p.org(c, setting.Write)
	if err != nil {
		return org, setting.State{}, err
	}
	all, err := p.Setting.All(c.Context(), c.Actor(), org.ID)
	if err != nil {
		return org, setting.State{}, err
	}
	i := slices.IndexFunc(all, func(s setting.State) bool { return string(s.Key) == c.Param("key") })
	if i < 0 {
		return org, setting.State{}, errs.Missing()
	}
	return org, all[i], nil
}

func (p *pages) showSetting(c *web.Ctx, status int, org directory.Organisation, s setting.State, f *web.Form) error {
	a := ask(c, f, "admin.setting.")
	askSetting(a, s.Definition)
	form := a.day("valid_from").form(settingPath(org.ID, s.Key), c.T.T("admin.setting.decide"))
	form.cancel = paths.With(paths.AdminPage("settings"), "org", text(int64(org.ID)))
	past, err := p.settingHistory(c, s)
	if err != nil {
		return err
	}
	facts := []ui.Definition{{Term: c.T.T("admin.field.now"), Text: settingValue(c, s.Definition, s.Current.Raw)}}
	for _, name := range setting.Presets() {
		facts = append(facts, ui.Definition{Term: c.T.T("admin.settings.column", "preset", c.T.T("admin.preset."+name)), Text: settingValue(c, s.Definition, s.PresetValue(name))})
	}
	beside := []templ.Component{panel(ui.PanelView{ID: "compare", Title: c.T.T("admin.setting.compare")}, ui.DefinitionList(facts))}
	h := head{title: c.T.T(s.Label()), lead: c.T.T(s.Help()), above: []ui.Crumb{{Href: form.cancel, Text: c.T.T("admin.section.settings")}}}
	return p.show(c, status, h, split(append([]templ.Component{formBody(c.T, form)}, past...), beside))
}

// askSetting asks for a value in the way that suits its kind.
func askSetting(a *asker, d setting.Definition) {
	name := labelled(a.c.T.T(d.Label()))
	switch d.Kind {
	case setting.Bool:
		a.radio("value", []ui.Option{{Value: "true", Text: a.c.T.T("admin.bool.true")}, {Value: "false", Text: a.c.T.T("admin.bool.false")}}, name)
	case setting.Choice:
		a.radio("value", settingOptions(a.c, d), name)
	case setting.Several:
		a.several("value", settingOptions(a.c, d), name)
	case setting.Row:
		for i := range d.Size {
			a.number(d, 0, i, a.c.T.T("admin.setting.priority", "number", strconv.Itoa(i+1)))
		}
	case setting.Matrix:
		a.matrix(d)
	case setting.Int, setting.Number:
		limits := a.c.T.T("setting.error.limits", "min", strconv.FormatFloat(d.Min, 'g', -1, 64), "max", strconv.FormatFloat(d.Max, 'g', -1, 64))
		unit := ""
		if d.Unit != "" {
			unit = ", " + a.c.T.T("setting.unit."+d.Unit)
		}
		a.line("value", labelled(a.c.T.T(d.Label())+unit), helped(limits), short, func(v *ui.FieldView) { v.InputMode = "decimal" })
	case setting.Hours:
		a.line("value", name, helped(a.c.T.T("admin.setting.hours_help")))
	default:
		a.line("value", name)
	}
}

func settingOptions(c *web.Ctx, d setting.Definition) []ui.Option {
	var out []ui.Option
	for _, o := range d.Options {
		out = append(out, ui.Option{Value: o, Text: c.T.T(d.OptionLabel(o))})
	}
	return out
}

// number asks for one number of several; the first bears the error of all.
func (a *asker) number(d setting.Definition, row, column int, label string) {
	a.add(ui.TextField(a.c.T, a.cell(d, row, column, label)))
}

func (a *asker) cell(d setting.Definition, row, column int, label string) ui.FieldView {
	v := ui.FieldView{
		Name: cellName(row, column), Label: label, Value: a.f.Words(cellName(row, column)), InputMode: "numeric", Width: "s", Autocomplete: "off",
	}
	if d.Unit != "" {
		v.Label += ", " + a.c.T.T("setting.unit."+d.Unit)
	}
	if row == 0 && column == 0 {
		v.ID, v.Error = ui.FieldID("value"), a.f.Error(a.c.T, "value")
	}
	return v
}

// matrix asks for priorities: impact down, urgency across.
func (a *asker) matrix(d setting.Definition) {
	t := ui.TableView{ID: "matrix", Caption: a.c.T.T("admin.setting.matrix"), Columns: []ui.Column{{Text: a.c.T.T("admin.setting.impact")}}}
	for j := range d.Size {
		t.Columns = append(t.Columns, ui.Column{Text: a.c.T.T("desk.urgency." + strconv.Itoa(j+1))})
	}
	for i := range d.Size {
		impact := a.c.T.T("desk.impact." + strconv.Itoa(i+1))
		row := ui.Row{ID: strconv.Itoa(i), Cells: []ui.Cell{{Text: impact}}}
		for j := range d.Size {
			v := a.cell(d, i, j, impact+", "+t.Columns[j+1].Text)
			v.LabelHidden = true
			row.Cells = append(row.Cells, ui.Cell{Content: ui.TextField(a.c.T, v)})
		}
		t.Rows = append(t.Rows, row)
	}
	a.add(ui.Table(t))
}

// settingHistory lists what was decided, the future first.
func (p *pages) settingHistory(c *web.Ctx, s setting.State) ([]templ.Component, error) {
	var values []setting.Value
	for i := len(s.Coming) - 1; i >= 0; i-- {
		values = append(values, s.Coming[i])
	}
	coming := len(values)
	if !s.Current.ValidFrom.IsZero() {
		values = append(values, s.Current)
	}
	values = append(values, s.Previous...)
	if len(values) == 0 {
		return []templ.Component{note(c.T.T("admin.setting.never"))}, nil
	}
	var ids []directory.PersonID
	for _, v := range values {
		ids = append(ids, v.SetBy)
	}
	names, err := p.Directory.Names(c.Context(), c.Actor(), ids...)
	if err != nil {
		return nil, err
	}
	t := ui.TableView{ID: "decided", Caption: c.T.T("admin.setting.decided"), Columns: columns(c, "from", "value", "by", "decided_at")}
	for i, v := range values {
		from := ui.Cell{Text: c.T.DateTime(v.ValidFrom), Nowrap: true}
		if i < coming {
			from.Content = tags([]ui.TagView{{Text: c.T.T("admin.setting.coming"), Color: ui.Info, Icon: "clock"}})
		}
		t.Rows = append(t.Rows, ui.Row{ID: strconv.Itoa(i), Muted: i > coming, Cells: []ui.Cell{
			from, {Text: settingValue(c, s.Definition, v.Raw)}, {Text: orValue(names[v.SetBy], c.T.T("admin.system"))}, {Text: c.T.DateTime(v.SetAt), Nowrap: true},
		}})
	}
	return []templ.Component{ui.Table(t)}, nil
}

func (p *pages) decide(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil && !f.Failed(err) {
		return err
	}
	org, s, err := p.settingIn(c)
	if err != nil {
		return err
	}
	from, err := fromDay(c, f.Get("valid_from"))
	if err == nil {
		err = p.Setting.Set(c.Context(), c.Actor(), org.ID, s.Key, settingInput(c, s.Definition, f), from)
	}
	if status, yes := again(f, err); yes {
		return p.showSetting(c, status, org, s, f)
	}
	if err != nil {
		return err
	}
	c.Flash("admin.setting.done", "name", c.T.T(s.Label()))
	return c.Redirect(settingPath(org.ID, s.Key))
}

// fromDay is the beginning of a day in Sweden. No day, and today, mean now.
func fromDay(c *web.Ctx, day string) (time.Time, error) {
	if day == "" || day == c.T.Date(c.Now()) {
		return time.Time{}, nil
	}
	at, err := time.ParseInLocation(time.DateOnly, day, clock.Stockholm())
	if err != nil {
		return at, wrong("valid_from", "error.date")
	}
	return at.UTC(), nil
}

package delegate

import (
	"strconv"

	"lotsen/internal/desk/delegation"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web"
	"lotsen/internal/web/ui"
)

// remoteView says how a case goes on that cannot be solved remotely.
type remoteView struct {
	formView
	Way ui.ChoiceView
	To  *ui.ChoiceView
}

func remoteOf(c *web.Ctx, d *data) *remoteView {
	t, f := c.T, d.came("remote")
	v := &remoteView{formView: *plainForm(c, d, "remote", "/remote", func(f *web.Form) []ui.FieldView { return []ui.FieldView{words(t, f, "tried")} })}
	v.Way = ui.ChoiceView{Name: "way", Label: t.T("delegation.field.way"), Required: true, Error: f.Error(t, "way")}
	for _, y := range d.ways {
		if y.Active {
			v.Way.Options = append(v.Way.Options, ui.Option{Value: y.Code, Text: wayName(t, y)})
		}
	}
	v.Way.Options = ui.Pick(v.Way.Options, f.Get("way"))
	if options := targetOptions(t, d.targets, local); len(options) > 0 {
		for i := range options {
			options[i].Group = ""
		}
		v.To = &ui.ChoiceView{Name: "to", ID: "f-local", Label: t.T("delegation.field.local"), Empty: t.T("delegation.choose"), Error: f.Error(t, "to"), Options: ui.Pick(options, f.Get("to"))}
		if len(options) == 1 {
			v.To.Options, v.To.Empty = ui.Pick(options, options[0].Value), ""
		}
	}
	return v
}

// wayName is what a way is called; the product's own are texts.
func wayName(t *i18n.Printer, y delegation.Way) string {
	if y.Sv == "" {
		return t.T("delegation.usual." + y.Code)
	}
	return inLang(t, y.Sv, y.En)
}

func inLang(t *i18n.Printer, sv, en string) string {
	if t.Lang() == string(i18n.English) && en != "" {
		return en
	}
	return sv
}

func costOf(c *web.Ctx, d *data) *formView {
	return plainForm(c, d, "cost", "/cost", func(f *web.Form) []ui.FieldView {
		amount, text := field(c.T, f, "amount"), words(c.T, f, "cost_text")
		amount.InputMode, amount.Width, amount.Required, text.Required = "numeric", "s", true, true
		return []ui.FieldView{amount, text}
	})
}

func askVisitOf(c *web.Ctx, d *data) *formView {
	return plainForm(c, d, "ask-visit", "/ask-visit", func(f *web.Form) []ui.FieldView { return []ui.FieldView{words(c.T, f, "visit_why")} })
}

func visitOf(c *web.Ctx, d *data) *formView {
	return plainForm(c, d, "visit", "/visit", func(f *web.Form) []ui.FieldView {
		day := field(c.T, f, "visit_on")
		day.Required, day.Type = true, "date"
		return []ui.FieldView{day, words(c.T, f, "visit_text")}
	})
}

// errandView is a word that the case waits for, or has got.
type errandView struct {
	ID     string
	Title  string
	Facts  []ui.Definition
	Decide *decideView
}

// decideView gives the word.
type decideView struct {
	formView
	Granted ui.ChoiceView
}

func errandsOf(c *web.Ctx, d *data) []errandView {
	var out []errandView
	t := c.T
	for _, e := range d.errands {
		v := errandView{ID: "errand-" + strconv.FormatInt(e.ID, 10), Title: t.T("delegation.errand." + string(e.What))}
		if e.WaySv != "" {
			v.Facts = append(v.Facts, ui.Definition{Term: t.T("delegation.field.way"), Text: inLang(t, e.WaySv, e.WayEn)})
		}
		if e.Amount > 0 {
			v.Facts = append(v.Facts, ui.Definition{Term: t.T("delegation.field.amount"), Text: t.T("delegation.kronor", "amount", e.Amount)})
		}
		if e.VisitOn != "" {
			v.Facts = append(v.Facts, ui.Definition{Term: t.T("delegation.field.visit_on"), Text: e.VisitOn})
		}
		if e.Text != "" {
			v.Facts = append(v.Facts, ui.Definition{Term: t.T("delegation.fact.about"), Text: e.Text})
		}
		v.Facts = append(v.Facts, ui.Definition{Term: t.T("delegation.fact.asked"), Content: ui.Time(e.AskedAt, t.DateTime(e.AskedAt))})
		if !e.Open() {
			v.Facts = append(v.Facts, answerOf(t, &e)...)
		} else {
			v.Decide = decideOf(c, d, &e)
		}
		out = append(out, v)
	}
	return out
}

func answerOf(t *i18n.Printer, e *delegation.Errand) []ui.Definition {
	if e.What == delegation.NotRemote || e.What == delegation.Booked {
		return nil
	}
	word := t.T("delegation.granted.no")
	if e.Granted != nil && *e.Granted {
		word = t.T("delegation.granted.yes")
	}
	if e.Answer != "" {
		word += ". " + e.Answer
	}
	out := []ui.Definition{{Term: t.T("delegation.fact.answer"), Text: word}}
	if e.SaidBy != "" {
		out = append(out, ui.Definition{Term: t.T("delegation.field.said_by"), Text: e.SaidBy})
	}
	return append(out, ui.Definition{Term: t.T("delegation.fact.decided"), Content: ui.Time(e.DecidedAt, t.DateTime(e.DecidedAt))})
}

func decideOf(c *web.Ctx, d *data, e *delegation.Errand) *decideView {
	t, f := c.T, d.came("decide")
	if f != nil && f.Get("what") != string(e.What) {
		f = nil
	}
	v := &decideView{formView: *plainForm(c, d, "decide", "/decide", func(*web.Form) []ui.FieldView { return nil })}
	v.Form.Label, v.Form.Key = t.T("delegation.decide."+string(e.What)), c.FormKey("decide", e.ID, d.row.Version)
	v.Form.Hidden = append(v.Form.Hidden, ui.HiddenView{Name: "what", Value: string(e.What)}, ui.HiddenView{Name: "errand", Value: strconv.FormatInt(e.ID, 10)})
	v.Errors = f.Errors(t)
	answer, by := words(t, f, "answer"), field(t, f, "said_by")
	by.Description = t.T("delegation.help.said_by")
	suffix := "-" + strconv.FormatInt(e.ID, 10)
	if f == nil {
		answer.ID, by.ID = "f-answer"+suffix, "f-said"+suffix
	}
	v.Fields = []ui.FieldView{answer, by}
	v.Granted = ui.ChoiceView{Name: "granted", ID: "f-granted" + suffix, Label: t.T("delegation.field.granted"), Required: true, Inline: true, Error: f.Error(t, "granted"), Options: ui.Pick([]ui.Option{
		{Value: "yes", Text: t.T("delegation.granted.yes")}, {Value: "no", Text: t.T("delegation.granted.no")},
	}, f.Get("granted"))}
	if f != nil {
		v.Granted.ID = "" // Its error leads to it by its name.
	}
	return v
}

package agent

import (
	"github.com/a-h/templ"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/ui"
)

// callView is the page of a call: first who it is, then what they want.
type callView struct {
	Title   string
	LookUp  *lookUpView
	Caller  *callerView
	Open    []ui.ItemView
	Card    []templ.Component
	Form    *callForm
	Another string // Address that looks up somebody else.
}

// lookUpView finds the caller by what they say their name is, by number or address.
type lookUpView struct {
	Form    ui.FormView
	Query   ui.FieldView
	Count   string
	Hits    []candidate
	Unknown string // Address of the form for a caller whom no register knows.
}

type candidate struct {
	ID, Href, Name, About string
	Protected             bool
	Open                  []ui.ItemView
	More                  string
}

// openShown is how many open tickets stand below a candidate.
const openShown = 3

func callOf(c *web.Ctx, d callData) callView {
	t := c.T
	v := callView{Title: t.T("desk.call.title")}
	if d.inside {
		v.Title = t.T("desk.new.kind_title", "kind", t.T("desk.kind."+d.form.Get("kind")))
	}
	if d.choices == nil {
		v.LookUp = lookUpOf(c, d)
		return v
	}
	v.Form = callFormOf(c, d)
	v.Another = paths.With(paths.DeskCall(), carried(d)...)
	if d.caller != nil {
		card := callerView{
			Person: ui.PersonView{Name: d.caller.Name(), Role: d.caller.Title, Unit: t.T("desk.person." + string(d.caller.Category)), Protected: d.caller.Protected},
			Needs:  needsOf(t, d.caller), Facts: personFacts(t, d.caller),
		}
		v.Card = d.card
		v.Caller, v.Open = &card, briefs(t, d.open[d.caller.ID], "")
	}
	return v
}

func lookUpOf(c *web.Ctx, d callData) *lookUpView {
	t := c.T
	v := &lookUpView{
		Form:  ui.FormView{Get: true, Action: paths.DeskCall(), ID: "lookup", Label: t.T("desk.call.lookup"), Inline: true},
		Query: ui.FieldView{Name: "q", Label: t.T("desk.call.lookup"), Description: t.T("desk.call.lookup_help"), Value: d.q, Type: "search", Autocomplete: "off", Shortcut: "s"},
	}
	for _, name := range []string{"desk", "contact", "channel"} {
		if value := d.form.Get(name); value != "" {
			v.Form.Hidden = append(v.Form.Hidden, ui.HiddenView{Name: name, Value: value})
		}
	}
	if d.q == "" {
		return v
	}
	v.Unknown = paths.With(paths.DeskCall(), append(carried(d), "unknown", "1")...)
	v.Count = t.T("desk.call.found", "count", len(d.hits))
	for i := range d.hits {
		h := &d.hits[i]
		x := candidate{
			ID: "p-" + id(h.ID), Href: paths.With(paths.DeskCall(), append(carried(d), "person", id(h.ID))...),
			Name: h.Name(), About: aboutPerson(t, h), Protected: h.Protected,
		}
		open := d.open[h.ID]
		if len(open) > openShown {
			x.More = t.T("desk.call.more_open", "count", len(open)-openShown)
			open = open[:openShown]
		}
		x.Open = briefs(t, open, "")
		v.Hits = append(v.Hits, x)
	}
	return v
}

// carried is what the pages of a call hand on to each other.
func carried(d callData) []string {
	return []string{"desk", d.form.Get("desk"), "q", d.q, "contact", d.form.Get("contact"), "channel", d.form.Get("channel")}
}

// callForm takes down the case.
type callForm struct {
	Form      ui.FormView
	Errors    []ui.FieldError
	Sender    []ui.FieldView // For a caller whom no register knows.
	Channel   ui.ChoiceView
	Kind      ui.ChoiceView
	Fields    fieldsView
	Title     ui.FieldView
	Text      ui.FieldView
	Classify  []ui.ChoiceView
	Group     ui.ChoiceView
	Mine      bool
	Detected  ui.FieldView
	Residents ui.FieldView
	Note      ui.FieldView
	Solution  ui.FieldView
	More      bool // The folded fields hold something.
	Similar   *ui.ChoiceView
	Advice    string
	Looked    bool // Similar cases have been looked for.
}

func callFormOf(c *web.Ctx, d callData) *callForm {
	t, f := c.T, d.form
	if f.Get("kind") == "" {
		f.Set("kind", string(ticket.Incident))
	}
	if f.Get("channel") == "" {
		f.Set("channel", map[bool]string{false: string(ticket.Phone), true: string(ticket.Portal)}[d.inside])
	}
	for _, level := range []string{"impact", "urgency"} {
		if f.Get(level) == "" {
			f.Set(level, "3")
		}
	}
	kind := ticket.Kind(f.Get("kind"))
	v := &callForm{
		Form: ui.FormView{
			ID: "call", Action: paths.DeskCall(), Label: t.T("desk.call.form"), Key: c.FormKey(),
			Hidden: []ui.HiddenView{{Name: "desk", Value: f.Get("desk")}, {Name: "person", Value: f.Get("person")}, {Name: "unknown", Value: f.Get("unknown")}, {Name: "inside", Value: f.Get("inside")}, {Name: "q", Value: d.q}, {Name: "contact", Value: f.Get("contact")}},
		},
		Errors: errorsInPlace(t, f), Channel: channelChoice(t, f), Fields: fieldsOf(t, d.choices.Kinds[kind], f, false),
		Kind:      ui.ChoiceView{Name: "kind", Label: t.T("desk.filter.kind"), Options: ui.Pick(enabledKinds(t, d.choices.Kinds, kind), string(kind)), Error: f.Error(t, "kind")},
		Title:     ui.FieldView{Name: "title", Label: t.T("desk.call.what"), Value: f.Words("title"), Error: f.Error(t, "title"), MaxLength: ticket.MaxTitle, Required: true},
		Text:      ui.FieldView{Name: "text", Label: t.T("desk.call.text"), Value: f.Words("text"), Error: f.Error(t, "text"), Rows: 4, Shortcut: "r"},
		Group:     ui.ChoiceView{Name: "group", Label: t.T("desk.filter.group"), Empty: t.T("desk.call.by_category"), Options: ui.Pick(named(d.choices.Groups), f.Get("group")), Error: f.Error(t, "group")},
		Mine:      f.Get("mine") == "1",
		Detected:  ui.FieldView{Name: "detected", Label: t.T("desk.call.detected"), Description: t.T("desk.call.detected_help"), Value: f.Get("detected"), Error: f.Error(t, "detected") + f.Error(t, "detected_at")},
		Residents: residentsField(t, f),
		Note:      ui.FieldView{Name: "note", Label: t.T("desk.bulk.note"), Value: f.Words("note"), Rows: 2},
		Solution:  ui.FieldView{Name: "solution", Label: t.T("desk.call.solution"), Description: t.T("desk.call.solution_help"), Value: f.Words("solution"), Error: f.Error(t, "solution"), Rows: 3},
	}
	v.More = f.Get("detected") != "" || f.Get("note") != "" || f.Get("group") != "" || f.Get("residents") != ""
	v.Similar, v.Looked, v.Advice = similarChoice(c, d), d.looked, d.advice
	if d.looked {
		v.Form.Hidden = append(v.Form.Hidden, ui.HiddenView{Name: "looked", Value: "1"})
	}
	if d.unknown {
		v.Sender = senderFields(t, f, d.q)
	}
	add := func(name, empty string, options []ui.Option) {
		v.Classify = append(v.Classify, ui.ChoiceView{Name: name, Label: t.T("desk.filter." + name), Empty: empty, Options: ui.Pick(options, f.Get(name)), Error: f.Error(t, name)})
	}
	add("category", t.T("desk.classify.no_category"), categoryOptions(t, d.choices.Categories, 0))
	if options := serviceOptions(t, d.choices.Services, 0); len(options) > 0 {
		add("service", t.T("desk.classify.no_service"), options)
	}
	add("impact", "", levels(t, "desk.impact."))
	add("urgency", "", levels(t, "desk.urgency."))
	return v
}

func channelChoice(t *i18n.Printer, f *web.Form) ui.ChoiceView {
	return ui.ChoiceView{Name: "channel", Label: t.T("desk.filter.channel"), Inline: true, Options: ui.Pick(keyed(t, "desk.channel.", callChannels), f.Get("channel")), Error: f.Error(t, "channel")}
}

// senderFields take down somebody whom no register knows; what was looked for is the beginning.
func senderFields(t *i18n.Printer, f *web.Form, q string) []ui.FieldView {
	name, address := f.Get("sender_name"), f.Get("sender_address")
	if name == "" && address == "" {
		if looksLikeAddress(q) {
			address = q
		} else {
			name = q
		}
	}
	return []ui.FieldView{
		{Name: "sender_name", Label: t.T("desk.call.sender_name"), Value: name, Error: f.Error(t, "sender_name"), Autocomplete: "off", Width: "m"},
		{Name: "sender_address", Label: t.T("desk.call.sender_address"), Value: address, Error: f.Error(t, "sender_address"), Autocomplete: "off", Width: "m"},
	}
}

func looksLikeAddress(q string) bool {
	digits := 0
	for _, r := range q {
		if r == '@' {
			return true
		}
		if r >= '0' && r <= '9' {
			digits++
		}
	}
	return digits >= 5
}

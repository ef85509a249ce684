package agent

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// bulkView is the form that changes the ticked rows.
type bulkView struct {
	Form   ui.FormView
	Errors []ui.FieldError
	Fields []ui.ChoiceView
	Note   ui.FieldView
	Open   bool
}

func bulkOf(c *web.Ctx, d queueData) *bulkView {
	t := c.T
	f := d.form
	if f.Get("form") != "bulk" {
		f = nil
	}
	key := make([]any, 0, len(d.page.Rows)+1)
	key = append(key, "bulk")
	for _, r := range d.page.Rows {
		key = append(key, r.ID, r.Version)
	}
	v := &bulkView{
		Form: ui.FormView{
			ID: "bulk", Action: paths.DeskBulk(), Label: t.T("desk.bulk.title"), Inline: true, Key: c.FormKey(key...),
			Hidden: []ui.HiddenView{{Name: "form", Value: "bulk"}, {Name: "list", Value: d.list.query()}},
		},
		Errors: f.Errors(t), Open: f != nil,
		Note: ui.FieldView{Name: "note", ID: "f-bulk-note", Label: t.T("desk.bulk.note"), Rows: 2, Value: f.Get("note"), Error: f.Error(t, "note")},
	}
	for i := range v.Errors {
		if v.Errors[i].Name != "" {
			v.Errors[i].Name = "bulk-" + v.Errors[i].Name // The filter has fields of the same names.
		}
	}
	keep := t.T("desk.bulk.keep")
	add := func(name string, options []ui.Option) {
		v.Fields = append(v.Fields, ui.ChoiceView{
			Name: name, ID: "f-bulk-" + name, Label: t.T("desk.filter." + name), Empty: keep, Options: ui.Pick(options, f.Get(name)), Error: f.Error(t, name),
		})
	}
	add("group", append([]ui.Option{{Value: "none", Text: t.T("desk.filter.none")}}, named(d.choices.Groups)...))
	add("assignee", append([]ui.Option{{Value: "none", Text: t.T("desk.filter.nobody")}, {Value: "me", Text: t.T("desk.filter.me")}}, named(d.choices.Agents)...))
	add("category", categoryOptions(t, d.choices.Categories, 0))
	add("impact", levels(t, "desk.impact."))
	add("urgency", levels(t, "desk.urgency."))
	return v
}

// bulk changes the ticked tickets and leads to a page that tells of each what became of it.
func (p *pages) bulk(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	f.Set("form", "bulk")
	in, err := bulkInput(c, f)
	if err == nil {
		var res ticket.BulkResult
		if res, err = p.Ticket.Bulk(c.Context(), c.Actor(), in); err == nil {
			return c.Redirect(bulkAddress(c, res, f.Get("list")))
		}
	}
	var wrong errs.Fields
	if errs.Is(err, errs.Invalid) && errs.FieldsOf(err) == nil {
		wrong.Add("", "ticket.error.bulk", "max", ticket.MaxBulk)
		err = wrong.Err()
	}
	if status, again := refused(f, err); again {
		l, lerr := readList(parseQuery(f.Get("list")))
		if lerr != nil {
			return lerr
		}
		return p.showQueue(c, l, status, f)
	}
	return err
}

// bulkInput names exactly what was chosen; nothing chosen is told, not done.
func bulkInput(c *web.Ctx, f *web.Form) (ticket.BulkInput, error) {
	in := ticket.BulkInput{Note: f.Words("note")}
	var wrong errs.Fields
	for _, s := range f.All("t") {
		if id, ok := ticket.ParseID(s); ok {
			in.IDs = append(in.IDs, id)
		}
	}
	if len(in.IDs) == 0 {
		wrong.Add("", "desk.bulk.none_ticked")
	}
	set := func(name string, use func(int64)) {
		switch s := f.Get(name); s {
		case "":
		case "none":
			use(0)
		case "me":
			use(c.Actor().Person)
		default:
			n, err := strconv.ParseInt(s, 10, 64)
			if err != nil {
				wrong.Add(name, "error.choose")
				return
			}
			use(n)
		}
	}
	set("group", func(n int64) { g := directory.GroupID(n); in.Group = &g })
	set("assignee", func(n int64) { a := directory.PersonID(n); in.Assignee = &a })
	set("category", func(n int64) { k := ticket.CategoryID(n); in.Category = &k })
	set("impact", func(n int64) { i := int(n); in.Impact = &i })
	set("urgency", func(n int64) { u := int(n); in.Urgency = &u })
	if in.Group == nil && in.Assignee == nil && in.Category == nil && in.Impact == nil && in.Urgency == nil && strings.TrimSpace(in.Note) == "" {
		wrong.Add("", "desk.bulk.nothing_chosen")
	}
	return in, wrong.Err()
}

// bulkAddress carries the outcome to the page that shows it: numbers, and reasons by the key of their text.
func bulkAddress(c *web.Ctx, res ticket.BulkResult, from string) string {
	q := url.Values{"list": {from}, "ok": {join(res.Done)}}
	why := map[string][]ticket.ID{}
	for id, err := range res.Failed {
		key := reason(c, err)
		why[key] = append(why[key], id)
	}
	for key, ids := range why {
		slices.Sort(ids)
		q.Add("no", key+":"+join(ids))
	}
	slices.Sort(q["no"])
	return paths.DeskBulkResult() + "?" + q.Encode()
}

// reason is the key of the sentence that says why a ticket was not changed.
func reason(c *web.Ctx, err error) string {
	key, args := "", []any(nil)
	if fields := errs.FieldsOf(err); len(fields) > 0 {
		key, args = fields[0].Key, fields[0].Args
	} else if e := asError(err); e != nil {
		key, args = e.Key, e.Args
	}
	if len(args) > 0 && !errs.Is(err, errs.Forbidden) || !c.T.Has(key) {
		key = "error." + errs.KindOf(err).String()
	}
	return key
}

func join(ids []ticket.ID) string {
	parts := make([]string, len(ids))
	for i, n := range ids {
		parts[i] = id(n)
	}
	return strings.Join(parts, ",")
}

func split(s string) []ticket.ID {
	var out []ticket.ID
	for _, part := range strings.Split(s, ",") {
		if id, ok := ticket.ParseID(part); ok {
			out = append(out, id)
		}
	}
	return out
}

func parseQuery(s string) url.Values {
	q, _ := url.ParseQuery(s) // What cannot be read is no list of ours; readList takes its defaults.
	return q
}

// bulkOutcome is what became of the tickets of one change.
type bulkOutcome struct {
	Back    string
	Title   string
	Done    []ui.LinkView
	Refused []bulkRefusal
}

type bulkRefusal struct {
	Why     string
	Tickets []ui.LinkView
}

func (p *pages) bulkResult(c *web.Ctx) error {
	carried := c.Query("list")
	v := bulkOutcome{Back: listHref(carried)}
	links := func(ids []ticket.ID) []ui.LinkView {
		var out []ui.LinkView
		for _, n := range ids {
			out = append(out, ui.LinkView{Href: paths.With(paths.DeskTicket(n), "list", carried), Text: n.String()})
		}
		return out
	}
	v.Done = links(split(c.Query("ok")))
	refusedCount := 0
	for _, s := range c.Queries("no") {
		key, ids, _ := strings.Cut(s, ":")
		if !strings.HasPrefix(key, "ticket.error.") && !strings.HasPrefix(key, "error.") || !c.T.Has(key) {
			key = "error.invalid"
		}
		r := bulkRefusal{Why: c.T.T(key), Tickets: links(split(ids))}
		refusedCount += len(r.Tickets)
		v.Refused = append(v.Refused, r)
	}
	v.Title = c.T.T("desk.bulk.done", "count", len(v.Done))
	if refusedCount > 0 {
		v.Title += " " + c.T.T("desk.bulk.refused", "count", refusedCount)
	}
	return p.show(c, 200, shell.View{Title: v.Title, Here: paths.Desk()}, bulkPage(c.T, v))
}

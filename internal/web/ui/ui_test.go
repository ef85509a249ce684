package ui_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"
	"golang.org/x/net/html"

	"lotsen/internal/kit/i18n"
	"lotsen/internal/web/ui"
	"lotsen/locales"
)

func printer(t *testing.T, lang i18n.Lang) *i18n.Printer {
	t.Helper()
	catalogue, err := i18n.Load(locales.Files)
	if err != nil {
		t.Fatal(err)
	}
	return catalogue.Printer(lang)
}

// node is a parsed piece of a page that can be asked by attribute.
type node struct{ *html.Node }

func render(t *testing.T, c templ.Component) node {
	t.Helper()
	var b strings.Builder
	if err := c.Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	doc, err := html.Parse(strings.NewReader(b.String()))
	if err != nil {
		t.Fatal(err)
	}
	return node{doc}
}

func (n node) attr(name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func (n node) has(name string) bool {
	for _, a := range n.Attr {
		if a.Key == name {
			return true
		}
	}
	return false
}

// all finds elements by tag; "" is any.
func (n node) all(tag string) []node {
	var found []node
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && (tag == "" || d.Data == tag) {
			found = append(found, node{d})
		}
	}
	return found
}

func (n node) byID(t *testing.T, id string) node {
	t.Helper()
	for _, e := range n.all("") {
		if e.attr("id") == id {
			return e
		}
	}
	t.Fatalf("no element with id %q", id)
	return node{}
}

func (n node) text() string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

func TestPage(t *testing.T) {
	t.Parallel()
	p := printer(t, i18n.Swedish)
	view := ui.PageView{Title: "Mina ärenden", Live: "/live?topic=x&mark=1", Header: ui.HeaderView{Org: "Storstad"}, Styles: []string{"/static/a.css"}}

	t.Run("a_page_that_came_back_with_errors_says_so_first_and_is_not_live", func(t *testing.T) {
		t.Parallel()
		good, bad := view, view
		bad.Failed = true
		if doc := render(t, ui.Page(p, good)); doc.all("title")[0].text() != "Mina ärenden – Storstad" || doc.all("body")[0].attr("data-live") != view.Live {
			t.Error("the good page is wrong")
		}
		if doc := render(t, ui.Page(p, bad)); doc.all("title")[0].text() != "Fel: Mina ärenden – Storstad" || doc.all("body")[0].has("data-live") {
			t.Error("the failed page is wrong")
		}
	})

	t.Run("it_speaks_the_readers_language", func(t *testing.T) {
		t.Parallel()
		doc := render(t, ui.Page(printer(t, i18n.English), view))
		if doc.all("html")[0].attr("lang") != "en" || !strings.Contains(doc.text(), "Skip to the content") {
			t.Error(doc.text())
		}
	})

	t.Run("there_is_no_inline_code_or_style", func(t *testing.T) {
		t.Parallel()
		view := view
		view.Keys = []ui.ShortcutView{{Key: "r", Text: "Svara"}}
		for _, e := range render(t, ui.Page(p, view)).all("") {
			for _, a := range e.Attr {
				if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
					t.Errorf("%s has %s", e.Data, a.Key)
				}
			}
			if e.Data == "style" || e.Data == "script" && !e.has("src") {
				t.Errorf("inline %s", e.Data)
			}
		}
	})

	t.Run("hostile_text_and_addresses_are_harmless", func(t *testing.T) {
		t.Parallel()
		doc := render(t, ui.Link(p, ui.LinkView{Href: "javascript:alert(1)", Text: "<script>x</script>"}))
		if len(doc.all("script")) != 0 || strings.HasPrefix(doc.all("a")[0].attr("href"), "javascript:") {
			t.Error("a script got through")
		}
	})
}

func TestFields(t *testing.T) {
	t.Parallel()
	p := printer(t, i18n.Swedish)
	field := ui.FieldView{Name: "x", Label: "Namn", Description: "hjälp", Error: "fel", Value: `a"b<c`, Required: true}
	choice := ui.ChoiceView{Name: "x", Label: "Namn", Description: "hjälp", Error: "fel", Required: true, Options: []ui.Option{{Value: "1", Text: "ett"}, {Value: "2", Text: "två", Selected: true}}}
	kinds := map[string]templ.Component{
		"text": ui.TextField(p, field), "area": ui.TextArea(p, field), "date": ui.DateField(p, field), "moment": ui.DateTimeField(p, field),
		"file": ui.FileField(p, ui.FileView{Field: field, Multiple: true}), "select": ui.SelectField(p, choice),
		"radio": ui.RadioGroup(p, choice), "boxes": ui.CheckboxGroup(p, choice),
		"box": ui.Checkbox(p, ui.CheckView{Name: "x", Label: "Namn", Description: "hjälp", Error: "fel"}),
	}
	for name, component := range kinds {
		t.Run(name+"_has_a_label_and_says_help_and_error", func(t *testing.T) {
			t.Parallel()
			doc := render(t, component)
			control := doc.byID(t, ui.FieldID("x")) // where the error summary leads
			if control.attr("name") != "x" || control.attr("aria-invalid") != "true" {
				t.Errorf("control %v", control.Attr)
			}
			labelled := false
			for _, l := range doc.all("label") {
				labelled = labelled || l.attr("for") == control.attr("id") && l.text() != ""
			}
			if !labelled {
				t.Error("no label")
			}
			described := control
			if sets := doc.all("fieldset"); len(sets) > 0 {
				described = sets[0]
			}
			said := ""
			for _, id := range strings.Fields(described.attr("aria-describedby")) {
				said += doc.byID(t, id).text() + "."
			}
			if said != "hjälp.Fel: fel." {
				t.Errorf("described by %q", said)
			}
		})
	}

	t.Run("what_was_typed_comes_back", func(t *testing.T) {
		t.Parallel()
		if got := render(t, kinds["text"]).all("input")[0].attr("value"); got != field.Value {
			t.Errorf("text %q", got)
		}
		if got := render(t, kinds["area"]).all("textarea")[0].text(); got != field.Value {
			t.Errorf("area %q", got)
		}
		if !render(t, kinds["select"]).all("option")[1].has("selected") || !render(t, kinds["radio"]).all("input")[1].has("checked") {
			t.Error("the choice is lost")
		}
	})

	t.Run("the_summary_leads_to_the_fields_and_takes_the_focus", func(t *testing.T) {
		t.Parallel()
		doc := render(t, ui.ErrorSummary(p, []ui.FieldError{{Name: "x", Text: "fel"}, {Text: "allt är fel"}}))
		if links := doc.all("a"); len(links) != 1 || links[0].attr("href") != "#f-x" {
			t.Error("wrong links")
		}
		if s := doc.byID(t, "error-summary"); !s.has("autofocus") || s.attr("tabindex") != "-1" {
			t.Errorf("%v", s.Attr)
		}
		if empty := render(t, ui.ErrorSummary(p, nil)); empty.text() != "" {
			t.Error("a summary of nothing")
		}
	})
}

func TestTable(t *testing.T) {
	t.Parallel()
	doc := render(t, ui.Table(ui.TableView{
		ID: "q", Caption: "Kö", Columns: []ui.Column{{Text: "", TextHidden: true}, {Text: "Ärende", SortHref: "?s=a", Sorted: ui.Descending}, {Text: "Antal", Number: true}},
		Rows: []ui.Row{{ID: "7", Cells: []ui.Cell{{Text: "ruta"}, {Text: "Titel", Href: "/t/7", Header: true, Item: true}, {Text: "3"}}}},
	}))
	region := doc.all("div")[0]
	if region.attr("tabindex") != "0" || doc.byID(t, region.attr("aria-labelledby")).text() != "Kö" {
		t.Error("the scrolling region cannot be reached or has no name")
	}
	if heads := doc.all("th"); heads[1].attr("aria-sort") != "descending" || heads[0].has("aria-sort") || heads[3].attr("scope") != "row" || heads[3].text() != "Titel" {
		t.Error("wrong headings")
	}
	if row := doc.byID(t, "q-7"); len(row.all("th")) != 1 || !row.all("a")[0].has("data-shortcut-item") {
		t.Error("wrong row")
	}
}

func TestButton(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		view ui.ButtonView
		want map[string]string
	}{
		"it_sends_its_form":          {ui.ButtonView{Text: "x", Name: "do", Value: ""}, map[string]string{"type": "submit", "name": "do", "value": ""}},
		"it_opens_a_dialog":          {ui.ButtonView{Text: "x", Opens: "d"}, map[string]string{"type": "button", "command": "show-modal", "commandfor": "d"}},
		"it_tells_its_key":           {ui.ButtonView{Text: "x", Shortcut: "r"}, map[string]string{"data-shortcut": "r", "aria-keyshortcuts": "r"}},
		"danger_is_a_colour_besides": {ui.ButtonView{Text: "x", Danger: true}, map[string]string{"data-color": "danger"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := render(t, ui.Button(c.view)).all("button")[0]
			for k, v := range c.want {
				if !b.has(k) || b.attr(k) != v {
					t.Errorf("%s is %q, want %q", k, b.attr(k), v)
				}
			}
		})
	}
}

func TestTimeIsReadableByMachines(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 11, 22, 13, 5, 0, 0, time.UTC)
	p := printer(t, i18n.Swedish)
	e := render(t, ui.Time(at, p.DateTime(at))).all("time")[0]
	if e.attr("datetime") != "2026-11-22T13:05:00Z" || e.text() != "2026-11-22 14:05" {
		t.Errorf("%s %s", e.attr("datetime"), e.text())
	}
	if len(render(t, ui.Time(time.Time{}, "")).all("time")) != 0 {
		t.Error("the zero time is shown")
	}
}

func TestConversationMarksInternalNotesInWords(t *testing.T) {
	t.Parallel()
	p := printer(t, i18n.Swedish)
	doc := render(t, ui.Conversation(p, "Historik", []ui.EntryView{{ID: "e1", Kind: ui.Internal, Text: "hemligt"}, {ID: "e2", Kind: ui.Outbound, Text: "öppet"}}))
	if !strings.Contains(doc.byID(t, "e1").text(), "Intern anteckning") || strings.Contains(doc.byID(t, "e2").text(), "Intern") {
		t.Error("who sees an entry is not said")
	}
}

package webtest_test

import (
	"fmt"
	"html"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	nethtml "golang.org/x/net/html"

	"lotsen/internal/testkit/webtest"
)

const frame = `<!doctype html><html lang="sv"><head><title>%s</title></head><body><main><h1>%s</h1>%s</main></body></html>`

// shop answers one form: it fails without a title, keeps what was typed, and else redirects.
func shop(t *testing.T) http.Handler {
	t.Helper()
	mux := http.NewServeMux()
	mux.HandleFunc("GET /order", func(w http.ResponseWriter, r *http.Request) { form(w, r, 200) })
	mux.HandleFunc("POST /order", func(w http.ResponseWriter, r *http.Request) {
		if err := r.ParseMultipartForm(1 << 20); err != nil {
			t.Error(err)
		}
		if r.FormValue("title") == "" {
			form(w, r, 422)
			return
		}
		names := ""
		for _, f := range r.MultipartForm.File["files"] {
			in, _ := f.Open()
			raw, _ := io.ReadAll(in)
			names += f.Filename + ":" + string(raw) + " "
		}
		http.SetCookie(w, &http.Cookie{Name: "seen", Value: "1"})
		http.Redirect(w, r, "/thanks?what="+url.QueryEscape(strings.Join([]string{r.FormValue("title"), r.FormValue("kind"), fmt.Sprint(r.Form["extra"]), r.FormValue("do"), names}, "/")), http.StatusSeeOther)
	})
	mux.HandleFunc("GET /thanks", func(w http.ResponseWriter, r *http.Request) {
		seen, err := r.Cookie("seen")
		page(w, 200, "Tack", fmt.Sprintf(`<p>%s</p><p>%v %v</p><p hidden>hemligt</p>`, html.EscapeString(r.FormValue("what")), seen, err))
	})
	return mux
}

func form(w http.ResponseWriter, r *http.Request, status int) {
	title, focus := "Beställ", ""
	if status == 422 {
		title, focus = "Fel: Beställ", `<div tabindex="-1" autofocus>Rubrik saknas</div>`
	}
	checked := ""
	if slices.Contains(r.Form["extra"], "bag") {
		checked = "checked"
	}
	page(w, status, title, focus+`<h2>Beställ en dator</h2><form method="post" action="/order" enctype="multipart/form-data">
		<label for="t">Rubrik <span>(måste fyllas i)</span></label><input id="t" name="title">
		<label for="n">Meddelande</label><textarea id="n" name="note">`+html.EscapeString(r.FormValue("note"))+`</textarea>
		<label for="k">Sort</label><select id="k" name="kind"><option value="l">Bärbar</option><option value="s">Stationär</option></select>
		<fieldset><legend>Tillbehör</legend><input type="checkbox" id="b" name="extra" value="bag" `+checked+`><label for="b">Väska</label>
		<input type="checkbox" id="m" name="extra" value="mouse" checked><label for="m">Mus</label></fieldset>
		<label for="f">Bilagor</label><input type="file" id="f" name="files" multiple>
		<button name="do" value="send">Skicka</button><button name="do" value="keep">Spara</button></form>`)
}

func page(w http.ResponseWriter, status int, title, body string) {
	w.Header().Set("Content-Type", "text/html")
	w.WriteHeader(status)
	fmt.Fprintf(w, frame, title, title, body)
}

func TestFormsAreSentAsBrowsersDo(t *testing.T) {
	t.Parallel()
	site := webtest.New(t, shop(t))
	start := site.Anonymous().Get("/order").MustBe(200)
	start.Form("Beställ en dator").Fill("Rubrik", "Till åk 4").Choose("Sort", "Stationär").Choose("Tillbehör", "Väska").Uncheck("Mus").
		Attach("Bilagor", "a.txt", []byte("innehåll")).Submit("Spara").
		MustBe(200).MustSee("Till åk 4/s/[bag]/keep/a.txt:innehåll", "seen=1").MustNotSee("Bärbar")
	again := start.Form("Skicka").Fill("Meddelande", "rad ett\nrad två").Choose("Tillbehör", "Väska").Submit("Skicka").MustBe(422)
	if got := again.Form("Skicka").Value("Meddelande"); got != "rad ett\nrad två" {
		t.Errorf("got %q", got)
	}
	if text := site.Anonymous().Get("/thanks").Text(); strings.Contains(text, "hemligt") {
		t.Errorf("hidden text is seen: %s", text)
	}
}

func TestCheckFindsFaults(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		`<input id="a" name="a">`:                                  "has no name",
		`<p id="x"></p><p id="x"></p>`:                             "not unique",
		`<p style="color:red">`:                                    "inline style",
		`<button onclick="x()">Ok</button>`:                        "inline onclick",
		`<script>x()</script>`:                                     "inline <script>",
		`<a href="javascript:x()">Ok</a>`:                          "script in href",
		`<h1>Två</h1>`:                                             "2 h1",
		`<h3>Hopp</h3>`:                                            "jumps",
		`<button></button>`:                                        "has no name",
		`<label for="gone">Namn</label>`:                           "points at",
		`<img src="/x.png">`:                                       "without alt",
		`<p>⟦portal.title⟧</p>`:                                    "text is missing",
		`<a href="#gone">Dit</a>`:                                  "leads to",
		`<form><label>L<input type="password"></label></form>`:     "",
		`<label>Namn <input name="n"></label><a href="/x">Dit</a>`: "",
	} {
		doc, err := nethtml.Parse(strings.NewReader(fmt.Sprintf(frame, "T", "T", body)))
		if err != nil {
			t.Fatal(err)
		}
		faults := strings.Join(webtest.Check(doc), "; ")
		if want == "" && faults != "" || !strings.Contains(faults, want) {
			t.Errorf("%s: got %q, want %q", body, faults, want)
		}
	}
	doc, _ := nethtml.Parse(strings.NewReader("<p>hej"))
	if faults := webtest.Check(doc); len(faults) != 4 {
		t.Errorf("a bare page: got %q", faults)
	}
}

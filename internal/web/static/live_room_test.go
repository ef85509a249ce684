package static_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/a-h/templ"

	"lotsen/internal/kit/i18n"
	"lotsen/internal/testkit/assets"
	"lotsen/internal/testkit/browser"
	"lotsen/internal/web/ui"
	"lotsen/locales"
)

func TestMain(m *testing.M) { os.Exit(browser.Run(m)) }

// room is a server with one live page: a ticket whose version counts up, and ways to misbehave.
type room struct {
	t       *testing.T
	server  *httptest.Server
	printer *i18n.Printer
	styles  []string
	scripts []string

	mu      sync.Mutex
	moved   *sync.Cond // something below has changed
	version int
	mode    string        // how GET /ticket answers: "", "500", "login", "gone", "drop", "elsewhere"
	gate    chan struct{} // when set, GET /ticket waits for it
	looks   int           // GET /ticket so far
	streams map[chan struct{}]bool
	opened  int    // streams so far
	extra   string // more content for the page
	topics  string // more topics for the stream
	asked   string // topics of the newest stream
}

func newRoom(t *testing.T) *room {
	t.Helper()
	built := assets.Built(t)
	catalogue, err := i18n.Load(locales.Files)
	if err != nil {
		t.Fatal(err)
	}
	r := &room{
		t: t, printer: catalogue.Printer(i18n.Swedish), version: 1, streams: map[chan struct{}]bool{},
		styles: built.URLs("app.css"), scripts: built.URLs("page.js", "desk.js"),
	}
	r.moved = sync.NewCond(&r.mu)
	mux := http.NewServeMux()
	mux.Handle("GET /static/", built.Handler())
	mux.HandleFunc("GET /ticket", r.ticket)
	mux.HandleFunc("POST /ticket", r.refuse)
	mux.HandleFunc("GET /live", r.live)
	mux.HandleFunc("POST /poke", func(http.ResponseWriter, *http.Request) { r.change() })
	mux.HandleFunc("GET /login", func(w http.ResponseWriter, _ *http.Request) { r.write(w, 200, ui.PageView{Title: "Login"}, "") })
	r.server = httptest.NewServer(mux)
	t.Cleanup(func() {
		r.server.CloseClientConnections()
		r.server.Close()
	})
	return r
}

// open loads the page and waits until its stream is there, so that a poke cannot come too early.
func (r *room) open(opts ...browser.Option) *browser.Page {
	r.t.Helper()
	p := browser.Open(r.t, r.server.URL+"/ticket", opts...)
	p.Wait("document.querySelector('#version')")
	return p
}

func (r *room) set(mode string) { r.mu.Lock(); r.mode = mode; r.mu.Unlock() }

// wait returns when a condition of the room holds; it is asked with the room locked.
func (r *room) wait(ok func() bool) {
	r.t.Helper()
	ctx, cancel := context.WithTimeout(r.t.Context(), 30*time.Second)
	defer cancel()
	stop := context.AfterFunc(ctx, r.moved.Broadcast)
	defer stop()
	r.mu.Lock()
	defer r.mu.Unlock()
	for !ok() {
		if ctx.Err() != nil {
			r.t.Fatal("waited in vain")
		}
		r.moved.Wait()
	}
}

// hold makes every look wait for the returned gate.
func (r *room) hold() chan struct{} {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.gate = make(chan struct{})
	return r.gate
}

func (r *room) count() int { r.mu.Lock(); defer r.mu.Unlock(); return r.looks }

// change makes a new version and pokes everybody.
func (r *room) change() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.version++
	for s := range r.streams {
		select {
		case s <- struct{}{}:
		default: // one waiting poke says as much as a hundred
		}
	}
	return r.version
}

func (r *room) ticket(w http.ResponseWriter, req *http.Request) {
	r.mu.Lock()
	r.looks++
	r.moved.Broadcast()
	mode, version, gate, topics := r.mode, r.version, r.gate, r.topics
	r.mu.Unlock()
	if gate != nil {
		select {
		case <-gate:
		case <-req.Context().Done():
			return
		}
	}
	switch mode {
	case "500":
		http.Error(w, "<html><body>broken</body></html>", http.StatusInternalServerError)
	case "login":
		http.Redirect(w, req, "/login", http.StatusSeeOther)
	case "gone":
		http.NotFound(w, req)
	case "drop":
		panic(http.ErrAbortHandler)
	case "elsewhere":
		r.write(w, 200, ui.PageView{Title: "Other"}, "")
	default:
		live := fmt.Sprintf("/live?topic=ticket:1%s&mark=%d", topics, version)
		body := fmt.Sprintf("<p id=version data-announce=%q>version %d</p>", fmt.Sprint(version, " inlägg"), version)
		r.write(w, 200, ui.PageView{Title: fmt.Sprint("Ticket ", version), Live: live, Login: "/login"}, body+form+r.extra)
	}
}

// refuse is the page that a form with errors gets: it must not be live.
func (r *room) refuse(w http.ResponseWriter, req *http.Request) {
	text := req.FormValue("text")
	r.write(w, http.StatusUnprocessableEntity, ui.PageView{Title: "Ticket", Failed: true, Live: "/live?topic=ticket:1&mark=0"},
		"<div id=error-summary>wrong</div><textarea id=text>"+templ.EscapeString(text)+"</textarea>")
}

// form has one of each thing that a refresh must leave alone.
const form = `<p id="words">some words to mark</p>
<ul id="rows"><li id="r1">one</li><li id="r2">two</li></ul>
<form method="post" id="f"><input type="hidden" name="version" value="1" data-live-keep>
<label for="text">Text</label><textarea id="text" name="text"></textarea>
<label for="who">Who</label><select id="who" name="who"><option value="a">a</option><option value="b">b</option></select>
<label for="yes">Yes</label><input type="checkbox" id="yes" name="yes">
<label for="file">File</label><input type="file" id="file" name="file">
<label for="fresh">Untouched</label><input id="fresh" name="fresh" value="old">
<button id="send">Send</button></form>
<details id="d"><summary>More</summary><p>inside</p></details>
<dialog id="dialog" aria-label="d"><p>in the dialog</p></dialog>
<p><a id="away" href="/login">away</a></p>`

func (r *room) write(w http.ResponseWriter, status int, v ui.PageView, body string) {
	v.Styles, v.Scripts, v.Area = r.styles, r.scripts, ui.Desk
	v.Header = ui.HeaderView{Org: "Test", Home: "/"}
	v.Keys = []ui.ShortcutView{{Key: "r", Text: "Reply"}}
	content := templ.ComponentFunc(func(_ context.Context, out io.Writer) error {
		_, err := io.WriteString(out, body)
		return err
	})
	var page bytes.Buffer
	if err := ui.Page(r.printer, v).Render(templ.WithChildren(context.Background(), content), &page); err != nil {
		r.t.Error(err)
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "private, no-cache")
	h.Set("Content-Security-Policy", "default-src 'self'; img-src 'self' data:")
	h.Set("ETag", fmt.Sprintf(`"%x"`, sha256.Sum256(page.Bytes())))
	w.WriteHeader(status)
	_, _ = w.Write(page.Bytes())
}

// live is the stream as the product serves it: poke at once when the mark is old, then whenever something changes.
func (r *room) live(w http.ResponseWriter, req *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream")
	pokes := make(chan struct{}, 1)
	r.mu.Lock()
	if req.FormValue("mark") != fmt.Sprint(r.version) {
		pokes <- struct{}{}
	}
	r.streams[pokes] = true
	r.opened, r.asked = r.opened+1, fmt.Sprint(req.Form["topic"])
	r.moved.Broadcast()
	r.mu.Unlock()
	defer func() {
		r.mu.Lock()
		delete(r.streams, pokes)
		r.moved.Broadcast()
		r.mu.Unlock()
	}()
	say := func(s string) { _, _ = io.WriteString(w, s); w.(http.Flusher).Flush() }
	say(": here\nretry: 300\n\n")
	for {
		select {
		case <-req.Context().Done():
			return
		case <-pokes:
			say("data:\n\n")
		}
	}
}

// shows is the JavaScript condition that the page shows a version.
func shows(version int) string {
	return fmt.Sprintf("document.querySelector('#version')?.textContent === 'version %d'", version)
}

func contains(t *testing.T, where, what string) {
	t.Helper()
	if !strings.Contains(where, what) {
		t.Errorf("%q does not contain %q", where, what)
	}
}

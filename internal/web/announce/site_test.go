package announce_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"lotsen/internal/desk/announce"
	"lotsen/internal/desk/line"
	"lotsen/internal/desk/notice"
	"lotsen/internal/desk/setting"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/signed"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/testkit/req"
	"lotsen/internal/testkit/site"
)

var system = authz.System("test")

type world struct {
	*site.Site
	line   line.Line
	key    announce.Key
	secret string
}

func each(t *testing.T, fn func(t *testing.T, w *world)) {
	t.Helper()
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		w := &world{Site: s}
		var err error
		if w.line, err = s.App.Line.Save(t.Context(), system, line.Line{
			Org: s.Org.ID, Desk: s.Desk.ID, Channel: ticket.Phone, Key: "staff", NameSv: "Medarbetare", NameEn: "Staff", Number: "+46855510000", Target: time.Minute, Active: true,
		}); err != nil {
			t.Fatal(err)
		}
		w.key, w.secret, err = s.App.Announce.Connect(t.Context(), s.Actor(t, "ada"), announce.Key{Org: s.Org.ID, Desk: s.Desk.ID, Kind: announce.Phone, Line: "staff", Name: "Växeln"})
		if err != nil {
			t.Fatal(err)
		}
		fn(t, w)
	})
}

func (w *world) set(t *testing.T, key setting.Key, value any) {
	t.Helper()
	if err := w.App.Setting.Set(t.Context(), w.Actor(t, "ada"), w.Org.ID, key, value, time.Time{}); err != nil {
		t.Fatal(err)
	}
}

func (w *world) ask(t *testing.T, path string, headers map[string]string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "http://lotsen.test"+path, nil)
	for name, value := range headers {
		r.Header.Set(name, value)
	}
	rec := httptest.NewRecorder()
	w.App.Handler().ServeHTTP(rec, r)
	return rec
}

func TestThe_exchange_learns_what_callers_hear(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		req.Proves(t, "CH-12")
		ask := func(path string) string {
			w.Clock.Advance(6 * time.Second) // An announcement is told again as it was for some seconds.
			rec := w.ask(t, path, map[string]string{"Reader-Key": w.secret})
			if rec.Code != http.StatusOK {
				t.Fatalf("%s answers %d: %s", path, rec.Code, rec.Body)
			}
			return rec.Body.String()
		}
		if got := ask("/announce/staff"); !strings.Contains(got, `"open":true`) || !strings.Contains(got, `"waiting":0`) {
			t.Error(got)
		}
		for _, id := range []string{"a", "b"} {
			if err := w.App.DB.Write(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
				_, err := w.App.Line.ArriveIn(ctx, tx, system, line.Arrival{Line: w.line.ID, Source: "x", External: id, Caller: "+46701234567"})
				return err
			}); err != nil {
				t.Fatal(err)
			}
		}
		var told struct {
			Queue struct {
				Waiting, Place int
				Longest        int `json:"longest_seconds"`
				Expected       int `json:"expected_seconds"`
			}
			Say []string
		}
		raw := ask("/announce/staff")
		if err := json.Unmarshal([]byte(raw), &told); err != nil {
			t.Fatal(err)
		}
		if told.Queue.Waiting != 2 || told.Queue.Place != 3 || told.Queue.Longest < 6 || told.Queue.Expected <= 0 {
			t.Errorf("the queue is told as %s", raw)
		}
		if strings.Contains(raw, "701234567") {
			t.Error("a caller's number is told: " + raw)
		}
		text := ask("/announce/staff.txt?lang=sv")
		for _, want := range []string{"Du har plats 3 i kön.", "Väntetiden är omkring", "Du kan be oss ringa upp dig."} {
			if !strings.Contains(text, want) {
				t.Errorf("%q is not said in %q", want, text)
			}
		}
		if en := ask("/announce/staff.txt?lang=en"); !strings.Contains(en, "You are number 3 in line.") {
			t.Error(en)
		}
		// A known answer costs nothing.
		etag := w.ask(t, "/announce/staff.txt", map[string]string{"Reader-Key": w.secret}).Header().Get("ETag")
		if rec := w.ask(t, "/announce/staff.txt", map[string]string{"Reader-Key": w.secret, "If-None-Match": etag}); rec.Code != http.StatusNotModified {
			t.Errorf("asked again: %d", rec.Code)
		}
		for path, header := range map[string]string{"/announce/staff": "", "/announce/other": w.secret, "/announce/staff?key=reader_1": ""} {
			if rec := w.ask(t, path, map[string]string{"Reader-Key": header}); rec.Code != http.StatusNotFound {
				t.Errorf("%s answers %d", path, rec.Code)
			}
		}
	})
}

func TestWhat_is_down_is_said_unless_it_is_held(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		_, err := w.App.Notice.Save(t.Context(), system, notice.Input{
			Org: w.Org.ID, Kind: notice.Disturbance, TitleSv: "Nätet är nere", PhoneSv: "Nätet på Ekskolan är nere.", Channels: []notice.Channel{notice.Phone}, Publish: true,
		})
		if err != nil {
			t.Fatal(err)
		}
		ask := func() string {
			w.Clock.Advance(6 * time.Second)
			return w.ask(t, "/announce/staff.txt", map[string]string{"Reader-Key": w.secret}).Body.String()
		}
		if got := ask(); !strings.HasPrefix(got, "Nätet på Ekskolan är nere.\n") {
			t.Errorf("callers hear %q", got)
		}
		if _, err := w.App.Notice.Hold(t.Context(), system, notice.Hold{
			Org: w.Org.ID, Channels: []notice.Channel{notice.Phone}, Instructor: "Staden", Instruction: "Vänta.", Relief: "Befrias.", Credits: "Tillgänglighet", From: w.Clock.Now(),
		}); err != nil {
			t.Fatal(err)
		}
		if got := ask(); strings.Contains(got, "Ekskolan") {
			t.Errorf("what is held is said: %q", got)
		}
	})
}

func TestAt_night_callers_hear_the_conditions_of_on_call_before_its_number(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		req.Proves(t, "CH-33")
		w.set(t, setting.OnCall, true)
		w.set(t, setting.OnCallCharged, true)
		w.set(t, setting.OnCallNumber, "08-555 99 00")
		w.Clock.Set(time.Date(2026, 3, 2, 22, 0, 0, 0, time.UTC)) // 23:00 in Stockholm.
		text := w.ask(t, "/announce/staff.txt", map[string]string{"Reader-Key": w.secret}).Body.String()
		last := -1
		for _, want := range []string{"Supporten är stängd.", "Öppnar i morgon", "påverkar driften av verksamheten", "Minst 30 minuter debiteras.", "08-555 99 00"} {
			at := strings.Index(text, want)
			if at <= last {
				t.Errorf("%q is not said in its turn: %q", want, text)
			}
			last = at
		}
	})
}

func TestA_caller_who_wants_to_be_called_back_becomes_a_task_once(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		send := func(id string, secret []byte, body string) int {
			r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "http://lotsen.test/announce/staff/callback", io.NopCloser(strings.NewReader(body)))
			r.Header.Set("Reader-Key", w.secret)
			for name, value := range signed.Headers(secret, id, w.Clock.Now(), []byte(body)) {
				r.Header.Set(name, value)
			}
			rec := httptest.NewRecorder()
			w.App.Handler().ServeHTTP(rec, r)
			return rec.Code
		}
		good := w.App.Announce.Signing(w.key.ID)
		const body = `{"number":"070-123 45 67","about":"Kommer inte in"}`
		for name, row := range map[string]struct {
			secret []byte
			body   string
			want   int
		}{"forged": {[]byte("guess"), body, 401}, "unknown field": {good, `{"number":"0701234567","requester":1}`, 422}, "no number": {good, `{"number":"x"}`, 422}} {
			if got := send(name, row.secret, row.body); got != row.want && !(row.want == 422 && got == 400) {
				t.Errorf("%s is answered %d", name, got)
			}
		}
		if a, b := send("one", good, body), send("one", good, body); a != http.StatusNoContent || b != http.StatusNoContent {
			t.Errorf("answered %d and %d", a, b)
		}
		page := w.As(t, "eva").Get("/desk").MustSee("Ring upp: Kommer inte in")
		if strings.Count(page.Text(), "Ring upp: Kommer inte in") != 1 {
			t.Error("the same call became two cases")
		}
		page.Click("Ring upp: Kommer inte in").MustSee("+46701234567")
	})
}

package lines_test

import (
	"context"
	"fmt"
	"math/rand"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/line"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/signed"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/testkit/req"
	"lotsen/internal/testkit/site"
	"lotsen/internal/testkit/slow"
)

var by = authz.System("test")

// exchange is the site's telephone system.
type exchange struct {
	*site.Site
	src    line.Source
	secret []byte
	sent   int
	lines  map[string]line.Line
}

func connect(t *testing.T, s *site.Site) *exchange {
	t.Helper()
	x := &exchange{Site: s, lines: map[string]line.Line{}}
	src, secret, err := s.App.Line.SaveSource(t.Context(), by, line.Source{Org: s.Org.ID, Name: "Växeln", Kind: line.Webhook, Active: true}, "")
	if err != nil {
		t.Fatal(err)
	}
	x.src, x.secret = src, signed.Secret(secret)
	for _, l := range []line.Line{
		{Channel: ticket.Phone, Key: "employees", NameSv: "Medarbetare", Number: "08-555 10 00", Cost: line.CostLocal, Abroad: true, Audience: directory.Employee},
		{Channel: ticket.Phone, Key: "pupils", NameSv: "Elever", Number: "020-555 100", Cost: line.CostTollfree, Audience: directory.Pupil},
		{Channel: ticket.Chat, Key: "chat", NameSv: "Chatten"},
	} {
		l.Org, l.Desk, l.Target, l.Active = s.Org.ID, s.Desk.ID, time.Minute, true
		if x.lines[l.Key], err = s.App.Line.Save(t.Context(), by, l); err != nil {
			t.Fatal(err)
		}
	}
	return x
}

// tell sends an event as the exchange does.
func (x *exchange) tell(t *testing.T, pairs ...string) {
	t.Helper()
	form := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	x.sent++
	body := form.Encode()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "http://lotsen.test/hook/calls/"+x.src.Key, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for name, value := range signed.Headers(x.secret, "e"+strconv.Itoa(x.sent), x.Clock.Now(), []byte(body)) {
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	x.App.Handler().ServeHTTP(w, r)
	if w.Code != http.StatusNoContent {
		t.Fatalf("%v: %d %s", pairs, w.Code, w.Body)
	}
}

func TestAbandoned_calls_answer_times_and_service_time(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "RP-13", "RP-14", "RP-15", "IN-05", "CH-12", "CH-09")
		x := connect(t, s)
		eva := s.As(t, "eva")
		eva.Get("/desk/reports/contacts").MustBe(200).MustSee("Inga kontakter under tiden.")
		x.tell(t, "event", "newCall", "callId", "1", "from", "0701234567", "to", "+4685551000")
		s.Clock.Advance(40 * time.Second)
		x.tell(t, "event", "answer", "callId", "1", "user", "eva")
		x.tell(t, "event", "rating", "callId", "1", "score", "4")
		x.tell(t, "event", "hangup", "callId", "1", "cause", "normalClearing")
		x.tell(t, "event", "newCall", "callId", "2", "from", "anonymous", "to", "+4620555100")
		standing, err := s.App.Line.StandingOf(t.Context(), s.App.DB, x.lines["pupils"].ID)
		if err != nil || standing.Waiting != 1 || standing.Expected == 0 {
			t.Errorf("standing: %+v, %v", standing, err)
		}
		s.Clock.Advance(2 * time.Minute)
		x.tell(t, "event", "hangup", "callId", "2", "cause", "cancel")
		s.Clock.Set(time.Date(2026, 3, 2, 22, 30, 0, 0, time.UTC)) // Half past eleven in the evening.
		x.tell(t, "event", "newCall", "callId", "3", "from", "0701234567", "to", "+4685551000")
		s.Report(t, "anna", "Skrivaren", "Trasig.")
		if _, err := s.App.Ticket.Report(t.Context(), s.Actor(t, "eva"), ticket.ReportInput{Kind: ticket.Question, Channel: ticket.Phone, Requester: s.Person(t, "anna"), Title: "Hur?"}); err != nil {
			t.Fatal(err)
		}
		eva = s.As(t, "eva") // Their session has ended meanwhile.
		page := eva.Get("/desk/reports/contacts?from=2026-03-02&to=2026-03-02").MustBe(200)
		var got []string
		for _, r := range page.Rows("Volymer och svarstider") {
			got = append(got, strings.Join(r, "|"))
		}
		want := []string{
			"Ingång|Kanal|Kategori|Servicetid|Inkomna|Besvarade|Lade på före svar|Annat slut|Väntar|Svarstid i snitt|Inom målet|Omdöme 1–5",
			"Medarbetare|Telefon|Medarbetare|Öppettid|1|1|0|0|0|0 min 40 s|100 %|4,0 (1)",
			"Medarbetare|Telefon|Medarbetare|Utanför öppettid|1|0|0|0|1|–|–|–",
			"Elever|Telefon|Elev|Öppettid|1|0|1|0|0|–|–|–",
			"Summa||||3|1|1|0|1|0 min 40 s|100 %|4,0 (1)",
		}
		if !slices.Equal(got, want) {
			t.Errorf("volumes:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		if got := fmt.Sprint(page.Rows("Ärendetyp och kanal")); got != "[[Ärendetyp Portalen Telefon Alla] [Felanmälan 1 0 1] [Fråga 0 1 1]]" {
			t.Errorf("kinds: %s", got)
		}
		eva.Get("/desk/reports/contacts?from=2026-03-02&to=2026-03-02&by=hour").MustBe(200).MustSee("2026-03-02 10", "2026-03-02 23")
		eva.Get("/desk/reports/contacts?from=2026-03-02&to=2026-02-01").MustBe(http.StatusUnprocessableEntity)
		for _, file := range []string{"contacts.csv", "contacts.xlsx", "kinds.csv", "kinds.xlsx"} {
			eva.Get("/desk/reports/contacts/" + file + "?from=2026-03-02&to=2026-03-02").MustBe(200)
		}
		s.As(t, "anna").Get("/desk/reports/contacts").MustBe(http.StatusForbidden)
		s.As(t, "siv").Get("/desk/reports/contacts?from=2026-03-02&to=2026-03-02").MustBe(200).MustSee("Inga kontakter under tiden.")
	})
}

// happening is one thing of the day, at its instant.
type happening struct {
	at time.Time
	do func(t *testing.T)
}

// tally is what the test counts by itself.
type tally struct {
	offered, answered, abandoned, waiting int64
	waited                                time.Duration
}

// day is a day of calls and chats, with what is to come of it by category and hour.
type day struct {
	x     *exchange
	rng   *rand.Rand
	all   []happening
	count map[string]*tally
}

func (d *day) at(at time.Time, do func(t *testing.T)) { d.all = append(d.all, happening{at, do}) }

func (d *day) counts(category directory.Category, came time.Time) []*tally {
	var out []*tally
	for _, key := range []string{string(category), string(category) + came.Truncate(time.Hour).String()} {
		if d.count[key] == nil {
			d.count[key] = &tally{}
		}
		out = append(out, d.count[key])
	}
	return out
}

// come adds somebody who comes at an instant: most are answered, some give up, a few wait still when the day is over.
func (d *day) come(category directory.Category, came time.Time, arrive, answer, end func(t *testing.T)) {
	d.at(came, arrive)
	wait := time.Duration(d.rng.Intn(300)) * time.Second
	luck := d.rng.Intn(100)
	for _, c := range d.counts(category, came) {
		c.offered++
		switch {
		case luck < 80:
			c.answered++
			c.waited += wait
		case luck < 97:
			c.abandoned++
		default:
			c.waiting++
		}
	}
	switch {
	case luck < 80:
		d.at(came.Add(wait), answer)
		d.at(came.Add(wait+time.Duration(d.rng.Intn(900))*time.Second), end)
	case luck < 97:
		d.at(came.Add(wait), end)
	}
}

func (d *day) call(n int, came time.Time) {
	id, key, category := "call-"+strconv.Itoa(n), "employees", directory.Employee
	if d.rng.Intn(3) == 0 {
		key, category = "pupils", directory.Pupil
	}
	tell := func(event string, more ...string) func(t *testing.T) {
		return func(t *testing.T) {
			d.x.tell(t, append([]string{"event", event, "callId", id, "from", "0701234567", "to", d.x.lines[key].Number}, more...)...)
		}
	}
	end := tell("hangup", "cause", "normalClearing")
	if d.rng.Intn(10) == 0 {
		end = func(t *testing.T) { // Told twice, and the beginning once more.
			tell("hangup", "cause", "normalClearing")(t)
			tell("hangup", "cause", "cancel")(t)
			tell("newCall")(t)
		}
	}
	d.come(category, came, tell("newCall"), tell("answer", "user", "eva"), end)
}

func (d *day) chat(came time.Time) {
	category := []directory.Category{directory.Employee, directory.Pupil}[d.rng.Intn(2)]
	var id line.ContactID
	write := func(fn func(ctx context.Context, tx *sqldb.Tx) error) func(t *testing.T) {
		return func(t *testing.T) {
			if err := d.x.App.DB.Write(t.Context(), fn); err != nil {
				t.Fatal(err)
			}
		}
	}
	d.come(category, came, write(func(ctx context.Context, tx *sqldb.Tx) error {
		c, err := d.x.App.Line.ArriveIn(ctx, tx, by, line.Arrival{Line: d.x.lines["chat"].ID, Category: category})
		id = c.ID
		return err
	}), write(func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := d.x.App.Line.AnswerIn(ctx, tx, by, id, 0)
		return err
	}), write(func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := d.x.App.Line.EndIn(ctx, tx, by, id, "", "")
		return err
	}))
}

func TestA_day_of_two_thousand_calls_and_five_hundred_chats_adds_up(t *testing.T) {
	if !slow.Wanted() {
		t.Skip(slow.Why)
	}
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "IN-05", "RP-13", "RP-14")
		x := connect(t, s)
		d := &day{x: x, rng: rand.New(rand.NewSource(20260302)), count: map[string]*tally{}}
		morning := time.Date(2026, 3, 2, 6, 0, 0, 0, time.UTC)
		within := func() time.Time { return morning.Add(time.Duration(d.rng.Intn(12*3600)) * time.Second) }
		for n := range 2000 {
			d.call(n, within())
		}
		for range 500 {
			d.chat(within())
		}
		slices.SortStableFunc(d.all, func(a, b happening) int { return a.at.Compare(b.at) })
		s.Clock.Set(morning)
		for _, h := range d.all {
			s.Clock.Set(h.at)
			h.do(t)
		}
		d.check(t, s)
	})
}

// check compares the figures with what the test has counted, in all and by the hour, to the second.
func (d *day) check(t *testing.T, s *site.Site) {
	t.Helper()
	from, to := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC), time.Date(2026, 3, 3, 0, 0, 0, 0, time.UTC)
	rows, err := s.App.Line.Hours(t.Context(), s.Actor(t, "eva"), from, to)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]line.Tally{}
	for _, r := range rows {
		for _, key := range []string{string(r.Category), string(r.Category) + r.Hour.String()} {
			got[key] = got[key].Plus(r.Tally)
		}
		if r.Offered != r.Answered+r.Abandoned+r.Other+r.Waiting() {
			t.Errorf("%+v does not add up", r)
		}
	}
	if len(got) != len(d.count) {
		t.Errorf("%d categories and hours, want %d", len(got), len(d.count))
	}
	for key, want := range d.count {
		g := got[key]
		if is := (tally{g.Offered, g.Answered, g.Abandoned, g.Waiting(), g.Waited}); is != *want {
			t.Errorf("%s: %+v, want %+v", key, is, *want)
		}
	}
	waiting := d.count[string(directory.Employee)].waiting + d.count[string(directory.Pupil)].waiting
	list, err := s.App.Line.WaitingOf(t.Context(), s.Actor(t, "eva"), s.Desk.ID)
	if err != nil || int64(len(list)) != min(waiting, 100) {
		t.Errorf("%d wait, want %d, %v", len(list), waiting, err)
	}
}

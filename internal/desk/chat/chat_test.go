package chat_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"lotsen/internal/desk/chat"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/desk/ticket/tickettest"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/blob"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/testkit/dbtest"
	"lotsen/locales"
)

// world is a desk whose agents answer chats. Sent is what users got by mail.
type world struct {
	*tickettest.World
	Chat *chat.Service
	Sent []string
}

func each(t *testing.T, fn func(t *testing.T, w *world)) {
	t.Helper()
	t.Parallel()
	texts, err := i18n.Load(locales.Files)
	if err != nil {
		t.Fatal(err)
	}
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		w := &world{World: tickettest.New(t, env)}
		files, err := blob.Open(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		w.Ticket = ticket.New(ticket.Deps{DB: w.DB, Events: w.Events, Directory: w.Directory, Blobs: files})
		w.Chat = chat.New(chat.Deps{DB: w.DB, Events: w.Events, Ticket: w.Ticket, Blobs: files, Texts: texts, Tell: w.tell})
		for _, who := range []*authz.Actor{&w.Eva, &w.Nils, &w.Lea} {
			who.Grants = append(who.Grants, authz.Grant{Verb: chat.MayTake, Reach: authz.Desk, Of: int64(w.Desk.ID)})
		}
		w.Stranger.Grants = append(w.Stranger.Grants, authz.Grant{Verb: chat.MayTake, Reach: authz.Organisation, Of: w.Stranger.Org})
		fn(t, w)
	})
}

func (w *world) tell(_ context.Context, _ *sqldb.Tx, _ *chat.Chat, t *ticket.Ticket, transcript func(i18n.Lang) string) error {
	w.Sent = append(w.Sent, t.ID.String()+"\n"+transcript(i18n.Swedish))
	return nil
}

func ok[T any](t *testing.T) func(v T, err error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func (w *world) open(t *testing.T, by authz.Actor, text string) chat.Chat {
	t.Helper()
	return ok[chat.Chat](t)(w.Chat.Open(t.Context(), by, chat.OpenInput{Text: text}))
}

func (w *world) taken(t *testing.T, text string) chat.Chat {
	t.Helper()
	c := w.open(t, w.Anna, text)
	return ok[chat.Chat](t)(w.Chat.Take(t.Context(), w.Eva, c.ID))
}

func (w *world) say(t *testing.T, by authz.Actor, id chat.ID, text string) {
	t.Helper()
	ok[chat.Message](t)(w.Chat.Say(t.Context(), by, id, chat.SayInput{Text: text}))
}

func must(t *testing.T, err error, kind errs.Kind) {
	t.Helper()
	if !errs.Is(err, kind) {
		t.Errorf("got %v, want %v", err, kind)
	}
}

func (w *world) texts(t *testing.T, by authz.Actor, id chat.ID) string {
	t.Helper()
	c := ok[chat.Chat](t)(w.Chat.Load(t.Context(), by, id))
	var out []string
	for _, m := range ok[[]chat.Message](t)(w.Chat.Messages(t.Context(), by, &c)) {
		out = append(out, string(m.Side)+": "+m.Text+m.Key)
	}
	return strings.Join(out, "\n")
}

func TestA_chat_becomes_a_case_with_every_word(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		c := w.open(t, w.Anna, "Skrivaren svarar inte")
		if c.State != chat.Waiting || c.Topic != "Skrivaren svarar inte" {
			t.Fatalf("opened as %+v", c)
		}
		w.Clock.Advance(time.Minute)
		c = ok[chat.Chat](t)(w.Chat.Take(ctx, w.Eva, c.ID))
		w.say(t, w.Eva, c.ID, "Hej! Vilken skrivare?")
		file := ok[ticket.Attachment](t)(w.Ticket.Upload(ctx, w.Anna, ticket.File{Name: "fel.txt", Content: strings.NewReader("E-17")}))
		ok[chat.Message](t)(w.Chat.Say(ctx, w.Anna, c.ID, chat.SayInput{Text: "Den på plan 3", Files: []ticket.AttachmentID{file.ID}}))
		ok[chat.Message](t)(w.Chat.Say(ctx, w.Eva, c.ID, chat.SayInput{Text: "Samma som i går", Internal: true}))
		w.Clock.Advance(time.Minute)
		c = ok[chat.Chat](t)(w.Chat.End(ctx, w.Eva, c.ID, chat.EndInput{Kind: ticket.Incident, Category: w.Category.ID, Title: "Skrivaren på plan 3", Solution: "Startades om."}))
		if c.State != chat.Ended || c.EndedHow != chat.ByAgent || c.Ticket == 0 {
			t.Fatalf("ended as %+v", c)
		}
		tk := ok[ticket.Ticket](t)(w.Ticket.Load(ctx, w.Anna, c.Ticket))
		if tk.Channel != ticket.Chat || tk.Title != "Skrivaren på plan 3" || tk.State != ticket.StateResolved || tk.RepliedAt.IsZero() || !tk.FirstContact {
			t.Errorf("the case is %+v", tk)
		}
		var said []string
		for _, m := range ok[[]ticket.Message](t)(w.Ticket.Messages(ctx, w.Anna, &tk)) {
			if m.Text != "" {
				said = append(said, string(m.Kind)+" "+m.AuthorName+": "+m.Text)
			}
			if m.Text == "Den på plan 3" && (len(m.Attachments) != 1 || m.Attachments[0].Name != "fel.txt" || m.Author != directory.PersonID(w.Anna.Person)) {
				t.Errorf("the file or its author is gone: %+v", m)
			}
			if m.Text == "Skrivaren svarar inte" && !m.CreatedAt.Equal(c.CameAt) {
				t.Errorf("said at %v, kept as %v", c.CameAt, m.CreatedAt)
			}
		}
		want := "question Anna Åkesson: Skrivaren svarar inte\nreply Eva Lind: Hej! Vilken skrivare?\nquestion Anna Åkesson: Den på plan 3\nsolution Eva Lind: Startades om."
		if got := strings.Join(said, "\n"); got != want {
			t.Errorf("the case holds\n%s", got)
		}
		if len(w.Sent) != 1 || !strings.Contains(w.Sent[0], "Den på plan 3") || strings.Contains(w.Sent[0], "Samma som i går") {
			t.Errorf("the user got %q", w.Sent)
		}
		again := ok[chat.Chat](t)(w.Chat.End(ctx, w.Anna, c.ID, chat.EndInput{}))
		if again.Version != c.Version || len(w.Sent) != 1 {
			t.Error("what has ended ended again")
		}
		_, err := w.Chat.Say(ctx, w.Anna, c.ID, chat.SayInput{Text: "En sak till"})
		must(t, err, errs.Conflict)
	})
}

func TestOne_open_chat_for_a_person(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		a, b := w.open(t, w.Anna, "Hej"), w.open(t, w.Anna, "Är det någon där?")
		if a.ID != b.ID || w.texts(t, w.Anna, a.ID) != "user: Hej\nuser: Är det någon där?" {
			t.Errorf("chats %d and %d:\n%s", a.ID, b.ID, w.texts(t, w.Anna, a.ID))
		}
		ok[chat.Chat](t)(w.Chat.End(t.Context(), w.Anna, a.ID, chat.EndInput{}))
		if c := w.open(t, w.Anna, "Nytt"); c.ID == a.ID {
			t.Error("a chat that has ended went on")
		}
	})
}

func TestThe_line_is_answered_in_turn(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		first := w.open(t, w.Anna, "Först")
		w.Clock.Advance(time.Second)
		second := w.open(t, w.Bo, "Sedan")
		urgent := ok[chat.Chat](t)(w.Chat.Open(ctx, authz.System("teams"), chat.OpenInput{Org: w.Org.ID, Source: chat.Teams, External: "x1", Name: "Leverantören", Text: "Bråttom", Priority: 1}))
		if p := ok[chat.Place](t)(w.Chat.PlaceOf(ctx, &second)); p.Number != 3 {
			t.Errorf("place %d, want 3: one before, one with priority", p.Number)
		}
		for i, want := range []chat.ID{urgent.ID, first.ID, second.ID} {
			c, found, err := w.Chat.TakeNext(ctx, w.Eva, w.Desk.ID)
			if err != nil || !found || c.ID != want {
				t.Fatalf("%d: took %d, %v, %v; want %d", i, c.ID, found, err, want)
			}
		}
		_, found, err := w.Chat.TakeNext(ctx, w.Nils, w.Desk.ID)
		if found || err != nil {
			t.Errorf("took from an empty line: %v, %v", found, err)
		}
		fourth := w.open(t, w.Lea, "En till")
		_, err = w.Chat.Take(ctx, w.Eva, fourth.ID)
		must(t, err, errs.Conflict) // Three at once are enough.
		_, err = w.Chat.Take(ctx, w.Nils, first.ID)
		must(t, err, errs.Conflict)
		_, err = w.Chat.Take(ctx, w.Lea, fourth.ID)
		must(t, err, errs.Forbidden) // Her own.
	})
}

func TestA_chat_is_handed_over(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		c := w.taken(t, "VPN")
		_, err := w.Chat.Move(ctx, w.Eva, c.ID, chat.MoveInput{Agent: directory.PersonID(w.Bo.Person)})
		must(t, err, errs.Invalid)
		c = ok[chat.Chat](t)(w.Chat.Move(ctx, w.Eva, c.ID, chat.MoveInput{Agent: directory.PersonID(w.Nils.Person), Note: "Har startat om"}))
		if c.Agent != directory.PersonID(w.Nils.Person) || c.State != chat.Active {
			t.Fatalf("handed over as %+v", c)
		}
		_, err = w.Chat.Say(ctx, w.Eva, c.ID, chat.SayInput{Text: "Jag igen"})
		must(t, err, errs.Conflict)
		c = ok[chat.Chat](t)(w.Chat.Move(ctx, w.Nils, c.ID, chat.MoveInput{Group: w.First.ID}))
		if c.State != chat.Waiting || c.Group != w.First.ID || c.Agent != 0 {
			t.Fatalf("given back as %+v", c)
		}
		want := "user: VPN\nevent: taken\nevent: moved_agent\nevent: moved_group"
		if got := w.texts(t, w.Anna, c.ID); got != want {
			t.Errorf("the user sees\n%s", got)
		}
		if got := w.texts(t, w.Nils, c.ID); !strings.Contains(got, "note: Har startat om") {
			t.Errorf("the desk sees\n%s", got)
		}
		if rows := ok[[]chat.Row](t)(w.Chat.Waiting(ctx, w.Eva, w.Desk.ID)); len(rows) != 1 || rows[0].GroupName != "Första linjen" {
			t.Errorf("waiting: %+v", rows)
		}
	})
}

func TestA_chat_is_added_to_a_case_of_its_user_alone(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		mine, others := w.Report(t, "Skärmen"), ok[ticket.Ticket](t)(w.Ticket.Report(ctx, w.Bo, ticket.ReportInput{Title: "Bos"}))
		c := w.taken(t, "Hur går det med skärmen?")
		w.say(t, w.Eva, c.ID, "Den kommer i morgon.")
		_, err := w.Chat.End(ctx, w.Eva, c.ID, chat.EndInput{Ticket: others.ID})
		must(t, err, errs.NotFound)
		c = ok[chat.Chat](t)(w.Chat.Choose(ctx, w.Eva, c.ID, chat.EndInput{Ticket: mine.ID}))
		c = ok[chat.Chat](t)(w.Chat.End(ctx, w.Anna, c.ID, chat.EndInput{}))
		if c.Ticket != mine.ID {
			t.Fatalf("went to %v", c.Ticket)
		}
		tk := ok[ticket.Ticket](t)(w.Ticket.Load(ctx, w.Anna, mine.ID))
		list := ok[[]ticket.Message](t)(w.Ticket.Messages(ctx, w.Anna, &tk))
		if last := list[len(list)-1]; last.Text != "Den kommer i morgon." || last.Kind != ticket.Reply || last.AuthorName != "Eva Lind" {
			t.Errorf("the case ends with %+v", last)
		}
	})
}

func TestWhat_nobody_is_in_any_more_ends(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		left, quiet := w.open(t, w.Bo, "Någon?"), w.taken(t, "Jag väntar")
		w.Clock.Advance(14 * time.Minute)
		if err := w.Chat.Sweep(ctx); err != nil {
			t.Fatal(err)
		}
		if c := ok[chat.Chat](t)(w.Chat.Load(ctx, w.Bo, left.ID)); !c.Open() {
			t.Fatal("ended too early")
		}
		if err := w.Chat.Still(ctx, w.Anna, quiet.ID); err != nil {
			t.Fatal(err)
		}
		w.Clock.Advance(2 * time.Minute)
		for range 2 {
			if err := w.Chat.Sweep(ctx); err != nil {
				t.Fatal(err)
			}
		}
		c := ok[chat.Chat](t)(w.Chat.Load(ctx, w.Bo, left.ID))
		if c.State != chat.Ended || c.EndedHow != chat.ByLeft || c.Ticket == 0 {
			t.Errorf("the one who left: %+v", c)
		}
		if c := ok[chat.Chat](t)(w.Chat.Load(ctx, w.Anna, quiet.ID)); !c.Open() {
			t.Fatal("a chat that is answered ended because its user looked away")
		}
		w.Clock.Advance(15 * time.Minute)
		if err := w.Chat.Sweep(ctx); err != nil {
			t.Fatal(err)
		}
		c = ok[chat.Chat](t)(w.Chat.Load(ctx, w.Anna, quiet.ID))
		if c.EndedHow != chat.ByIdle || c.Ticket == 0 || len(w.Sent) != 2 {
			t.Errorf("the quiet one: %+v, sent %d", c, len(w.Sent))
		}
	})
}

func TestA_chat_becomes_a_case_whatever_an_organisation_asks_of_one(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		k := ok[ticket.KindConfig](t)(w.Ticket.KindConfig(ctx, w.Org.ID, ticket.Incident))
		k.Required = map[string][]string{"report": {"category_id"}}
		ok[ticket.KindConfig](t)(w.Ticket.SaveKind(ctx, authz.System("test"), w.Org.ID, ticket.Incident, k.Version, k))
		c := w.open(t, w.Anna, "Hej")
		c = ok[chat.Chat](t)(w.Chat.End(ctx, w.Anna, c.ID, chat.EndInput{}))
		if tk := ok[ticket.Ticket](t)(w.Ticket.Load(ctx, w.Anna, c.Ticket)); tk.Kind != ticket.Question {
			t.Errorf("became a case of kind %s", tk.Kind)
		}
		_, err := w.Chat.Open(ctx, w.Anna, chat.OpenInput{Text: "Om något som inte finns", Service: 999})
		must(t, err, errs.Invalid)
	})
}

func TestWhoever_only_waited_leaves_no_case(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		c := ok[chat.Chat](t)(w.Chat.Open(t.Context(), w.Anna, chat.OpenInput{Topic: "Lösenord"}))
		c = ok[chat.Chat](t)(w.Chat.End(t.Context(), w.Anna, c.ID, chat.EndInput{}))
		if c.Ticket != 0 || c.EndedHow != chat.ByLeft || len(w.Sent) != 0 {
			t.Errorf("ended as %+v", c)
		}
	})
}

func TestTyping_shows_and_its_words_only_where_both_want_it(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		c := w.taken(t, "Hej")
		typed := func(by authz.Actor) chat.Typed {
			t.Helper()
			return ok[chat.Shown](t)(w.Chat.Show(ctx, by, c.ID)).Typed
		}
		check := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		check(w.Chat.Typing(ctx, w.Anna, c.ID, "Jag har glömt mitt"))
		if got := typed(w.Eva); !got.Now || got.Text != "" {
			t.Errorf("without anybody's wish: %+v", got)
		}
		check(w.Chat.WishRealTime(ctx, w.Anna, c.ID, true))
		check(w.Chat.Typing(ctx, w.Anna, c.ID, "Jag har glömt mitt"))
		if got := typed(w.Eva); got.Text != "" {
			t.Errorf("with one side's wish: %+v", got)
		}
		check(w.Chat.WishRealTime(ctx, w.Eva, c.ID, true))
		check(w.Chat.Typing(ctx, w.Anna, c.ID, "Jag har glömt mitt lö"))
		if got := typed(w.Eva); got.Text != "Jag har glömt mitt lö" {
			t.Errorf("with both sides' wish: %+v", got)
		}
		if got := typed(w.Nils); got.Now {
			t.Errorf("a colleague who looks on sees %+v", got)
		}
		check(w.Chat.WishRealTime(ctx, w.Eva, c.ID, false))
		check(w.Chat.WishRealTime(ctx, w.Eva, c.ID, true))
		if got := typed(w.Eva); got.Text != "" {
			t.Errorf("kept although it was not wanted for a while: %+v", got)
		}
		check(w.Chat.Typing(ctx, w.Anna, c.ID, "Jag har glömt mitt lösenord"))
		w.say(t, w.Anna, c.ID, "Jag har glömt mitt lösenord")
		if got := typed(w.Eva); got.Now || got.Text != "" {
			t.Errorf("after it was sent: %+v", got)
		}
	})
}

func TestAnother_systems_chat_is_told_once(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		ctx, teams := t.Context(), authz.System("teams")
		in := chat.OpenInput{Org: w.Org.ID, Source: chat.Teams, External: "19:a", Person: directory.PersonID(w.Anna.Person), Text: "Hej från Teams", MessageID: "m1"}
		a, b := ok[chat.Chat](t)(w.Chat.Open(ctx, teams, in)), ok[chat.Chat](t)(w.Chat.Open(ctx, teams, in))
		if a.ID != b.ID || w.texts(t, w.Anna, a.ID) != "user: Hej från Teams" {
			t.Errorf("delivered twice:\n%s", w.texts(t, w.Anna, a.ID))
		}
		m := ok[chat.Message](t)(w.Chat.Say(ctx, teams, a.ID, chat.SayInput{Text: "Mer", External: "m2"}))
		n := ok[chat.Message](t)(w.Chat.Say(ctx, teams, a.ID, chat.SayInput{Text: "Mer", External: "m2"}))
		if m.ID != n.ID || m.Author != directory.PersonID(w.Anna.Person) {
			t.Errorf("said as %+v and %+v", m, n)
		}
		if web := w.open(t, w.Anna, "Och i portalen"); web.ID == a.ID {
			t.Error("the portal's chat is Teams'")
		}
	})
}

package wallboard_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"lotsen/internal/desk/announce"
	"lotsen/internal/desk/line"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/testkit/req"
	"lotsen/internal/testkit/site"
)

var system = authz.System("test")

func must[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// world is a site with an ordinary line, one for suppliers and a chat.
type world struct {
	*site.Site
	staff, supplier, chat line.Line
	n                     int
}

func newWorld(t *testing.T, s *site.Site) *world {
	t.Helper()
	w := &world{Site: s}
	add := func(key, name string, channel ticket.Channel, number string, priority int) line.Line {
		return must(s.App.Line.Save(t.Context(), system, line.Line{
			Org: s.Org.ID, Desk: s.Desk.ID, Channel: channel, Key: key, NameSv: name, Number: number, Priority: priority, Target: time.Minute, Active: true,
		}))(t)
	}
	w.staff = add("staff", "Medarbetare", ticket.Phone, "+46855510000", 0)
	w.supplier = add("supplier", "Leverantörer", ticket.Phone, "+46855510001", 10)
	w.chat = add("chat", "Chatten", ticket.Chat, "", 0)
	return w
}

func (w *world) come(t *testing.T, l line.Line, caller string) line.ContactID {
	t.Helper()
	w.n++
	var c line.Contact
	if err := w.App.DB.Write(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
		var err error
		c, err = w.App.Line.ArriveIn(ctx, tx, system, line.Arrival{Line: l.ID, Source: "test", External: strings.Repeat("x", w.n), Caller: caller})
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return c.ID
}

func TestThe_wall_lists_who_waits_in_turn_and_says_who_has_waited_too_long(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "CH-12", "CH-13")
		w := newWorld(t, s)
		eva := s.As(t, "eva")
		eva.Get("/desk/wallboard").MustSee("Läget just nu, It-supporten i Storstad", "Ingen väntar.").MustNotSee("Över målet")
		w.come(t, w.staff, "+46701234567")
		w.Clock.Advance(30 * time.Second)
		w.come(t, w.chat, "")
		w.Clock.Advance(31 * time.Second)
		w.come(t, w.supplier, "")
		page := eva.Get("/desk/wallboard").MustSee("2 väntar", "Längst väntan 1:01", "Väntan för nästa", "Mål 1:00", "Handläggare på plats", "Över målet")
		rows := page.Rows("Väntar nu, den som står på tur först")
		var told []string
		for _, r := range rows {
			told = append(told, strings.Join(r, " "))
		}
		want := []string{"Tur Kanal Linje Har väntat Mål Läge", "1 Telefon Leverantörer 0:00 1:00 Förtur", "2 Telefon Medarbetare 1:01 1:00 Över målet", "3 Chatt Chatten 0:31 1:00 "}
		if strings.Join(told, "|") != strings.Join(want, "|") {
			t.Errorf("the wall lists %q", told)
		}
		page.MustNotSee("701234567", "+46")
		s.Report(t, "anna", "Skrivaren", "")
		eva.Get("/desk/wallboard").MustSee("Portal", "1 nya")
	})
}

func TestA_screen_reads_figures_by_an_address_of_its_own_until_it_is_ended(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "CH-12")
		w := newWorld(t, s)
		w.come(t, w.staff, "+46701234567")
		s.As(t, "ada").Get("/admin/readers/new").Form("Skapa adressen").Fill("Namn", "Tavlan i hallen").Choose("Slag", "Skärm på en vägg").
			Choose("Servicedesk", "It-supporten i Storstad").Submit("Skapa adressen").MustBe(201)
		s.As(t, "ada").Get("/admin/readers").MustSee("Tavlan i hallen", "Skärm på en vägg")
		k, secret, err := s.App.Announce.Connect(t.Context(), s.Actor(t, "ada"), announce.Key{Org: s.Org.ID, Desk: s.Desk.ID, Kind: announce.Wall, Name: "En till"})
		if err != nil {
			t.Fatal(err)
		}
		screen := s.Pages(t).Anonymous()
		screen.Get("/wall/"+secret).MustBe(200).MustSee("Läget just nu", "1 väntar").MustNotSee("701234567", "Till ärendena")
		if screen.Cookie("lotsen_session") != "" {
			t.Error("a screen got a session")
		}
		// It opens nothing else, and another kind of key does not open it.
		screen.Get("/announce/staff?key=" + secret).MustBe(404)
		screen.Get("/desk/wallboard").MustSee("Logga in")
		screen.Get("/wall/reader_00").MustBe(404)
		s.As(t, "ada").Get("/admin/readers").Form("Avsluta En till").Submit("Avsluta En till").MustSee("Adressen är avslutad")
		screen.Get("/wall/" + secret).MustBe(404)
		if err := s.App.Announce.Disconnect(t.Context(), s.Actor(t, "siv"), k.ID); err == nil {
			t.Error("a stranger ended a key")
		}
		for _, who := range []string{"anna", "eva", "siv"} {
			s.As(t, who).Get("/admin/readers").MustBe(403)
			s.As(t, who).Post("/admin/readers/end", nil).MustBe(403)
		}
		s.As(t, "anna").Get("/desk/wallboard").MustBe(403)
		s.As(t, "siv").Get("/desk/wallboard").MustNotSee("It-supporten i Storstad")
	})
}

package agent_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/testkit/site"
)

func TestA_case_waits_until_its_day_and_is_taken_up_again(t *testing.T) {
	t.Parallel()
	s := site.New(t)
	x := s.Report(t, "anna", "Nätet", "Text.")
	eva := s.As(t, "eva")
	p := eva.Get(page(x.ID)).Form("Kategori och prioritet").Choose("Kategori", "Dator").Submit("Spara")
	again := p.Form("Låt ärendet vänta").Fill("Varför?", "Reservdel").Fill("Ta upp igen", "2026-03-01").Submit("Låt vänta").MustBe(422)
	if got := again.Form("Låt ärendet vänta").Value("Varför?"); got != "Reservdel" {
		t.Errorf("the reason is gone: %q", got)
	}
	p = again.Form("Låt ärendet vänta").Fill("Ta upp igen", "2026-03-04").Choose("Väntar på", "Leverantör").Submit("Låt vänta").
		MustSee("Väntar: Reservdel.", "Tas upp igen 2026-03-04 08:00", "Väntar på leverantör")
	p.Form("Åtgärder").Submit("Ta upp igen").MustSee("är upptaget igen.").MustNotSee("Tas upp igen 2026-03-04")
	eva.Get(page(x.ID)).Form("Låt ärendet vänta").Fill("Varför?", "Helg").Fill("Ta upp igen", "2026-03-04").Submit("Låt vänta")
	s.Advance(t, 47*time.Hour)
	s.As(t, "eva").Get(page(x.ID)).MustSee("Upptaget igen").MustNotSee("Väntar: Helg.")
}

func TestTickets_are_linked_unlinked_merged_and_parted(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		x, y, z := s.Report(t, "anna", "Skrivaren drar snett", "Text."), s.Report(t, "anna", "Skrivaren igen", "Text."), s.Report(t, "bo", "Papper i skrivaren", "Text.")
		eva := s.As(t, "eva")
		relate := eva.Get(page(x.ID)+"/relate").MustSee("Samma persons andra ärenden", "Skrivaren igen").MustNotSee("Papper i skrivaren")
		found := relate.Form("Sök ett annat ärende").Fill("Sök ett annat ärende", "papper").Submit("Sök").MustSee("Papper i skrivaren")
		found.Form("Koppla ihop eller slå ihop").Submit("Koppla ihop").MustBe(422).MustSee("Välj ett annat ärende att länka till.")
		linked := found.Form("Koppla ihop eller slå ihop").Choose("Vilket ärende?", z.ID.String()+" Papper i skrivaren").Choose("Hur hör de ihop? Det här ärendet är", "orsakat av").Submit("Koppla ihop")
		linked.MustSee("Ärendena hör ihop nu.", "orsakat av, Nytt")
		eva.Get(page(z.ID)).MustSee("har orsakat, Nytt")
		linked.Form("Ta bort kopplingen till " + z.ID.String()).Submit("Ta bort kopplingen till " + z.ID.String()).MustSee("Kopplingen är borttagen.").MustNotSee("Papper i skrivaren")

		other := eva.Get(page(x.ID)+"/relate?q="+z.ID.String()).Form("Koppla ihop eller slå ihop").Choose("Vilket ärende?", z.ID.String()+" Papper i skrivaren").Submit("Slå ihop")
		other.MustBe(422).MustSee("Ärendena har olika beställare.")
		merged := relate.Form("Koppla ihop eller slå ihop").Choose("Vilket ärende?", y.ID.String()+" Skrivaren igen").Submit("Slå ihop")
		merged.MustSee(x.ID.String()+" fortsätter i "+y.ID.String(), "Sammanslaget hit: "+x.ID.String())
		eva.Get(page(x.ID)).MustSee("Ärendet är sammanslaget och fortsätter i " + y.ID.String()).Form("Åtgärder").Submit("Ångra sammanslagning").MustSee("är ett eget ärende igen.")
	})
}

func TestA_closed_case_is_opened_again_by_the_desk(t *testing.T) {
	t.Parallel()
	s := site.New(t)
	x := s.Report(t, "anna", "Nätet", "Text.")
	s.Resolve(t, x.ID, "Klart.")
	p := s.As(t, "eva").Get(page(x.ID)).Form("Åtgärder").Submit("Användaren är informerad").Form("Åtgärder").Submit("Stäng")
	p.Form("Åtgärder").Submit("Öppna igen").MustSee("är öppnat igen.", "Återöppnat 1 gång")
}

func TestA_mail_shows_its_words_and_folds_the_rest(t *testing.T) {
	t.Parallel()
	s := site.New(t)
	x := s.Report(t, "anna", "Nätet", "Text.")
	say := func(fn func(ctx context.Context, tx *sqldb.Tx) error) {
		t.Helper()
		if err := s.App.DB.Write(t.Context(), fn); err != nil {
			t.Fatal(err)
		}
	}
	say(func(ctx context.Context, tx *sqldb.Tx) error {
		_, _, err := s.App.Ticket.AskIn(ctx, tx, authz.System("mail"), x.ID, ticket.Words{
			Text: "Fortfarande trasigt.", Channel: ticket.Mail, FromName: "Någon Annan", FromAddress: "okand@example.org", Source: ticket.Source{
				Quoted: "> Hej Anna, prova igen.", HTML: `<p onclick="evil()">Fortfarande <b>trasigt</b>.</p><script>evil()</script><img src="https://spy.example/x.gif">`, Unverified: true,
			},
		})
		return err
	})
	say(func(ctx context.Context, tx *sqldb.Tx) error {
		_, _, err := s.App.Ticket.RecordIn(ctx, tx, x.ID, ticket.Words{Text: "Jag är på semester till måndag.\nAuto-svar", Channel: ticket.Mail, FromAddress: "okand@example.org"})
		return err
	})
	p := s.As(t, "eva").Get(page(x.ID))
	p.MustSee("Fortfarande trasigt.", "Någon Annan", "Avsändaren är inte bekräftad", "Visa citerad text", "Visa som det såg ut i mejlet", "Automatiskt meddelande", "E-post")
	p.MustNotSee("evil()", "spy.example")
	for _, text := range []string{"> Hej Anna, prova igen.", "Auto-svar", "<b>trasigt</b>"} {
		before, _, found := strings.Cut(string(p.Body), strings.NewReplacer("> ", "&gt; ").Replace(text))
		if !found || strings.LastIndex(before, "<details") < strings.LastIndex(before, "</details>") {
			t.Errorf("%q is not folded away", text)
		}
	}
}

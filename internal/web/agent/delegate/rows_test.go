package delegate_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"lotsen/internal/desk/delegation"
	"lotsen/internal/desk/service"
	"lotsen/internal/desk/setting"
	"lotsen/internal/desk/supplier"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/testkit/dbtest"
	"lotsen/internal/testkit/req"
	"lotsen/internal/testkit/site"
)

func TestA_late_report_is_chased_until_the_supplier_was_asked_and_the_user_told(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		req.Proves(t, "SU-05", "SU-06")
		contact := supplier.Contact{Name: "Jourhavande", Phone: "08-555 70 00", Active: true}
		if err := w.App.Supplier.SaveContact(t.Context(), system, w.net.ID, contact); err != nil {
			t.Fatal(err)
		}
		x := w.report(t, "anna", "Växeln")
		w.hand(t, x.ID, w.net.ID)
		w.Clock.Advance(4*time.Hour - time.Second)
		w.sweep(t)
		w.As(t, "eva").Get("/desk/delegated").MustNotSee("Att jaga")
		w.Clock.Advance(time.Second)
		w.sweep(t)
		eva := w.As(t, "eva")
		eva.Get("/desk/delegated").MustSee("Att jaga", x.ID.String()+" Växeln", "Nätdrift AB, 1 gång")
		eva.Get(desk(x.ID)).MustSee("Återrapporten från Nätdrift AB har inte kommit.")
		page := eva.Get(hands(x.ID)).MustSee("Jourhavande, 08-555 70 00")
		page = page.Form("Jaga återrapport").Fill("Vem nådde ni hos leverantören, och vad sade de?", "Ringde jouren, de kommer i morgon.").Submit("Klart, båda är kontaktade").
			MustBe(422).MustSee("Skriv vad användaren får veta.")
		page.Form("Jaga återrapport").Fill("Vad får användaren veta?", "En tekniker kommer i morgon.").Submit("Klart, båda är kontaktade").MustSee("Jakten är klar.").MustNotSee("Jaga återrapporten")
		eva.Get(desk(x.ID)).MustSee("Ringde jouren, de kommer i morgon.", "En tekniker kommer i morgon.", "Återrapporten är jagad")
		eva.Get("/desk/delegated").MustNotSee("Att jaga")
		w.As(t, "anna").Get("/tickets/" + x.ID.String()).MustSee("En tekniker kommer i morgon.").MustNotSee("Ringde jouren")
		if n := must(delegation.LateCount(t.Context(), w.App.DB, w.net.ID, w.Clock.Now().AddDate(0, -1, 0)))(t); n != 1 {
			t.Errorf("the supplier was late %d times", n)
		}
	})
}

func TestEach_way_to_a_receiver_brings_the_main_number(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		s := site.Mailing(t, env)
		req.Proves(t, "SU-03")
		w := &world{Site: s}
		w.net = w.add(t, supplier.Other, "Nätdrift AB")
		mailed := w.add(t, supplier.Other, "Glasmästaren")
		if err := s.App.Supplier.Agree(t.Context(), system, mailed.ID, supplier.Agreement{Way: supplier.ByMail, Address: "jobb@glas.example", Shows: supplier.Shows()}); err != nil {
			t.Fatal(err)
		}
		function := w.add(t, supplier.Function, "Vaktmästeriet")
		person := must(s.App.Supplier.Add(t.Context(), system, s.Org.ID, supplier.Input{Sort: supplier.Person, Name: "Ada Holm", Login: "ada"}))(t)
		w.agree(t, person.ID, supplier.Shows()...)
		nora, _ := w.person(t, "Nora", "supplier", authz.Supplier, int64(w.net.ID))
		vera, _ := w.person(t, "Vera", "supplier", authz.Supplier, int64(function.ID))
		for i, row := range []struct {
			to  supplier.ID
			see string
		}{{w.net.ID, "nora"}, {function.ID, "vera"}, {person.ID, "ada"}} {
			x := w.report(t, "anna", fmt.Sprint("Ärende ", i))
			w.hand(t, x.ID, row.to)
			who := nora
			switch row.see {
			case "vera":
				who = vera
			case "ada":
				who = w.As(t, "ada")
			}
			who.Get("/assignments").MustSee(x.ID.String() + " " + x.Title)
			who.Get(mine(x.ID)).MustSee("Det blinkar rött i sal 12.")
			who.Get("/api/v1/delegations").MustSee(`"ref":"` + x.ID.String() + `"`) // The same by the interface.
		}
		pane := w.report(t, "anna", "Rutan")
		w.hand(t, pane.ID, mailed.ID)
		if err := s.App.Jobs.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
		told, posted := 0, 0
		for _, m := range must(s.App.Notify.Latest(t.Context(), 0, 50))(t) {
			if strings.Contains(m.Subject, "har lämnats till") && strings.Contains(m.Subject, "L-1000") {
				told++
			}
			if m.To == "jobb@glas.example" && strings.Contains(m.Subject+m.Text, pane.ID.String()) && strings.Contains(m.Text, "Det blinkar rött i sal 12.") {
				posted++
			}
		}
		if posted != 1 {
			t.Errorf("%d mails went to the supplier by mail", posted)
		}
		if told != 1 { // Of the three only Ada has a mail address.
			t.Errorf("%d receivers were told by mail", told)
		}
	})
}

func TestA_central_service_goes_to_the_gateway_never_directly(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		req.Proves(t, "SU-07")
		w.add(t, supplier.Gateway, "GSIT 2.0")
		w.add(t, supplier.Central, "Stadens nät")
		id := must(w.App.Service.Save(t.Context(), system, service.Item{Org: w.Org.ID, Code: "net", Sv: "Stadsnätet", Central: true, Active: true}))(t)
		for _, row := range []struct {
			about ticket.ServiceID
			to    string
		}{{0, "Stadens nät (genom GSIT 2.0), svar inom 4 h"}, {ticket.ServiceID(id.ID), "Nätdrift AB (genom GSIT 2.0), svar inom 4 h"}} {
			x := w.report(t, "anna", "Stadsnätet")
			if row.about != 0 {
				must(w.App.Ticket.Change(t.Context(), w.Actor(t, "eva"), x.ID, ticket.ChangeInput{Service: &row.about}))(t)
			}
			w.eva.Get(hands(x.ID)).Form("Lämna över ärendet").Choose("Vem ska få ärendet?", row.to).Submit("Lämna över").MustSee("är överlämnat")
			w.eva.Get(desk(x.ID)).MustSee("Hos GSIT 2.0")
			w.nora.Get(mine(x.ID)).MustBe(404)
		}
	})
}

func TestThe_coordinator_sees_all_by_supplier_oldest_first(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		req.Proves(t, "SU-17")
		var ids []ticket.ID
		for i, to := range []supplier.ID{w.print.ID, w.net.ID, w.print.ID} {
			x := w.report(t, "anna", fmt.Sprint("Fel ", i))
			w.hand(t, x.ID, to)
			ids = append(ids, x.ID)
			w.Clock.Advance(49 * time.Hour)
		}
		lea := w.login(t, w.leaID)
		rows := lea.Get("/desk/delegated").Rows("Överlämnade ärenden")
		if len(rows) != 4 || !strings.HasPrefix(rows[1][0], ids[0].String()) || !strings.HasPrefix(rows[3][0], ids[2].String()) || rows[1][1] != "Skrivarbolaget" || rows[1][2] != "Överlämnat" || rows[1][3] != "6 dagar" {
			t.Errorf("%q", rows)
		}
		loads := lea.Get("/desk/delegated").Rows("Per leverantör")
		if len(loads) != 3 || loads[1][0] != "Skrivarbolaget" || loads[1][1] != "2" || loads[2][0] != "Nätdrift AB" {
			t.Errorf("%q", loads)
		}
		one := lea.Get("/desk/delegated").Click("Nätdrift AB").Rows("Överlämnade ärenden")
		if len(one) != 2 || !strings.HasPrefix(one[1][0], ids[1].String()) {
			t.Errorf("%q", one)
		}
		w.As(t, "siv").Get("/desk/delegated").MustNotSee("Fel 1")
		w.login(t, w.noraID).Get("/desk/delegated").MustBe(403)
	})
}

func TestRepeated_hand_overs_ask_for_a_reason_and_alert_the_coordinator_and_are_counted(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		req.Proves(t, "TK-19", "RP-24", "RP-39")
		s := site.Mailing(t, env)
		w := &world{Site: s}
		w.net, w.print = w.add(t, supplier.Other, "Nätdrift AB"), w.add(t, supplier.Other, "Skrivarbolaget")
		w.grant(t, "ada", "lead", authz.Desk, int64(s.Desk.ID))
		forwarded := must(s.App.Service.Save(t.Context(), system, service.Item{Org: s.Org.ID, Code: "prn", Sv: "Utskrift", Forwarded: true, Active: true}))(t)
		meant, x := w.report(t, "anna", "Väntad"), w.report(t, "anna", "Bollad")
		about := ticket.ServiceID(forwarded.ID)
		must(s.App.Ticket.Change(t.Context(), s.Actor(t, "eva"), meant.ID, ticket.ChangeInput{Service: &about}))(t)
		w.Clock.Advance(90 * time.Minute)
		w.hand(t, meant.ID, w.print.ID)
		w.Clock.Advance(90 * time.Minute)
		eva := w.As(t, "eva")
		eva.Get(hands(x.ID)).Form("Lämna över ärendet").Choose("Vem ska få ärendet?", "Nätdrift AB, svar inom 4 h").Submit("Lämna över").MustSee("är överlämnat")
		eva.Get(hands(x.ID)).Form("Lämna över ärendet").Choose("Vem ska få ärendet?", "Skrivarbolaget, svar inom 4 h").Submit("Lämna över").MustSee("är överlämnat")
		third := eva.Get(hands(x.ID)).Form("Lämna över ärendet").Choose("Vem ska få ärendet?", "Nätdrift AB, svar inom 4 h").Submit("Lämna över").MustBe(422).MustSee("Det här är överlämning nummer 3.")
		third.Form("Lämna över ärendet").Fill("Varför byter ärendet händer igen?", "Felet var i nätet ändå.").Submit("Lämna över").MustSee("är överlämnat", "Felet var i nätet ändå.")
		eva.Get(desk(x.ID)).MustSee("Ärendet har bytt händer 3 gånger. Samordnaren är varnad.")
		if err := s.App.Jobs.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
		alerts := 0
		for _, m := range must(s.App.Notify.Latest(t.Context(), 0, 50))(t) {
			if strings.Contains(m.Subject, x.ID.String()+" byter händer ofta") && strings.HasPrefix(m.To, "ada@") {
				alerts++
			}
		}
		if alerts != 1 {
			t.Errorf("the coordinator was alerted %d times", alerts)
		}
		page := eva.Get("/desk/delegated/figures")
		rows := page.Rows("Överlämnat till bakre support")
		if fmt.Sprint(rows[1:]) != "[[Ärenden 1 1] [Överlämningar 1 3] [Medeltid till första överlämning 1 h 30 min 3 h]]" {
			t.Errorf("%q", rows)
		}
		if rows := page.Rows("Från leverantör till leverantör"); fmt.Sprint(rows[1:]) != "[[Nätdrift AB Skrivarbolaget 1 1] [Skrivarbolaget Nätdrift AB 1 1]]" {
			t.Errorf("%q", rows)
		}
		eva.Get("/desk/delegated/figures?from=2027-01-01&to=2027-02-01").MustSee("Inget ärende har gått")
		eva.Get("/desk/delegated/figures?from=i+g%C3%A5r").MustBe(422)
	})
}

func TestThe_supplier_writes_to_the_user_only_when_the_user_must_take_part(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		req.Proves(t, "CO-01")
		x := w.report(t, "anna", "Skärmen")
		w.hand(t, x.ID, w.net.ID)
		w.nora.Get(mine(x.ID)).MustNotSee("Meddelande till användaren")
		w.nora.Post(mine(x.ID)+"/contact", map[string][]string{"text": {"Hej!"}}).MustBe(409)
		page := w.nora.Get(mine(x.ID)).Form("Användaren behöver medverka").Submit("Spara skälet").MustBe(422).MustSee("Skriv varför användaren behöver medverka.")
		page = page.Form("Användaren behöver medverka").Fill("Varför behöver användaren medverka?", "Datorn måste startas om på plats.").Submit("Spara skälet").MustSee("Ni får skriva till användaren.")
		page.Form("Kontakt med användaren").Fill("Meddelande till användaren", "Starta om, tack.").Submit("Skicka till användaren").MustSee("Meddelandet är skickat till användaren.", "Starta om, tack.")
		w.As(t, "anna").Get("/tickets/"+x.ID.String()).MustSee("Starta om, tack.", "får höra av sig till dig")
		w.eva.Get(desk(x.ID)).MustSee("Nätdrift AB får kontakta användaren", "Datorn måste startas om på plats.", "Starta om, tack.", "Nora Test")
		if err := w.App.Setting.Set(t.Context(), system, w.Org.ID, setting.DirectContact, setting.ContactNever, time.Time{}); err != nil {
			t.Fatal(err)
		}
		w.nora.Post(mine(x.ID)+"/contact", map[string][]string{"text": {"Hej igen!"}}).MustBe(409)
	})
}

func TestWhat_cannot_be_solved_remotely_goes_on_in_one_of_the_ways(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		req.Proves(t, "TK-21", "TK-22", "TK-23", "RO-16")
		local := w.add(t, supplier.LocalIT, "Lokal it, Lindskolan")
		x := w.report(t, "anna", "Läraren")
		w.eva.Get(hands(x.ID)).Form("Går inte att lösa på distans").Submit("Gå vidare så").MustBe(422).MustSee("Välj hur ärendet går vidare.")
		w.eva.Get(hands(x.ID)).Form("Går inte att lösa på distans").Choose("Hur går ärendet vidare?", "Lokal it-support tar över på plats").
			Fill("Vad är provat, och vad behövs på plats?", "Omstart hjälper inte.").Submit("Gå vidare så").MustSee("Lokal it, Lindskolan")
		if now := w.Ticket(t, x.ID); now.Supplier != local.ID {
			t.Errorf("with %d", now.Supplier)
		}
		w.lea.Get("/desk/delegated").Click("Vägar när ett ärende inte går att lösa på distans").Form("Lägg till en väg").Fill("Namn på svenska", "Skickas till verkstaden").
			Choose("Vad händer då?", "Annat").Submit("Lägg till").MustSee("Vägen är tillagd.")
		other := w.report(t, "anna", "Verkstaden")
		w.eva.Get(hands(other.ID)).Form("Går inte att lösa på distans").Choose("Hur går ärendet vidare?", "Skickas till verkstaden").Submit("Gå vidare så").MustSee("Skickas till verkstaden")

		// A pupil's case waits for Local IT's instruction, and nobody goes there without a yes.
		pupil := w.report(t, "bo", "Eleven")
		w.eva.Get(hands(pupil.ID)).Form("Går inte att lösa på distans").Choose("Hur går ärendet vidare?", "Egen personal besöker platsen").Submit("Gå vidare så").MustSee("Instruktion från lokal it-support")
		w.eva.Get(desk(pupil.ID)).MustSee("Inväntar instruktion från lokal it", "Ärendet inväntar instruktion från lokal it-support.")
		w.eva.Post(desk(pupil.ID)+"/resume", nil).MustBe(409)
		answer := w.eva.Get(hands(pupil.ID)).Form("Instruktion från lokal it-support").Choose("Besked", "Ja").Fill("Svar", "Ta datorn på expeditionen.").Submit("Spara beskedet").MustBe(422).
			MustSee("Skriv vem på lokal it-support som har sagt det.")
		answer.Form("Instruktion från lokal it-support").Fill("Vem har sagt det?", "Lisa på lokal it").Submit("Spara beskedet").MustSee("Beskedet är sparat.", "Ta datorn på expeditionen.", "Lisa på lokal it")
		w.eva.Get(hands(pupil.ID)).Form("Boka besök").Fill("Dag för besöket", "2026-03-09").Submit("Boka besöket").MustBe(409).MustSee("Ingen åker till elevernas skola innan")
		w.eva.Get(hands(pupil.ID)).Form("Be om godkännande av besök").Fill("Varför behövs ett besök?", "Byte av skärm.").Submit("Be om godkännande").MustSee("Frågan om besök är ställd.")
		lisa, _ := w.person(t, "Lisa", "local_it", authz.Organisation, int64(w.Org.ID))
		lisa.Get("/assignments").MustSee("Byte av skärm.").Form("Godkänn besök "+pupil.ID.String()).Choose("Besked", "Ja").Submit("Spara beskedet").MustSee("Beskedet är sparat.").MustNotSee("Byte av skärm.")
		w.eva.Get(hands(pupil.ID)).Form("Boka besök").Fill("Dag för besöket", "2026-03-09").Submit("Boka besöket").MustSee("Besöket är bokat.", "2026-03-09")
		w.eva.Get(hands(x.ID)).Form("Boka besök").Fill("Dag för besöket", "2026-03-09").Submit("Boka besöket").MustSee("Besöket är bokat.")
	})
}

func TestAn_expected_cost_holds_the_case_until_somebody_else_approves(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		req.Proves(t, "TK-24", "RO-16")
		x := w.report(t, "anna", "Ny skärm")
		w.lea.Get(hands(x.ID)).Form("Förväntad kostnad").Fill("Belopp (kr)", "0").Submit("Be om godkännande av kostnaden").MustBe(422).MustSee("Skriv beloppet i hela kronor.")
		w.lea.Get(hands(x.ID)).Form("Förväntad kostnad").Fill("Belopp (kr)", "2400").Fill("Vad kostar, och varför?", "Ny panel.").Submit("Be om godkännande av kostnaden").MustSee("400 kr")
		w.eva.Get(desk(x.ID)).MustSee("Inväntar godkänd kostnad", "Ärendet väntar på att en kostnad godkänns.")
		if now := w.Ticket(t, x.ID); now.State != ticket.StateOnHold || now.HoldCode != "cost" {
			t.Errorf("%s, %s", now.State, now.HoldCode)
		}
		w.eva.Post(desk(x.ID)+"/resume", nil).MustBe(409)
		w.As(t, "anna").Get("/tickets/" + x.ID.String()).MustSee("Vi väntar på besked om en kostnad")
		asked := must(w.App.Delegation.ToDecide(t.Context(), w.Actor(t, "ada")))(t)
		if len(asked) != 1 {
			t.Fatalf("%d words are asked for", len(asked))
		}
		decide := map[string][]string{"what": {"cost"}, "granted": {"yes"}, "answer": {"Ja."}, "errand": {fmt.Sprint(asked[0].ID)}}
		w.lea.Post(hands(x.ID)+"/decide", decide).MustBe(409).MustSee("Ingen godkänner en kostnad som de själva har skrivit in.")
		w.eva.Post(hands(x.ID)+"/decide", decide).MustBe(403)
		lisa, _ := w.person(t, "Lisa", "local_it", authz.Organisation, int64(w.Org.ID))
		lisa.Get("/assignments").MustSee("400 kr", "Ny panel.").Form("Godkänn kostnad "+x.ID.String()).Choose("Besked", "Ja").Fill("Svar", "Köp den.").Submit("Spara beskedet").MustSee("Beskedet är sparat.")
		if now := w.Ticket(t, x.ID); now.State != ticket.StateOpen || now.HoldCode != "" {
			t.Errorf("%s, %s", now.State, now.HoldCode)
		}
		w.eva.Get(hands(x.ID)).MustSee("Ja. Köp den.")
	})
}

func TestEscalation_offers_the_next_lines(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		req.Proves(t, "TK-27")
		d := w.App.Directory
		second := must(d.AddGroup(t.Context(), system, w.Desk.ID, "Verksamhetsstöd", 2))(t)
		must(d.AddGroup(t.Context(), system, w.Desk.ID, "Infrastruktur", 3))(t)
		x := w.report(t, "anna", "Fel")
		page := w.eva.Get(hands(x.ID)).MustSee("Verksamhetsstöd", "Infrastruktur")
		if body := string(page.Body); !strings.Contains(body, "Linje 2") || !strings.Contains(body, "Linje 3") {
			t.Error("the lines are not named")
		}
		page.Form("Skicka till nästa linje").Submit("Skicka vidare").MustBe(422)
		page.Form("Skicka till nästa linje").Choose("Grupp", "Verksamhetsstöd").Submit("Skicka vidare").MustSee("är skickat till nästa linje", "Infrastruktur").MustNotSee("Linje 2")
		if now := w.Ticket(t, x.ID); now.Group != second.ID {
			t.Errorf("with group %d", now.Group)
		}
	})
}

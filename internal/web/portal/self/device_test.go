package self_test

import (
	"strings"
	"testing"
	"time"

	"lotsen/internal/channel/webhook"
	"lotsen/internal/desk/access"
	"lotsen/internal/desk/asset"
	"lotsen/internal/desk/connector"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/testkit/req"
	"lotsen/internal/testkit/site"
	"lotsen/internal/testkit/webtest"
)

func computer(t *testing.T, s *site.Site, person, tag string) asset.Asset {
	t.Helper()
	a, err := s.App.Asset.Create(t.Context(), system, asset.Draft{Org: s.Org.ID, Tag: tag, Model: "Latitude 5450", Kind: asset.Computer, Person: s.Person(t, person)})
	done(t, err)
	return a
}

func TestAn_own_computer_is_installed_anew_by_another_system(t *testing.T) {
	each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "PO-12")
		mine, theirs := computer(t, s, "anna", "PC-1001"), computer(t, s, "bo", "PC-2002")
		o := newOther(t, s)
		o.answer = func(webhook.Body) (int, webhook.Reply) { return 202, webhook.Reply{} }
		c := connect(t, s, connector.Reinstall, connector.ByWebhook, o.input)
		anna, ada := s.As(t, "anna"), s.As(t, "ada")
		order := func() *webtest.Page {
			return anna.Get("/self/reinstall").Form("Installera om datorn").Check("Jag vet att allt som bara finns på datorn försvinner").Submit("Installera om datorn")
		}
		page := anna.Get("/self/reinstall").MustSee("Spara dina filer först", "PC-1001").MustNotSee("PC-2002")
		page.Form("Installera om datorn").Submit("Installera om datorn").MustBe(422).MustSee("Kryssa i att du vet vad som försvinner.")
		anna.Post("/self/reinstall", map[string][]string{"device": {num(theirs.ID)}, "known": {"1"}}).MustBe(404)

		page = order().MustBe(200).MustSee("Väntar", "Latitude 5450")
		drain(t, s)
		page = anna.Get(page.Path).MustSee("Pågår", "Mottaget av systemet")
		if len(o.heard) != 1 || o.heard[0].Device.Tag != mine.Tag || o.heard[0].Person.Login != "anna" || o.heard[0].Type != "computer.reinstall" || o.heard[0].Password != "" {
			t.Fatalf("the other system heard %+v", o.heard)
		}
		order().MustBe(409).MustSee("Det pågår redan.")
		// Whoever does not sign is not believed, and a job has an end once.
		job, back := o.heard[0].Job, o.heard[0].AnswerTo
		if back != s.App.Connector.CallBack(&c) || !strings.HasPrefix(back, "http://localhost:8080/hook/connector/") {
			t.Errorf("answers go to %s", back)
		}
		if got := s.Pages(t).Anonymous().Post(back[strings.Index(back, "/hook"):], nil).Status; got != 401 {
			t.Errorf("an unsigned answer: %d", got)
		}
		if got := o.tell("x/hook/connector/ingen", "m0", job, "done", ""); got != 401 {
			t.Errorf("an address that is none: %d", got)
		}
		if got := o.tell(back, "m1", "ett-annat-jobb", "done", ""); got != 404 {
			t.Errorf("another job: %d", got)
		}
		if got := o.tell(back, "m2", job, "done", "Windows 11 installerades."); got != 204 {
			t.Fatalf("the answer: %d", got)
		}
		if got := o.tell(back, "m3", job, "failed", "Nej förresten."); got != 204 {
			t.Errorf("what comes after the end: %d", got)
		}
		anna.Get(page.Path).MustSee("Klart", "Datorn är ominstallerad.", "Windows 11 installerades.").MustNotSee("Nej förresten")
		if x := latest(t, s); x.State != ticket.StateResolved {
			t.Errorf("the case is %s", x.State)
		}

		// An answer that never comes: the case lies open, the dead letter is seen and tried again.
		page = order()
		drain(t, s)
		s.Clock.Advance(61 * time.Minute)
		done(t, s.App.Connector.Sweep(t.Context()))
		anna.Get(page.Path).MustSee("Det gick inte den här gången", "Svaret kom inte i tid.")
		late := latest(t, s)
		if !late.State.Active() || !late.AwaitsDesk {
			t.Errorf("the case of a job that failed: %+v", late)
		}
		failed := ada.Get("/admin/self-jobs?state=failed").MustSee("Anna Åkesson", "Svaret kom inte i tid.").Click("Ominstallation av dator").MustSee("Gick inte")
		failed = failed.Form("Försök igen").Submit("Försök igen").MustSee("Jobbet körs igen.")
		drain(t, s)
		if len(o.heard) != 3 || o.heard[2].Job != o.heard[1].Job {
			t.Errorf("tried again: %+v", o.heard)
		}
		ada.Get(failed.Path).Form("Ge upp jobbet").Submit("Ge upp jobbet").MustSee("Jobbet är avbrutet.", "Avbrutet av en administratör.")

		// A system that is away is asked again, one that refuses is not.
		o.answer = func(webhook.Body) (int, webhook.Reply) { return 503, webhook.Reply{} }
		page = order()
		drain(t, s)
		anna.Get(page.Path).MustSee("Försöker igen", "Systemet svarar inte just nu.")
		o.answer = func(webhook.Body) (int, webhook.Reply) {
			return 200, webhook.Reply{State: "failed", Note: "Datorn är inte uppkopplad."}
		}
		s.Clock.Advance(time.Minute)
		drain(t, s)
		anna.Get(page.Path).MustSee("Det andra systemet sa nej.", "Datorn är inte uppkopplad.")
		heard := len(o.heard)
		s.Clock.Advance(time.Hour)
		drain(t, s)
		if len(o.heard) != heard {
			t.Error("a refusal was asked about again")
		}
		// A connector that is paused sends nothing; what waits goes when it is taken into use again.
		o.answer = func(webhook.Body) (int, webhook.Reply) { return 200, webhook.Reply{State: "done"} }
		page = order()
		ada.Get("/admin/connectors/" + num(c.ID)).Form("Pausa").Submit("Pausa").MustSee("Pausad.")
		drain(t, s)
		anna.Get(page.Path).MustSee("Väntar")
		anna.Get("/self/reinstall").MustSee("Din organisation erbjuder inte det här här")
		ada.Get("/admin/connectors/" + num(c.ID)).Form("Ta i bruk").Submit("Ta i bruk").MustSee("I bruk.")
		drain(t, s)
		anna.Get(page.Path).MustSee("Klart")
		// Its secret is not sent elsewhere.
		moved := ada.Get("/admin/connectors/"+num(c.ID)).MustNotSee(secret).Form("Spara").Fill("Adress", "https://example.com/")
		moved.Submit("Spara").MustBe(422).MustSee("Skriv hemligheten på nytt")
	})
}

func TestA_phone_is_registered_and_its_steps_are_shown_and_counted_as_self_served(t *testing.T) {
	each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "PO-13", "PO-03")
		connect(t, s, connector.Register, connector.ByRegister)
		anna, ada := s.As(t, "anna"), s.As(t, "ada")
		anna.Get("/self").MustSee("Ta i bruk en telefon eller surfplatta")
		page := anna.Get("/self/phone")
		page.Form("Registrera och visa stegen").Fill("Modell", "Iphone 16").Submit("Registrera och visa stegen").MustBe(422).MustSee("Vad är det?")
		page = page.Form("Registrera och visa stegen").Choose("Vad är det?", "Iphone").Fill("Modell", "Iphone 16").Fill("Serienummer eller IMEI", "F2LXK0ABCD").Submit("Registrera och visa stegen")
		page.MustBe(200).MustSee("Ställ in: Iphone", "VPN och enhetshantering", "Enheten är registrerad på dig.")
		page.Click("Se registreringen").MustSee("Klart")
		own, err := s.App.Asset.Of(t.Context(), s.Actor(t, "anna"), s.Person(t, "anna"))
		done(t, err)
		if len(own) != 1 || own[0].Kind != asset.Phone || own[0].Serial != "F2LXK0ABCD" || own[0].Source != asset.Registered || own[0].Person != s.Person(t, "anna") {
			t.Errorf("the register has %+v", own)
		}
		if x := latest(t, s); x.State != ticket.StateResolved {
			t.Errorf("the case is %s", x.State)
		}
		anna.Get("/self/phone").Form("Registrera och visa stegen").Choose("Vad är det?", "Iphone").Fill("Modell", "Iphone 16").Fill("Serienummer eller IMEI", "F2LXK0ABCD").
			Submit("Registrera och visa stegen").MustBe(422)
		// The organisation's own words take the place of the product's.
		ada.Get("/admin/connectors").Click("Iphone").Form("Spara").Fill("Steg på svenska, ett på varje rad", "Gör så här.\nKlart.").Submit("Spara").MustSee("Sparat.")
		anna.Get("/self/guides/iphone").MustSee("Gör så här.").MustNotSee("VPN och enhetshantering")
		anna.Get("/self/guides/annat").MustBe(404)

		for _, title := range []string{"Skrivaren", "Skärmen", "Mötet"} {
			s.Report(t, "anna", title, "")
		}
		_, err = s.App.Access.Grant(t.Context(), system, access.GrantInput{Person: s.Person(t, "ada"), Role: "lead", Reach: authz.Organisation, Of: int64(s.Org.ID)})
		done(t, err)
		s.As(t, "ada").Get("/desk/reports/self").MustSee("Det senaste året: 25,0\u00a0% av alla ärenden.")
		anna.Get("/desk/reports/self").MustBe(403)
	})
}

func TestOwn_details_count_in_the_next_case(t *testing.T) {
	each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "PO-10")
		anna := s.As(t, "anna")
		page := anna.Get("/profile").Form("Spara").Fill("Mobil", "070-555 12 34").Choose("Så vill jag att ni hör av er", "Telefonsamtal").Submit("Spara")
		page.MustBe(200)
		x := s.Report(t, "anna", "Skrivaren", "")
		s.As(t, "eva").Get("/desk/tickets/"+x.ID.String()).MustSee("070-555 12 34", "Vill bli uppringd.")
	})
}

package alarms_test

import (
	"fmt"
	"strings"
	"testing"

	"lotsen/internal/desk/alarm"
	"lotsen/internal/desk/alarm/read"
	"lotsen/internal/kit/authz"
	"lotsen/internal/testkit/site"
)

var by = authz.System("test")

func TestA_source_is_added_and_its_secret_shown_once(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		ada := s.As(t, "ada")
		page := ada.Get("/desk/alarm-sources").MustBe(200).MustSee("Inga larmkällor ännu").Click("Alertmanager").MustBe(200)
		page = page.Form("Lägg till källa").Fill("Namn", "Prometheus").Fill("Kod", "Fel Kod").Fill("Högst så många ärenden på tio minuter", "0").Submit("Lägg till källa").MustBe(422)
		page.MustSee("Koden får ha små bokstäver", "Skriv ett tal från 1 till 500.")
		f := page.Form("Lägg till källa")
		if f.Value("Namn") != "Prometheus" || f.Value("Kod") != "Fel Kod" {
			t.Error("what was typed is lost")
		}
		page = f.Fill("Kod", "prometheus").Fill("Högst så många ärenden på tio minuter", "20").Submit("Lägg till källa").MustBe(201).MustSee("Kopiera hemligheten nu")
		list, err := s.App.Alarm.Sources(t.Context(), by, alarm.MayConfigure)
		if err != nil || len(list) != 1 || list[0].Auth != alarm.Token {
			t.Fatalf("%v %+v", err, list)
		}
		secret := s.App.Alarm.SecretOf(&list[0])
		if !strings.Contains(string(page.Body), secret) || !strings.Contains(string(page.Body), "/hook/alarms/prometheus") {
			t.Error("the secret and the address are not shown")
		}
		page = ada.Get(fmt.Sprintf("/desk/alarm-sources/%d", list[0].ID)).MustBe(200).MustSee("Hemlighet i anropet")
		if strings.Contains(string(page.Body), secret) {
			t.Error("the secret is shown again")
		}
		fresh := page.Form("Ny hemlighet").Submit("Ny hemlighet").MustBe(200)
		if strings.Contains(string(fresh.Body), secret) || len(s.App.Alarm.Tokens(&list[0])) != 1 {
			t.Error("the new secret is the old one")
		}
		src, err := s.App.Alarm.SourceOf(t.Context(), by, list[0].ID)
		if err != nil || len(s.App.Alarm.Tokens(&src)) != 2 || s.App.Alarm.Tokens(&src)[1] != secret {
			t.Errorf("%v: the old secret is not good for a while", err)
		}
		ada.Get("/admin/alarms").MustBe(200).MustSee("Prometheus", "Aldrig")
		s.As(t, "eva").Get("/desk/alarm-sources").MustBe(403)
		s.As(t, "siv").Get(fmt.Sprintf("/desk/alarm-sources/%d", list[0].ID)).MustBe(403)
	})
}

func TestA_rule_is_tried_before_it_is_saved_and_the_first_that_fits_counts(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		ada := s.As(t, "ada")
		const call = `{"summary":"Disken är full","host":"lind-srv1","severity":"critical","labels":{"site":"Lindskolan"}}`
		f := ada.Get("/desk/alarm-rules").MustBe(200).MustSee("Inga regler ännu").Click("Ny regel").MustBe(200).Form("Spara eller prova")
		page := f.Fill("Namn", "Lindskolan").Fill("Villkor", "host ^= lind\nlabel:site = Lindskolan").Fill("Rubrik", "{label:site}: {summary} på {host").Submit("Spara eller prova").MustBe(422)
		page.MustSee("klammern", "Välj kategori")
		page = page.Form("Spara eller prova").Fill("Rubrik", "{label:site}: {summary}").Choose("Kategori", "Dator").Check("Prova först, spara inte").Choose("Anropet kommer från", "Egen JSON").Fill("Klistra in ett anrop", call).
			Submit("Spara eller prova").MustBe(200).MustSee("Så skulle det bli", "Lindskolan: Disken är full", "Påverkan 1, brådska 1")
		if list, err := s.App.Alarm.Rules(t.Context(), by, s.Desk.ID); err != nil || len(list) != 0 {
			t.Fatalf("%v: trying has saved %v", err, list)
		}
		page.Form("Spara eller prova").Fill("Klistra in ett anrop", "{").Submit("Spara eller prova").MustBe(422).MustSee("Anropet går inte att förstå")
		page.Form("Spara eller prova").Uncheck("Prova först, spara inte").Submit("Spara eller prova").MustBe(200).MustSee("Sparat.", "host ^= lind")
		page = ada.Get("/desk/alarm-rules/new").MustBe(200).Form("Spara eller prova").Fill("Namn", "Tyst").Check("Bara notera, inget ärende").Submit("Spara eller prova").MustBe(200)
		list, err := s.App.Alarm.Rules(t.Context(), by, s.Desk.ID)
		if err != nil || len(list) != 2 {
			t.Fatalf("%v %+v", err, list)
		}
		page.Form("Flytta upp Tyst").Submit("Flytta upp Tyst").MustBe(200)
		src, err := s.App.Alarm.SaveSource(t.Context(), by, alarm.Source{Desk: s.Desk.ID, Code: "egen", Name: "Egen", Kind: alarm.Generic, Auth: alarm.Signed, Config: alarm.Defaults()})
		if err != nil {
			t.Fatal(err)
		}
		a, _ := read.Given(read.Alarm{State: read.Firing, Severity: 1, Summary: "Disken är full", Host: "lind-srv1", Labels: map[string]string{"site": "Lindskolan"}})
		taken, err := s.App.Alarm.Take(t.Context(), src.ID, read.Batch{Alarms: []read.Alarm{a}})
		if err != nil || taken[0].Ticket != 0 || taken[0].Quiet != alarm.QuietRule {
			t.Errorf("%v: the rule on top does not count: %+v", err, taken)
		}
		s.As(t, "eva").Get("/desk/alarm-rules").MustBe(403)
		s.As(t, "eva").Get("/desk/alarms").MustBe(200).MustSee("Bara noterat")
		two := ada.Get(fmt.Sprintf("/desk/alarm-rules/%d", list[0].ID)).MustBe(200)
		two.Form("Spara eller prova").Fill("Namn", "Skolan").Submit("Spara eller prova").MustBe(200)
		if v := two.Form("Spara eller prova").Fill("Namn", "Annat").Submit("Spara eller prova").MustBe(409).Form("Spara eller prova").Value("Namn"); v != "Annat" {
			t.Errorf("what the second typed is lost: %q", v)
		}
	})
}

func TestAnother_organisations_people_meet_none_of_it(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		src, err := s.App.Alarm.SaveSource(t.Context(), by, alarm.Source{Desk: s.Desk.ID, Code: "egen", Name: "Egen", Kind: alarm.Generic, Auth: alarm.Signed, Config: alarm.Defaults()})
		if err != nil {
			t.Fatal(err)
		}
		a, _ := read.Given(read.Alarm{State: read.Firing, Severity: 1, Summary: "Nere", Host: "srv1"})
		taken, err := s.App.Alarm.Take(t.Context(), src.ID, read.Batch{Alarms: []read.Alarm{a}})
		if err != nil {
			t.Fatal(err)
		}
		siv := s.Actor(t, "siv")
		siv.Grants = append(siv.Grants, authz.Grant{Verb: alarm.MayConfigure, Reach: authz.Organisation, Of: siv.Org})
		if list, _, err := s.App.Alarm.List(t.Context(), siv, alarm.Filter{}); err != nil || len(list) != 0 {
			t.Errorf("%v: sees %+v", err, list)
		}
		if list, err := s.App.Alarm.Sources(t.Context(), siv, alarm.MayConfigure); err != nil || len(list) != 0 {
			t.Errorf("%v: looks after %+v", err, list)
		}
		if _, err := s.App.Alarm.SourceOf(t.Context(), siv, src.ID); err == nil {
			t.Error("opens the source")
		}
		src.Name = "Min"
		if _, err := s.App.Alarm.SaveSource(t.Context(), siv, src); err == nil {
			t.Error("changes the source")
		}
		if _, err := s.App.Alarm.NewSecret(t.Context(), siv, src.ID, src.Version); err == nil {
			t.Error("gives it a new secret")
		}
		if _, err := s.App.Alarm.Rules(t.Context(), siv, s.Desk.ID); err == nil {
			t.Error("reads the rules")
		}
		if _, err := s.App.Alarm.SaveRule(t.Context(), siv, alarm.Rule{Desk: s.Desk.ID, Name: "Min"}); err == nil {
			t.Error("writes a rule")
		}
		if err := s.App.Alarm.Silence(t.Context(), siv, taken[0].Alarm, true, s.Clock.Now().Add(1e12), "tyst"); err == nil {
			t.Error("silences the alarm")
		}
		if err := s.App.Alarm.Unsilence(t.Context(), siv, taken[0].Alarm, true); err == nil {
			t.Error("ends the silence")
		}
	})
}

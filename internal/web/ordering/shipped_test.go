package ordering_test

import (
	"fmt"
	"slices"
	"testing"

	"lotsen/internal/desk/asset"
	"lotsen/internal/desk/catalogue/shipped"
	"lotsen/internal/desk/delivery"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/model"
	"lotsen/internal/desk/order"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/testkit/req"
	"lotsen/internal/testkit/webtest"
)

// shop is the world with the offers that come with the product, a model of each kind, and the groups that deliver.
type shop struct {
	*world
	groups map[string]directory.GroupID
}

func install(t *testing.T, w *world) *shop {
	t.Helper()
	ctx := t.Context()
	s := &shop{world: w, groups: map[string]directory.GroupID{}}
	for _, name := range must(shipped.Groups("storstad"))(t) {
		g := must(w.App.Directory.AddGroup(ctx, system, w.Desk.ID, name, 2))(t)
		s.groups[name] = g.ID
		must(0, w.App.Directory.SetMembers(ctx, system, g.ID, []directory.PersonID{w.Person(t, "eva")}))(t)
	}
	must(w.App.Service.AddFunctions(ctx, system, w.Org.ID))(t)
	a := must(w.App.Model.SaveAgreement(ctx, system, model.Agreement{Org: w.Org.ID, Number: "96-41", Name: "Allt", From: "2026-01-01", Everybody: true}))(t)
	for _, k := range model.Kinds() {
		id := must(w.App.Model.Add(ctx, system, w.Org.ID, model.Input{Kind: k, Maker: "Modell", Name: string(k), Life: 60, Warranty: 36, Agreement: a.ID, Network: k == model.Printer}))(t)
		prices := []model.Price{{Kind: model.Rent, Per: model.Month, Ore: 300_00}}
		switch k {
		case model.Phone:
			prices = []model.Price{{Kind: model.Purchase, Per: model.Once, Ore: 4000_00}, {Kind: model.Fee, Per: model.Month, Ore: 79_00}}
		case model.Accessory:
			prices = []model.Price{{Kind: model.Purchase, Per: model.Once, Ore: 890_00}}
		case model.AccessPoint:
			prices = append(prices, model.Price{Kind: model.Installation, Per: model.Once, Ore: 1800_00})
		}
		must(0, w.App.Model.SetPrices(ctx, system, id, 1, "2026-01-01", prices))(t)
		must(0, w.App.Model.Decide(ctx, system, id, 2, model.Decision{InRange: true, Forum: "it-forum drift", HeldOn: "2026-02-01"}))(t)
	}
	must(w.App.Catalogue.Install(ctx, system, w.Org.ID, must(shipped.Offers("storstad"))(t)))(t)
	return s
}

// pick puts an offer with a model into somebody's cart.
func pick(t *testing.T, v *webtest.Visitor, key string, kind model.Kind, fill func(*webtest.Form)) *webtest.Page {
	t.Helper()
	return into(t, v, key, func(f *webtest.Form) {
		if kind != "" {
			f.Choose("Modell", "Modell "+string(kind))
		}
		if fill != nil {
			fill(f)
		}
	}).MustBe(200).MustSee("ligger i varukorgen")
}

// checkOut places what is in the cart, lets Gun approve what needs it, and returns the lines by the offer's name.
func (s *shop) checkOut(t *testing.T, who string) (order.ID, map[string]order.Line) {
	t.Helper()
	s.As(t, who).Get("/cart/checkout").MustBe(200).Form("Beställ").Submit("Beställ").MustBe(200).MustSee("Tack!")
	id := s.newest(t)
	if slices.ContainsFunc(s.lines(t, id), func(l order.Line) bool { return l.State == order.Approval }) {
		s.decide(t, "gun", id, true)
	}
	s.drain(t)
	out := map[string]order.Line{}
	for _, l := range s.lines(t, id) {
		out[l.Sv] = l
	}
	return id, out
}

// deliver reports every task delivered, on the pages of their cases, and accepts what was delivered.
func (s *shop) deliver(t *testing.T, who string, id order.ID) []delivery.Charge {
	t.Helper()
	of := map[ticket.ID]int{}
	for _, x := range s.tasks(t, id) {
		of[x.Ticket]++
	}
	for c, n := range of {
		f := s.As(t, "eva").Get("/desk/tickets/" + c.String() + "/deliveries").MustBe(200).Form("Spara")
		if n > 1 {
			f.Check(fmt.Sprintf("Alla som är kvar (%d)", n))
		}
		f.Submit("Spara").MustBe(200)
	}
	var ids []delivery.ID
	for _, x := range s.tasks(t, id) {
		ids = append(ids, x.ID)
	}
	must(0, s.App.Delivery.Accept(t.Context(), s.Actor(t, who), ids))(t)
	return must(delivery.Charges(t.Context(), s.App.DB, id))(t)
}

func (s *shop) tasks(t *testing.T, id order.ID) []delivery.Task {
	t.Helper()
	var of []order.LineID
	for _, l := range s.lines(t, id) {
		of = append(of, l.ID)
	}
	return must(s.App.Delivery.OfLines(t.Context(), system, id, of))(t)
}

// charged is what an offer costs: kind and how often.
func charged(list []delivery.Charge, name string) []string {
	var out []string
	for _, c := range list {
		if c.Sv == name {
			out = append(out, c.Kind+" "+c.Per)
		}
	}
	slices.Sort(out)
	return out
}

func TestDevices_are_charged_as_agreed_and_renewed_where_they_are(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		req.Proves(t, "CA-25", "CA-26", "CA-30", "CA-31", "CA-32", "CA-33", "CA-34", "CA-35")
		s := install(t, w)
		per := w.As(t, "per")
		// Only education sees what is for education alone.
		per.Get("/catalogue/lararedator").MustBe(404)
		must(0, w.App.Catalogue.SetEducation(t.Context(), system, w.Org.ID, []directory.UnitID{w.unit.ID}))(t)
		pick(t, per, "lararedator", model.Laptop, nil)
		pick(t, per, "datorarbetsplats", model.Laptop, nil)
		pick(t, per, "mobiltelefon", model.Phone, func(f *webtest.Form) { f.Choose("Telefonnummer", "Nytt nummer") })
		pick(t, per, "surfplatta", model.Tablet, nil)
		pick(t, per, "accesspunkt", model.AccessPoint, func(f *webtest.Form) {
			f.Fill("Våning och rum", "2 tr, sal 214").Choose("Finns nätverksuttag där?", "Ja")
		})
		pick(t, per, "tillbehor", model.Accessory, nil)
		pick(t, per, "skrivare", model.Printer, nil)
		if cart := per.Get("/cart").MustBe(200).MustSee("Rekommenderas till det här"); !slices.Contains(cart.Hrefs(), "/catalogue/follow-me-print") {
			t.Errorf("a network printer suggests nothing: %v", cart.Hrefs())
		}
		per.Get("/catalogue/overvakningskamera").MustBe(200).MustSee("lagras hos it", "Debiteras enligt prislistan", "30 dagar, 1 TB")
		pick(t, per, "overvakningskamera", model.Camera, func(f *webtest.Form) {
			f.Fill("Vad ska kameran se?", "Cykelstället").Choose("Lagring", "30 dagar, 1 TB").Fill("Vem får titta på inspelningarna?", "Rektorn").Fill("Ärendenummer för tillstånd eller bedömning", "2026-12")
		})
		id, lines := s.checkOut(t, "per")
		if got := lines["Övervakningskamera"]; got.Answers["storage"] != "30 dagar, 1 TB" || got.Answers["viewers"] != "Rektorn" {
			t.Errorf("the camera's conditions: %v", got.Answers)
		}
		if got := must(delivery.Charges(t.Context(), w.App.DB, id))(t); len(got) != 0 {
			t.Errorf("charged before delivery: %v", got)
		}
		all := s.deliver(t, "per", id)
		for name, want := range map[string][]string{
			"Datorarbetsplats": {"rent month"}, "Hanterad datorarbetsplats utan support (lärardator)": {"rent month"},
			"Mobiltelefon": {"fee month", "purchase once"}, "Surfplatta": {"rent month"}, "Skrivare": {"rent month"},
			"Accesspunkt – trådlöst nätverk": {"installation once", "rent month"}, "Tillbehör": {"purchase once"}, "Övervakningskamera": {"rent month"},
		} {
			if got := charged(all, name); !slices.Equal(got, want) {
				t.Errorf("%s is charged %v, want %v", name, got, want)
			}
		}
		for _, c := range all {
			if c.Reference != int64(w.refA.ID) || c.Centre != int64(w.refA.CostCentre) {
				t.Errorf("%s is paid by %d, %d", c.Sv, c.Reference, c.Centre)
			}
		}
		renew := map[string]string{}
		for _, a := range must(w.App.Asset.Of(t.Context(), w.Actor(t, "per"), w.Person(t, "per")))(t) {
			if a.Source == asset.Ordered {
				renew[lineName(lines, a.SourceID)] = a.Renew
			}
		}
		if want := w.Clock.Now().AddDate(0, 48, 0).Format("2006-01-02"); renew["Datorarbetsplats"] != want {
			t.Errorf("the workstation is renewed on %q, want %s; all: %v", renew["Datorarbetsplats"], want, renew)
		}
		if got, there := renew["Hanterad datorarbetsplats utan support (lärardator)"]; !there || got != "" {
			t.Errorf("the teacher's computer is renewed by itself on %q (%v)", got, there)
		}
	})
}

func lineName(lines map[string]order.Line, id int64) string {
	for name, l := range lines {
		if int64(l.ID) == id {
			return name
		}
	}
	return ""
}

func TestWork_is_charged_by_the_hour(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		req.Proves(t, "CA-29", "CA-40")
		s := install(t, w)
		per := w.As(t, "per")
		per.Get("/catalogue/flytt-av-datorutrustning").MustBe(200).MustSee("flyttar i första hand sin datorutrustning själv", "debiteras verksamheten per timme", "690 kr")
		pick(t, per, "flytt-av-datorutrustning", "", func(f *webtest.Form) {
			f.Fill("Från vilken plats?", "Sal 1").Fill("Till vilken plats?", "Sal 2").Fill("Hur många arbetsplatser?", "4").Fill("Önskad dag", "2026-03-10")
		})
		pick(t, per, "utokad-mobilsupport", "", func(f *webtest.Form) { f.Fill("Vad behöver du hjälp med?", "Kalendern i mobilen") })
		id, _ := s.checkOut(t, "per")
		for _, x := range s.tasks(t, id) {
			must(w.App.Ticket.LogTime(t.Context(), w.Actor(t, "eva"), x.Ticket, ticket.TimeEntry{Minutes: 60, Charged: true, Note: x.Sv}))(t)
		}
		all := s.deliver(t, "per", id)
		for _, c := range all {
			if c.Kind != "hour" || c.Reference != int64(w.refA.ID) || c.Minutes == 0 {
				t.Errorf("charged %+v", c)
			}
		}
		if len(all) == 0 {
			t.Error("logged time costs nothing")
		}
	})
}

func TestRequests_go_to_the_right_group_as_the_right_kind_of_case(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		req.Proves(t, "CA-38", "CA-39", "CA-41", "CA-42", "CA-43", "CA-44", "CA-45", "CA-46", "CA-47")
		s := install(t, w)
		anna := w.As(t, "anna")
		day := "2026-03-20"
		type wish struct {
			key, name, group string
			kind             ticket.Kind
			fill             func(f *webtest.Form)
		}
		wishes := []wish{
			{"programvara-utanfor-standard", "Program som saknas i Software Center", "Arbetsplats", ticket.Request, func(f *webtest.Form) {
				f.Fill("Vilket program?", "Audacity").Fill("Vad ska du använda det till i arbetet?", "Ljud i undervisningen").Fill("På vilken dator?", "PC-1")
			}},
			{"programpaketering", "Program till flera datorer (paketering)", "Programpaketering", ticket.Request, func(f *webtest.Form) {
				f.Fill("Vilket program?", "GeoGebra").Fill("Hur många datorer?", "6").Fill("Vad ska det användas till?", "Matematik").Choose("Finns licenser?", "Behövs inte")
			}},
			{"aterstallning", "Återställ borttagen eller skadad information", "Nätverk och server", ticket.Request, func(f *webtest.Form) {
				f.Choose("Var låg informationen?", "Gemensam mapp (G)").Fill("Sökväg och filnamn", `G:\Schema\vt.xlsx`).Fill("Från vilken dag ska den återställas?", "2026-02-27")
			}},
			{"utskriftsko", "Utskriftskö: ny, ändrad eller borttagen", "Arbetsplats", ticket.Request, func(f *webtest.Form) {
				f.Choose("Vad ska göras?", "Ny kö").Fill("Köns namn eller skrivarens nummer", "LS-214")
			}},
			{"flytt-av-anknytning", "Flytta en anknytning", "Nätdrift AB", ticket.Request, func(f *webtest.Form) {
				f.Fill("Anknytning", "10 17").Fill("Vart eller till vem?", "Rum 12").Fill("Från och med", day)
			}},
			{"konferenssamtal", "Boka konferenssamtal", "Nätdrift AB", ticket.Request, func(f *webtest.Form) {
				f.Fill("Dag", day).Fill("Tid, från och till", "13–14").Fill("Hur många deltar?", "8")
			}},
			{"hanvisning", "Hänvisning och öppettider i växeln", "Nätdrift AB", ticket.Request, func(f *webtest.Form) {
				f.Fill("Anknytning eller svarsgrupp", "10 17").Fill("Vad ska växeln säga, och vart ska samtal kopplas?", "Sportlov")
			}},
			{"konferensrum", "Teknisk hjälp i konferensrum", "Arbetsplats", ticket.Request, func(f *webtest.Form) {
				f.Fill("Vilken dag?", day).Fill("Tid, från och till", "9–11").Fill("Vilket rum?", "Aulan").Choose("Vad behöver du hjälp med?", "Allt ovan")
			}},
			{"utbildning", "Utbildning eller instruktion i program", "Servicedesk", ticket.Request, func(f *webtest.Form) {
				f.Fill("Vilket program?", "Excel").Fill("Hur många deltar?", "12").Fill("Önskad dag", day).Choose("Var?", "På distans")
			}},
			{"it-i-projektmote", "It i fastighetsägarens projektmöte", "Nätverk och server", ticket.Request, func(f *webtest.Form) {
				f.Fill("Vilket projekt och vilken byggnad?", "Nya matsalen").Fill("Mötets dag", day).Fill("Tid och plats", "10, bygget").Fill("Vilka frågor gäller det?", "Nät och ström")
			}},
			{"it-i-upphandling", "It i verksamhetens upphandling", "Servicedesk", ticket.Request, func(f *webtest.Form) {
				f.Fill("Vad ska upphandlas?", "Passersystem").Fill("När behövs it först?", day).Fill("Vad behöver ni hjälp med?", "Krav").Fill("Vem håller i upphandlingen?", "Inköp")
			}},
			{"nytt-system", "Nytt system eller ny lösning", "It-forum utveckling", ticket.Improvement, func(f *webtest.Form) {
				f.Fill("Vad vill ni införa?", "Bokningssystem").Fill("Vilket behov löser det?", "Boka salar").Fill("Vilken nytta ger det?", "Färre dubbelbokningar").Fill("Hur många ska använda det?", "40").
					Choose("Behandlas personuppgifter?", "Ja")
			}},
			{"komplettering", "Komplettering i en befintlig lösning", "It-strateg", ticket.Improvement, func(f *webtest.Form) {
				f.Fill("Vilken lösning gäller det?", "Schemat").Fill("Vad ska kompletteras?", "En vy till").Fill("Vilken nytta ger det?", "Överblick")
			}},
		}
		for _, x := range wishes {
			pick(t, anna, x.key, "", x.fill)
		}
		id, lines := s.checkOut(t, "anna")
		if len(lines) != len(wishes) {
			t.Fatalf("%d lines of %d", len(lines), len(wishes))
		}
		cases := map[order.LineID]ticket.ID{}
		for _, x := range s.tasks(t, id) {
			cases[x.Line] = x.Ticket
		}
		for _, x := range wishes {
			l := lines[x.name]
			c := s.Ticket(t, cases[l.ID])
			if c.Group != s.groups[x.group] || c.Kind != x.kind {
				t.Errorf("%s became a %s in group %d, not a %s in %s (%d)", x.key, c.Kind, c.Group, x.kind, x.group, s.groups[x.group])
			}
		}
		if got := lines["Teknisk hjälp i konferensrum"].Answers; got["date"] != day || got["room"] != "Aulan" {
			t.Errorf("the room: %v", got)
		}
		if got := lines["Återställ borttagen eller skadad information"]; got.Answers["path"] != `G:\Schema\vt.xlsx` || s.class(t, got.Service) != "not_working" {
			t.Errorf("restoring: %v, class %q", got.Answers, s.class(t, got.Service))
		}
		w.As(t, "eva").Get("/desk/tickets/"+cases[lines["Teknisk hjälp i konferensrum"].ID].String()).MustBe(200).MustSee("Aulan", day)

		// Five installations are the operation's own.
		pick(t, anna, "programpaketering", "", func(f *webtest.Form) {
			f.Fill("Vilket program?", "GeoGebra").Fill("Hur många datorer?", "5").Fill("Vad ska det användas till?", "Matematik").Choose("Finns licenser?", "Behövs inte")
		})
		if _, lines = s.checkOut(t, "anna"); lines["Program till flera datorer (paketering)"].Group != s.groups["Lokal it på skolorna"] {
			t.Errorf("five go to group %d", lines["Program till flera datorer (paketering)"].Group)
		}
	})
}

func (s *shop) class(t *testing.T, id ticket.ServiceID) string {
	t.Helper()
	for _, x := range must(s.App.Service.Offered(t.Context(), s.Org.ID))(t) {
		if int64(x.ID) == int64(id) {
			return string(x.Class)
		}
	}
	return ""
}

func TestAccounts_and_addresses_are_asked_for_by_those_who_may(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		req.Proves(t, "CA-36", "CA-37")
		s := install(t, w)
		w.As(t, "anna").Get("/catalogue/konto-ej-anstalld").MustBe(200).MustNotSee("Lägg i varukorgen")
		w.grant(t, "rita", "manager", authz.Unit, int64(w.unit.ID))
		rita := w.As(t, "rita")
		account := func(end string) *webtest.Page {
			return into(t, rita, "konto-ej-anstalld", func(f *webtest.Form) {
				f.Fill("Förnamn", "Kim").Fill("Efternamn", "Ek").Fill("E-postadress", "kim@konsult.example").Fill("Vad ska kontot användas till?", "Städar data").Fill("Slutdatum", end)
			})
		}
		account("").MustBe(422)
		account("2026-06-30").MustBe(200)
		id, lines := s.checkOut(t, "rita")
		if got := lines["Användarkonto för ej anställd"]; got.Answers["end"] != "2026-06-30" || got.Group != s.groups["Servicedesk"] {
			t.Errorf("the account: %+v", got)
		}
		if len(s.tasks(t, id)) != 1 {
			t.Error("nobody has the task of the account")
		}
		pick(t, w.As(t, "per"), "funktionsadress", "", func(f *webtest.Form) {
			f.Fill("Vilken funktion?", "Felanmälan lokaler").Fill("Ansvarig person", "Per Holm")
		})
		id, lines = s.checkOut(t, "per")
		if got := lines["Funktionsadress"]; got.Answers["function"] != "Felanmälan lokaler" || got.Answers["unit"] == "" || got.Answers["responsible"] == "" || len(s.tasks(t, id)) != 1 {
			t.Errorf("the address: %+v", got)
		}
	})
}

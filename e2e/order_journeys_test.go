package e2e_test

import (
	"regexp"
	"testing"

	"lotsen/internal/app"
)

var orderNumber = regexp.MustCompile(`B-\d+`)

// TestJourneys_of_ordering are what people of the demo world do from their first click to their last, in a browser with
// scripts and in one without. Each begins where the person begins: at the login.
func TestJourneys_of_ordering(t *testing.T) {
	onStages(t, func(t *testing.T, s stage) {
		for _, j := range []struct {
			name string
			walk func(t *testing.T, a *app.App, as func(name string) *walker)
		}{
			{"a school secretary's first order", firstOrder},
			{"a package over three suppliers with one part rejected", packageInPart},
			{"a faulty delivery", faultyDelivery},
			{"a pupil who may see little", pupilSeesLittle},
			{"an employee who may look and not order", lookOnly},
			{"an order that the desk takes by telephone", viaSupport},
			{"an operations manager who makes somebody an orderer", newOrderer},
			{"a class that gets computers", wholeClass},
			{"a computer that its user installs anew", reinstall},
			{"help to specify before anything binds", helpSpecify},
		} {
			t.Run(j.name, func(t *testing.T) {
				j.walk(t, s.App, func(name string) *walker { t.Helper(); return s.as(t, name) })
			})
		}
	})
}

// number is the order that the page is about.
func (w *walker) number() string {
	w.t.Helper()
	n := orderNumber.FindString(w.Text("main"))
	if n == "" {
		w.t.Fatalf("%s names no order: %s", w.URL(), clip(w.Text("main")))
	}
	return n
}

// put looks an offer up by the start page's search, fills in what is asked and puts it in the cart.
func (w *walker) put(offer string, fill func(w *walker)) *walker {
	w.t.Helper()
	w.at("/").fill("Sök efter hjälp", offer).press("Sök")
	w.follow(offer)
	if fill != nil {
		fill(w)
	}
	return w.press("Lägg i varukorgen").sees("ligger i varukorgen")
}

// order checks out what is in the cart and returns the number.
func (w *walker) order() string {
	w.t.Helper()
	w.at("/cart").press("Till beställning")
	return w.press("Beställ").sees("Tack! Beställningen har nummer").number()
}

func firstOrder(t *testing.T, _ *app.App, as func(string) *walker) {
	per := as("Per Holm")
	per.put("Tillbehör", func(w *walker) { w.tickFirst("Modell") })
	n := per.order()
	per.at("/orders").sees(n)
}

// packageInPart: one order to three suppliers. The part that needs no yes goes at once, one gets it and one does not.
func packageInPart(t *testing.T, _ *app.App, as func(string) *walker) {
	bengt := as("Bengt Alm")
	bengt.at("/admin/packages/new").fill("Namn på svenska", "Nytt klassrum").fill("Adress", "nytt-klassrum").choose("Läge", "Visas")
	for i, offer := range []string{"Skärm och ljud i klassrum", "Nätverksuttag", "Behörighet i Skolplattformen"} {
		bengt.chooseIn(`[name="item.`+string(rune('0'+i))+`"]`, offer)
	}
	bengt.press("Spara paketet").sees("Paketet är sparat")
	per := as("Per Holm")
	per.at("/catalogue").follow("Nytt klassrum").sees("Det här ingår")
	per.answerRest("2027-01-11", "B 214").tick("Lärare").press("Lägg i varukorgen").sees("ligger i varukorgen")
	n := per.order()
	per.sees("Nätverksuttag", "Skärm och ljud i klassrum", "Behörighet i Skolplattformen")
	annika := as("Annika Ström")
	annika.at("/approvals").follow(n)
	annika.untick("Behörighet i Skolplattformen").press("Godkänn").sees("Du har godkänt")
	annika.at("/approvals").follow(n).fill("Varför avslår du?", "Den finns redan.").press("Avslå").sees("avslagit")
	per.at("/orders/"+n).sees("Avslagen", "Den finns redan.", "Beställd")
}

// faultyDelivery: what came is wrong, is reported, comes again and is accepted.
func faultyDelivery(t *testing.T, a *app.App, as func(string) *walker) {
	per := as("Per Holm")
	per.put("Tillbehör", func(w *walker) { w.tickFirst("Modell") })
	n := per.order()
	drain(t, a)
	eva := as("Eva Lind")
	deliver := func() {
		t.Helper()
		eva.at("/desk/deliveries").followIn(n)
		eva.tickFirst("Vilka").choose("Vad har hänt?", "Levererat").press("Spara").sees("Levererat")
	}
	deliver()
	per.at("/receive").sees(n).in("Anmäl fel "+n).fill("Vad är fel?", "Sladden är av.").press("Anmäl fel").sees("Felet är anmält som L-")
	per.at("/orders/" + n).sees("Fel i leveransen")
	deliver()
	per.at("/receive").in("Godkänn leveransen " + n).press("Godkänn leveransen").sees("Leveransen är godkänd")
	per.at("/orders/" + n).sees("Levererad och godkänd")
}

// pupilSeesLittle: what is not theirs is neither offered nor answered.
func pupilSeesLittle(_ *testing.T, _ *app.App, as func(string) *walker) {
	pupil := as("Elliot Berg")
	pupil.at("/").sees("Anmäl ett fel").misses("Mina beställningar", "Att godkänna")
	for _, path := range []string{"/catalogue", "/cart", "/approvals", "/who", "/prices"} {
		pupil.at(path).sees("Du har inte behörighet")
	}
	pupil.at("/search?q=datorarbetsplats").misses("Går att beställa")
}

// lookOnly: an employee sees what there is and who may order it, and has no button.
func lookOnly(_ *testing.T, _ *app.App, as func(string) *walker) {
	anna := as("Anna Åkesson")
	anna.at("/catalogue").follow("Datorarbetsplats").sees("Du kan se men inte beställa det här", "Vem får beställa och godkänna det här").misses("Lägg i varukorgen")
	anna.at("/who").sees("Får beställa", "Per Holm", "Får godkänna", "Maria Lindqvist")
}

// viaSupport: the desk orders for whoever calls, by the caller's rights.
func viaSupport(t *testing.T, _ *app.App, as func(string) *walker) {
	eva := as("Eva Lind")
	eva.at("/desk/order").fill("Namn, användarnamn eller telefon", "Per Holm").press("Sök").follow("Per Holm").sees("Beställ åt Per Holm")
	eva.follow("Tillbehör").sees("Du beställer åt Per Holm")
	eva.choose("Modell", "Targus").press("Lägg i varukorgen")
	eva.press("Till beställning").press("Beställ").sees("Tack!")
	n := eva.number()
	as("Per Holm").at("/orders/"+n).sees("Registrerad av", "Eva Lind")
}

// newOrderer: whoever leads the operation decides who orders on its references.
func newOrderer(_ *testing.T, _ *app.App, as func(string) *walker) {
	vera := as("Vera Lund")
	vera.at("/references").sees("Almskolan").follow("7001010")
	vera.fill("Vem", "demo.anna").choose("Roll", "Behörig beställare").press("Ge rollen").sees("Behörig beställare")
	anna := as("Anna Åkesson")
	anna.put("Tillbehör", func(w *walker) { w.tickFirst("Modell") })
	anna.order()
}

// wholeClass: one line for each pupil, ordered and decided in one go.
func wholeClass(_ *testing.T, _ *app.App, as func(string) *walker) {
	per := as("Per Holm")
	per.put("Elevdator", func(w *walker) { w.tickFirst("Modell") })
	per.at("/cart").follow("Beställ till fler").choose("Alla på en enhet", "Almskolan").press("Lägg till").sees("personer är med")
	per.order()
	per.sees("Väntar på godkännande")
}

// reinstall: it runs at once, and a case tells of it.
func reinstall(t *testing.T, a *app.App, as func(string) *walker) {
	per := as("Per Holm")
	per.at("/my").follow("Stationär dator").follow("Installera om datorn").sees("Spara dina filer först")
	per.tick("Jag").press("Installera om datorn").sees("Ominstallationen har beställts")
	drain(t, a)
	per.at("/tickets?state=any").sees("Installera om")
}

// helpSpecify: nothing binds until whoever ordered has said yes to what the desk wrote.
func helpSpecify(t *testing.T, a *app.App, as func(string) *walker) {
	per := as("Per Holm")
	per.at("/catalogue").follow("Tillbehör").follow("Hjälp mig att välja rätt först").fill("Vad behöver du?", "Något att ha på öronen i ett högljutt rum.").
		press("Lägg i varukorgen")
	n := per.order()
	per.sees("Supporten hjälper dig att specificera")
	drain(t, a)
	eva := as("Eva Lind")
	eva.at("/orders/"+n).follow("Tillbehör").follow("Specificera").choose("Modell", "Jabra").press("Skicka förslaget").sees("Förslaget är skickat")
	per.at("/orders/" + n).follow("Läs förslaget").sees("Supportens förslag").press("Ja, beställ det här").sees("Nu är det beställt")
}

// drain runs what waits to be done: mails, tasks of deliveries, what other systems are told.
func drain(t *testing.T, a *app.App) {
	t.Helper()
	if err := a.Jobs.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
}

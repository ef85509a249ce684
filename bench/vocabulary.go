package main

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"unicode"
	"unicode/utf8"

	"lotsen/internal/desk/ticket"
)

// topic is what tickets of a branch of the tree are about.
type topic struct {
	name     string
	branches []string
	things   []string // In the definite form, as people write: "datorn".
	faults   []string // What is wrong with it.
	cures    []string // How it was solved.
}

var topics = []topic{
	{
		"Inloggning och konto",
		[]string{"Lösenord", "Konto", "E-legitimation", "Engångskod"},
		[]string{"inloggningen", "kontot", "lösenordet", "e-legitimationen", "engångskoden", "användarnamnet"},
		[]string{"är låst", "har gått ut", "fungerar inte", "känns inte igen", "godtas inte", "säger att behörighet saknas"},
		[]string{"Vi har låst upp kontot och du har fått ett tillfälligt lösenord.", "Lösenordet är återställt, välj ett nytt vid nästa inloggning.", "Kontot var avslutat i personalregistret och är nu öppnat igen."},
	},
	{
		"Dator",
		[]string{"Bärbar dator", "Stationär dator", "Skärm och docka", "Tangentbord och mus", "Ny dator"},
		[]string{"datorn", "skärmen", "dockningsstationen", "tangentbordet", "musen", "laddaren", "batteriet", "hörlurarna"},
		[]string{"startar inte", "är mycket långsam", "är svart", "blinkar", "låter konstigt", "laddar inte", "hänger sig", "har gått sönder"},
		[]string{"Datorn har fått ett nytt batteri.", "Vi har installerat om datorn, dina filer ligger kvar i molnet.", "En kabel satt löst i dockan och nu fungerar det.", "Skärmen är utbytt mot en ny."},
	},
	{
		"Skrivare och utskrift",
		[]string{"Skrivare", "Papper och toner", "Utskriftskö", "Skanning"},
		[]string{"skrivaren", "utskriften", "tonern", "skannern", "utskriftskön", "kopiatorn"},
		[]string{"skriver inte ut", "har papperstrassel", "är slut", "visar fel", "hittas inte", "skriver ut blanka sidor"},
		[]string{"Utskriftskön är tömd och skrivaren omstartad.", "Leverantören har bytt toner och rengjort valsen.", "Skrivaren är tillagd på nytt på din dator."},
	},
	{
		"Nätverk",
		[]string{"Trådlöst nätverk", "Fast nätverk", "Fjärranslutning", "Internet"},
		[]string{"nätverket", "det trådlösa nätet", "fjärranslutningen", "internet", "accesspunkten", "kabeln"},
		[]string{"ligger nere", "är ostadigt", "bryts hela tiden", "är långsamt", "kommer inte igång", "hittas inte"},
		[]string{"Accesspunkten är utbytt och täckningen uppmätt.", "En switch startades om, nätet är stabilt igen.", "Certifikatet är förnyat och anslutningen fungerar."},
	},
	{
		"E-post och kalender",
		[]string{"E-post", "Kalender", "Delad brevlåda", "Skräppost"},
		[]string{"e-posten", "kalendern", "brevlådan", "inkorgen", "mötesbokningen", "autosvaret"},
		[]string{"är full", "synkar inte", "visar gamla möten", "skickar inte", "tar inte emot", "har försvunnit"},
		[]string{"Brevlådan har fått större utrymme.", "Profilen i e-postprogrammet är omgjord och allt synkar.", "Du har fått rätt till den delade brevlådan."},
	},
	{
		"Verksamhetssystem",
		[]string{"Elevregister", "Journalsystem", "Ekonomisystem", "Schema", "Lärplattform", "Ärendehantering"},
		[]string{"elevregistret", "journalen", "ekonomisystemet", "schemat", "lärplattformen", "frånvaroanmälan", "fakturan", "rapporten"},
		[]string{"visar fel uppgifter", "går inte att öppna", "saknar min grupp", "räknar fel", "kraschar", "svarar inte", "har slutat spara"},
		[]string{"Leverantören har rättat felet i nattens uppdatering.", "Din behörighet är utökad till rätt enhet.", "Integrationen kördes om och uppgifterna stämmer nu."},
	},
	{
		"Telefoni",
		[]string{"Mobiltelefon", "Växel", "Abonnemang", "Svarsgrupp"},
		[]string{"telefonen", "växeln", "abonnemanget", "svarsgruppen", "röstbrevlådan", "simkortet"},
		[]string{"ringer inte", "kopplar fel", "har ingen täckning", "är spärrad", "saknar ljud", "går direkt till svararen"},
		[]string{"Abonnemanget är öppnat och ett nytt simkort skickat.", "Svarsgruppen har fått rätt öppettider.", "Telefonen är återställd och inlagd på nytt."},
	},
	{
		"Behörighet och beställning",
		[]string{"Behörighet", "Ny medarbetare", "Program", "Utrustning"},
		[]string{"behörigheten", "mappen", "programmet", "licensen", "beställningen", "utrustningen"},
		[]string{"saknas", "har inte kommit", "behövs till måndag", "har försvunnit", "gäller fel enhet", "måste förlängas"},
		[]string{"Behörigheten är upplagd efter godkännande av chefen.", "Beställningen är levererad till din enhet.", "Licensen är tilldelad och programmet går att installera."},
	},
}

var (
	openings = []string{"Hej!", "Hej,", "Hejsan,", "God morgon,", "Hej igen,", "Hjälp!", "", ""}
	wheres   = []string{"i personalrummet", "i sal", "på kontoret", "hemifrån", "i receptionen", "på plan två", "i biblioteket", "på avdelningen", "i klassrummet", "ute hos brukaren", "i matsalen", "på expeditionen"}
	whens    = []string{"sedan i morse", "sedan i går", "efter uppdateringen", "sedan i måndags", "efter lunch", "varje gång jag försöker", "ungefär en gång i timmen", "efter semestern", "sedan flytten", "i en vecka nu"}
	tried    = []string{"Jag har startat om två gånger.", "Kollegan bredvid har samma problem.", "Det fungerar på min kollegas dator.", "Jag har provat en annan kabel.", "Jag har läst guiden men kommer inte vidare.", "Vaktmästaren har tittat på det.", "Jag har inte ändrat någonting."}
	urges    = []string{"Det är bråttom eftersom nationella proven börjar.", "Vi behöver det till mötet i eftermiddag.", "Det är inte bråttom.", "Eleverna kan inte arbeta.", "Vi kan inte skriva journal så länge det är så.", "Lönerna ska iväg i dag.", "Tacksam för snabbt svar."}
	closings = []string{"Tack på förhand", "Vänliga hälsningar", "Mvh", "Hälsningar", "Med vänlig hälsning", "Tack!"}
	replies  = []string{"Vi tittar på det och återkommer under dagen.", "Kan du skicka en bild på felmeddelandet?", "Vilken dator gäller det, och vad står det på etiketten?", "Prova att logga ut och in igen, hör av dig om det inte hjälper.", "Vi har skickat frågan vidare till leverantören."}
	answers  = []string{"Nu har jag provat och det är fortfarande likadant.", "Det står bara att något gick fel.", "Etiketten är bortnött men det är den svarta datorn vid fönstret.", "Tack, jag väntar på besked.", "Det fungerade en stund men nu är felet tillbaka."}
	notes    = []string{"Ringde användaren, inget svar. Försöker igen i morgon.", "Samma fel som på grannskolan förra veckan, se loggen.", "Leverantören har fått ärendet, väntar på deras tekniker.", "Kontrollerat i registret: anställningen är förlängd.", "Fjärrstyrde datorn och bytte drivrutin."}
	holds    = []string{"Väntar på svar från användaren", "Väntar på leverantören", "Väntar på reservdel", "Besök bokat med enheten"}

	// Halves of compound words: what makes a Swedish vocabulary long.
	wordHeads = []string{"elev", "skol", "personal", "lärar", "barn", "fritids", "omsorgs", "hemtjänst", "vårdnads", "ekonomi", "faktura", "löne", "schema", "betygs", "frånvaro", "närvaro", "biblioteks", "lokal", "fastighets", "köks", "matsals", "vaktmästar", "rektors", "kansli", "diarie", "arkiv", "nämnd", "social", "äldre", "funktions", "kultur", "idrotts", "park", "trafik", "miljö", "bygglovs", "plan", "mät", "kart", "vatten", "avfalls", "energi", "data", "nät", "server", "program", "licens", "konto", "mejl", "kalender", "telefon", "växel", "skärm", "tangent", "skrivar", "kamera", "projektor", "ljud", "larm", "pass", "kort", "nyckel", "dörr", "rum", "sal", "hus", "gårds", "buss", "cykel", "resurs"}
	wordTails = []string{"registret", "systemet", "listan", "mappen", "filen", "rapporten", "portalen", "appen", "tjänsten", "gruppen", "enheten", "kontot", "kortet", "läsaren", "datorn", "plattan", "skåpet", "panelen", "kön", "länken", "sidan", "formuläret", "blanketten", "mallen", "underlaget", "schemat", "bokningen", "beställningen", "anmälan", "ansökan", "kopplingen", "servern", "databasen", "lagringen", "utskriften", "avläsningen", "inloggningen", "behörigheten", "licensen", "uppdateringen", "kalendern", "brevlådan", "katalogen", "modulen", "vyn", "knappen", "menyn", "rutan", "tabellen", "kurvan", "kartan", "kameran", "sensorn", "givaren", "displayen", "dockan", "kabeln", "adaptern", "laddaren", "väskan", "planen", "rutinen", "handboken", "kursen", "provet", "betyget", "intyget", "avtalet", "fakturan", "kvittot"}
	// rareWords stand in few tickets each, whatever is stored: somebody looks for that one case.
	rareWords = []string{"havsörnsprojektet", "klockstapelvinden", "tjärdalskameran", "lyktstolpsdatorn", "stenmursarkivet", "björkvedslagret", "sillburkslarmet", "vinterbonadsmallen", "kyrkvägsskylten", "mjölkpallslistan", "rågbrödsfabriken", "skvaltkvarnsbilden", "gärdsgårdskartan", "hässjevirkeslagret", "linberedningskursen", "kolmileregistret"}

	groupNames = []string{"Servicedesk", "Servicedesk kväll", "Kundmottagning", "Arbetsplats norr", "Arbetsplats söder", "Arbetsplats centrum", "Nätverk", "Server och lagring", "Skrivare", "Telefoni", "E-post och samarbete", "Identitet och behörighet", "Skolsystem", "Vårdsystem", "Ekonomisystem", "Integration", "Säkerhet", "Beställning", "Leverantörsstöd", "Systemförvaltning"}

	templates = []ticket.Template{
		{Name: "Mer information", Lang: "sv", Text: "Hej {name}!\n\nFör att kunna hjälpa dig behöver vi veta lite mer.\n\nHälsningar\n{agent}"},
		{Name: "Prova att starta om", Lang: "sv", Text: "Hej {name}!\n\nProva att starta om datorn och hör av dig i ärende {number}.\n\nHälsningar\n{agent}"},
	}
)

// pick returns one of a list.
func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

// compound is a word that some use often and most never: the first heads and tails come most.
func compound(r *rand.Rand) string {
	skewed := func(n int) int { f := r.Float64(); return int(f * f * float64(n)) }
	return wordHeads[skewed(len(wordHeads))] + wordTails[skewed(len(wordTails))]
}

// device is what stands on a computer's label.
func device(r *rand.Rand) string { return fmt.Sprintf("PC-%06d", r.IntN(60_000)) }

// titleOf is what people call their case.
func titleOf(r *rand.Rand, t *topic) string {
	s := pick(r, t.things) + " " + pick(r, t.faults)
	switch r.IntN(4) {
	case 0:
		s += " " + pick(r, wheres)
	case 1:
		s = compound(r) + ": " + s
	}
	return upper(s)
}

// storyOf is what people write.
func storyOf(r *rand.Rand, t *topic, name string) string {
	var b strings.Builder
	say := func(s string) {
		if s != "" && b.Len() > 0 && !strings.HasSuffix(b.String(), "\n") {
			b.WriteByte(' ')
		}
		b.WriteString(s)
	}
	if o := pick(r, openings); o != "" {
		say(o + "\n\n")
	}
	say(upper(pick(r, t.things)) + " " + pick(r, wheres) + " " + pick(r, t.faults) + " " + pick(r, whens) + ".")
	for range 1 + r.IntN(3) {
		switch r.IntN(5) {
		case 0:
			say(pick(r, tried))
		case 1:
			say("När jag öppnar " + compound(r) + " kommer felkod " + fmt.Sprintf("0x%04X", r.IntN(4000)) + ".")
		case 2:
			say("Det gäller " + compound(r) + " och " + compound(r) + " " + pick(r, wheres) + ".")
		case 3:
			say("Datorn heter " + device(r) + " och " + pick(r, t.things) + " " + pick(r, t.faults) + ".")
		case 4:
			say(upper(compound(r)) + " " + pick(r, t.faults) + " också " + pick(r, whens) + ".")
		}
	}
	if r.IntN(2) == 0 {
		say(pick(r, urges))
	}
	b.WriteString("\n\n" + pick(r, closings) + "\n" + name)
	return b.String()
}

// upper writes the first letter large.
func upper(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

package reply

import (
	"strings"
	"testing"
	"time"
	"unicode"
)

func Test_swedish_replies_are_parted(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ text, fresh string }{
		"gmail":                  {"Tack, nu går det!\n\nDen tis 3 nov. 2026 kl 14:05 skrev Servicedesk <desk@storstad.example>:\n\n> Starta om datorn.\n> /Anna\n", "Tack, nu går det!"},
		"gmail_wrapped":          {"Tack!\n\nDen tis 3 nov. 2026 kl 14:05 skrev Servicedesk för Storstads kommun <\ndesk@storstad.example>:\n\n> Starta om.", "Tack!"},
		"thunderbird":            {"Tack!\n\nDen 2026-11-03 kl. 14:05, skrev Servicedesk:\n> Starta om.", "Tack!"},
		"apple_mail":             {"Ja.\n\n> 3 nov. 2026 kl. 14:05 skrev Servicedesk <desk@storstad.example>:\n> \n> Fungerar det?", "Ja."},
		"apple_mail_outside":     {"Ja.\n\n3 nov. 2026 kl. 14:05 skrev Servicedesk <desk@storstad.example>:\n\nFungerar det?", "Ja."},
		"outlook":                {"Hej!\n\nFortfarande trasig.\n\nMed vänlig hälsning\nÅsa\n\n________________________________\nFrån: Servicedesk <desk@storstad.example>\nSkickat: den 3 november 2026 14:05\nTill: Åsa Öberg <asa@storstad.example>\nÄmne: SV: [L-100042] Skrivaren\n\nHej Åsa,\nfungerar den nu?", "Hej!\n\nFortfarande trasig.\n\nMed vänlig hälsning\nÅsa"},
		"outlook_with_bold":      {"Ok\n\n*Från:* Servicedesk\n*Skickat:* den 3 november 2026 14:05\n*Till:* Åsa\n*Kopia:* Bo\n*Ämne:* Skrivaren\n\nHej", "Ok"},
		"outlook_without_gap":    {"Ok\nFrån: Servicedesk\nSkickat: den 3 november 2026 14:05\nTill: Åsa\nÄmne: Skrivaren\nHej", "Ok"},
		"old_outlook":            {"Ok\n\n-----Ursprungligt meddelande-----\nFrån: Servicedesk [mailto:desk@storstad.example] \nSkickat: den 3 november 2026 14:05\nTill: Åsa\nÄmne: Skrivaren\n\nHej", "Ok"},
		"samsung":                {"Ok\n\n-------- Originalmeddelande --------\nFrån: Servicedesk\nDatum: 2026-11-03 14:05 (GMT+01:00)\nTill: Åsa\nÄmne: x\n\nHej", "Ok"},
		"telephone":              {"Kommer snart\n\nSkickat från min iPhone", "Kommer snart"},
		"telephone_and_quote":    {"Kommer snart\n\nSkickat från min iPhone\n\n3 nov. 2026 kl. 14:05 skrev IT <it@x.example>:\n\n> När?", "Kommer snart"},
		"outlook_for_telephones": {"Ja\n\nHämta Outlook för iOS\n________________________________\nFrån: IT <it@x.example>\nSkickat: Tuesday, November 3, 2026 2:05:00 PM\nTill: Åsa\nÄmne: x\n\nHej", "Ja"},
		"signature":              {"Går inte.\n\n-- \nÅsa Öberg\nRektor\n08-508 00 000", "Går inte."},
		"answer_below":           {"Den 2026-11-03 kl. 14:05, skrev IT:\n> Vilket rum?\n\nRum 12.\n\nÅsa", "Rum 12.\n\nÅsa"},
		"answers_in_between":     {"Se nedan.\n\nDen 2026-11-03 kl. 14:05, skrev IT:\n> Vilket rum?\n\nRum 12.\n\n> Vilken dator?\n\nDen grå.", "Se nedan.\n\n> Vilket rum?\n\nRum 12.\n\n> Vilken dator?\n\nDen grå."},
		"answer_above_and_below": {"Hej!\n\nDen 2026-11-03 kl. 14:05, skrev IT:\n> Fungerar det nu?\n\nJa, det fungerar bra nu.", "Hej!\n\nJa, det fungerar bra nu."},
		"signature_below_quote":  {"Ja.\n\nDen 2026-11-03 kl. 14:05, skrev IT:\n> Fungerar det nu?\n\nÅsa Öberg\nRektor, Ekskolan\nTel 08-508 00 000", "Ja."},
		"forwarded":              {"---------- Vidarebefordrat meddelande ----------\nFrån: Bo <bo@x.example>\nDatum: tis 3 nov. 2026\nÄmne: Fel\nTill: IT\n\nSkärmen är svart.", "Skärmen är svart."},
		"forwarded_with_a_word":  {"Kan ni hjälpa Bo?\n\nVidarebefordrat brev:\n\nFrån: Bo <bo@x.example>\nÄmne: Fel\nDatum: 3 november 2026 14:05:00 CET\nTill: IT\n\nSkärmen är svart.", "Kan ni hjälpa Bo?"},
		"outlook_rule_and_copy":  {"Ja.\n\n________________________________\nFrån: It-support <it@storstad.example>\nSkickat: måndag 2 mars 2026 10:00\nTill: Anna Åkesson\nKopia: Bo\nÄmne: SV: [L-100042] Skrivaren\n\nFungerar den?", "Ja."},
		"answers_without_a_word": {"Den mån 2 mars 2026 kl 10:00 skrev It-support <it@storstad.example>:\n> Fungerar den?\nJa, nu fungerar den.\n> Vilket rum?\nRum 12.", "> Fungerar den?\nJa, nu fungerar den.\n> Vilket rum?\nRum 12."},
		"answer_in_the_line":     {"> Fungerar den? JA DET GÖR DEN\n> /Eva", "> Fungerar den? JA DET GÖR DEN\n> /Eva"},
		"only_a_quotation":       {"Den 2 mars 2026 10:00 skrev It-support <it@storstad.example>:\n> Hej", "> Hej"},
		"only_a_greeting":        {"Med vänlig hälsning\nAnna", "Med vänlig hälsning\nAnna"},
		"prose_that_looks_alike": {"Hej!\nDen som skrev felmeddelandet menade nog: starta om.\nTill: alla\nHälsningar", "Hej!\nDen som skrev felmeddelandet menade nog: starta om.\nTill: alla\nHälsningar"},
		"outlook_for_android":    {"Tack!\n\nSkickades från Outlook för Android\n________________________________\nFrom: It <it@x.example>\nSent: Monday\nTo: Anna\nSubject: x\n\ngammalt", "Tack!"},
		"our_own_mark":           {"Nu är det klart.\n\n##- Skriv ditt svar ovanför den här raden -##\n\nHej Åsa, ditt ärende är uppdaterat.", "Nu är det klart."},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fresh, elided := Trim(c.text)
			if loose(fresh) != c.fresh {
				t.Errorf("got %q\nleft %q", fresh, elided)
			}
		})
	}
}

func Test_other_languages_are_parted(t *testing.T) {
	t.Parallel()
	for _, announce := range []string{
		"On Tue, Nov 3, 2026 at 2:05 PM Desk <desk@x.example> wrote:", "On 03/11/2026 14:05, Desk wrote:", "Am 03.11.2026 um 14:05 schrieb Desk:",
		"Am Di., 3. Nov. 2026 um 14:05 Uhr schrieb Desk <desk@x.example>:", "Le mar. 3 nov. 2026 à 14:05, Desk <desk@x.example> a écrit :", "El mar, 3 nov 2026 a las 14:05, Desk (<desk@x.example>) escribió:",
		"Op di 3 nov 2026 om 14:05 schreef Desk <desk@x.example>:", "wt., 3 lis 2026 o 14:05 Desk <desk@x.example> napisał(a):", "вт, 3 лист. 2026 р. о 14:05 Desk <desk@x.example> пише:",
		"Il giorno mar 3 nov 2026 alle ore 14:05 Desk <desk@x.example> ha scritto:", "Em ter., 3 de nov. de 2026 às 14:05, Desk <desk@x.example> escreveu:", "ti 3. marrask. 2026 klo 14.05 Desk (desk@x.example) kirjoitti:",
		"tir. 3. nov. 2026 kl. 14:05 skrev Desk <desk@x.example>:", "út 3. 11. 2026 v 14:05 odesílatel Desk <desk@x.example> napsal:", "2026年11月3日(火) 14:05 Desk <desk@x.example>:",
		"في الثلاثاء، ٣ نوفمبر ٢٠٢٦ 14:05 2026 <desk@x.example>:", "Quoting Desk <desk@x.example>:", "在 2026年11月3日，14:05，Desk <desk@x.example> 写道：",
		"2026년 11월 3일 (화) 오후 2:05, Desk <desk@x.example>님이 작성:", "Desk <desk@x.example> schrieb am Di., 3. Nov. 2026, 14:05:",
		"De : Desk <desk@x.example>\nEnvoyé : mardi 3 novembre 2026 14:05\nÀ : Anne\nObjet : x", "Lähettäjä: Desk\nLähetetty: tiistai 3. marraskuuta 2026\nVastaanottaja: Anne\nAihe: x",
		"-----Original Message-----", "-------- Message d'origine --------", "---- Am Di, 03 Nov 2026 14:05:00 +0100 Desk <desk@x.example> schrieb ----",
	} {
		for _, quoted := range []string{"> Fråga?", "Fråga?"} {
			if fresh, elided := Trim("Svar\n\n" + announce + "\n\n" + quoted); fresh != "Svar" || !strings.Contains(elided, "Fråga") {
				t.Errorf("%q over %q: fresh %q", announce, quoted, fresh)
			}
		}
	}
}

func Test_what_only_looks_like_a_quotation_is_kept(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"Hej",
		"Resa\nFrån: Stockholm\nTill: Göteborg\nDatum: 3 november\nKostnadsställe: 1200",
		"Den 3 maj skrev jag till er:\nskrivaren är trasig.",
		"Så här står det:\n-----\nFEL 0x80070005\nÅtkomst nekad.\n-----\nVad gör jag?",
		"Kontaktformulär\n=====================\nNamn: Åsa\nTelefon: 08-508 00 000\nÄrende: Lösenord",
		"Felet kom 14:05 och anna@x.example skrev:",
		"Vi har tre fel:\n- skrivaren\n- skärmen\n- musen",
		"Namn | Rum\n-----|-----\nÅsa | 12",
		"> bara citat",
		"Skickat från min iPhone",
		"--\nÅsa",
		"Anna Ek <anna@x.example> skrev 2026-11-03 14:05:",
	} {
		if fresh, elided := Trim(text); fresh != text || elided != "" {
			t.Errorf("%q\nfresh %q\nelided %q", text, fresh, elided)
		}
	}
	if fresh, elided := Trim(" \n\n"); fresh != "" || elided != "" {
		t.Errorf("%q %q", fresh, elided)
	}
}

func Test_long_texts_are_parted_in_time(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"one_long_line":     strings.Repeat("On 2026 <a@b> wrote ", 50_000),
		"many_beginnings":   strings.Repeat("On Tue, Nov 3, 2026 <\n", 50_000),
		"many_headers":      strings.Repeat("From: a@b.example\nSubject: x\n", 50_000),
		"many_quotes":       "Hej\n" + strings.Repeat("> a\nb\n", 50_000),
		"many_colons":       strings.Repeat("Den 2026-11-03 skrev:\n\n\n\n", 20_000) + "> a",
		"many_rules":        "Hej\n" + strings.Repeat("-----\nrad\n", 10_000),
		"rules_and_numbers": "Hej\n" + strings.Repeat("-----\n08-508 00 000\n", 10_000),
		"rules_alone":       "Hej\n" + strings.Repeat("-----\n", 50_000),
		"blank_lines":       "Den 3 skrev:" + strings.Repeat("\n", 300_000),
	} {
		t.Run(name, func(t *testing.T) {
			done := make(chan struct{})
			go func() { Trim(text); close(done) }()
			select {
			case <-done:
			case <-time.After(20 * time.Second):
				t.Fatal("not done after 20 s")
			}
		})
	}
}

func Fuzz_every_word_is_somewhere(f *testing.F) {
	for _, s := range []string{
		"Hej\n\nDen 2026-11-03 kl. 14:05, skrev IT:\n> a\n\nb\n-- \nÅsa", "-----Original Message-----\nFrom: a@b\nTo: c\nSubject: d\n\ne",
		"> On 2026-01-01 a <b@c> wrote:\n>\n> >x", "On 1 <\n> a@b> wrote:\nx", "\u00a0>\r\n--\r--", "Skickat från min iPhone\n",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		fresh, elided := Trim(text)
		if count(fresh)+count(elided) != count(text) {
			t.Fatalf("words are lost: fresh %q elided %q", fresh, elided)
		}
		said := strings.ContainsFunc(text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
		if fresh == "" && said && !onlyMarkers(read(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text))) {
			t.Fatalf("nothing is left of %q", text)
		}
	})
}

// count counts what is not white space.
func count(s string) (n int) {
	for _, r := range s {
		if !unicode.IsSpace(r) {
			n++
		}
	}
	return n
}

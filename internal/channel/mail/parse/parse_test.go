package parse

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// letter joins lines as they travel.
func letter(lines ...string) []byte { return []byte(strings.Join(lines, "\r\n") + "\r\n") }

func read(t *testing.T, raw []byte) Message {
	t.Helper()
	m, err := Parse(raw, Limits{})
	if err != nil {
		t.Fatal(err)
	}
	checkClean(t, m)
	return m
}

func Test_a_plain_swedish_mail(t *testing.T) {
	t.Parallel()
	m := read(t, letter(
		`From: =?utf-8?Q?=C3=85sa_=C3=96berg?= <asa.oberg@storstad.example>`,
		`To: "Servicedesk, IT" <servicedesk@storstad.example>, =?iso-8859-1?Q?Lars_=C5ker=F6=2C_IT?= <lars@storstad.example>`,
		`Cc: undisclosed-recipients:;`,
		`Subject: =?utf-8?B?U2tyaXZhcmVuIHDDpSBwbGFuIDMgw6RyIHRyYXNp?= =?utf-8?B?Zw==?=`,
		`Date: Tue, 3 Nov 2026 08:15:00 +0100 (CET)`,
		`Message-ID: <abc.1@storstad.example>`,
		`In-Reply-To: <forra@storstad.example>`,
		`References: <ett@storstad.example> <tva@storstad.example>`,
		`Content-Type: text/plain; charset=iso-8859-1`,
		`Content-Language: sv-SE`,
		``,
		"Hej!\xc5sa h\xe4r \x96 skrivaren kostar 100 \x80.",
	))
	if m.From != (Address{"Åsa Öberg", "asa.oberg@storstad.example"}) {
		t.Errorf("from %+v", m.From)
	}
	to := []Address{{"Servicedesk, IT", "servicedesk@storstad.example"}, {"Lars Åkerö, IT", "lars@storstad.example"}}
	if d := cmp.Diff(to, m.To); d != "" || len(m.Cc) != 0 {
		t.Errorf("to %s, cc %v", d, m.Cc)
	}
	if m.Subject != "Skrivaren på plan 3 är trasig" || m.Text != "Hej!Åsa här – skrivaren kostar 100 €." {
		t.Errorf("subject %q, text %q", m.Subject, m.Text)
	}
	if !m.Date.Equal(time.Date(2026, 11, 3, 7, 15, 0, 0, time.UTC)) || m.MessageID != "abc.1@storstad.example" {
		t.Errorf("date %v, id %q", m.Date, m.MessageID)
	}
	if !slices.Equal(m.References, []string{"ett@storstad.example", "tva@storstad.example"}) || m.InReplyTo[0] != "forra@storstad.example" || m.Languages[0] != "sv-SE" {
		t.Errorf("references %q %q %q", m.References, m.InReplyTo, m.Languages)
	}
	if m.Machine.Kind != None || len(m.Defects) != 0 {
		t.Errorf("machine %+v, defects %v", m.Machine, m.Defects)
	}
}

func Test_the_richest_alternative_is_shown_and_every_file_is_kept(t *testing.T) {
	t.Parallel()
	m := read(t, letter(
		`From: a@b.example`, `Message-ID: <x@y>`, `Content-Type: multipart/mixed; boundary="ytter"`, ``,
		`ingress som ingen ser`, `--ytter`,
		`Content-Type: multipart/alternative; boundary="ytter-inre"`, ``,
		`--ytter-inre`, `Content-Type: text/plain; charset=utf-8`, ``, `enkel text`,
		`--ytter-inre`, `Content-Type: text/html; charset=utf-8`, ``, `<p>Rik text <img src="cid:bild@x"> <img src="https://spion.example/p.gif"></p>`,
		`--ytter-inre`, `Content-Type: text/calendar; method=REQUEST`, ``, `BEGIN:VCALENDAR`, `END:VCALENDAR`,
		`--ytter-inre--`,
		`--ytter`, `Content-Type: image/png; name="skärm.png"`, `Content-ID: <bild@x>`, `Content-Disposition: inline`, `Content-Transfer-Encoding: base64`, ``, `iVBORw0KGgo=`,
		`--ytter`, `Content-Type: message/rfc822`, ``, `From: c@d.example`, `Subject: Bifogat: ärende/1`, ``, `inre`,
		`--ytter`, `Content-Type: application/ms-tnef`, `Content-Transfer-Encoding: base64`, ``, `eJ8+IgA=`,
		`--ytter`, `Content-Type: text/plain`, ``, `Sidfot från listan`,
		`--ytter--`, `efterord`,
	))
	if m.Text != "Rik text\n\nSidfot från listan" || strings.Contains(m.HTML, "spion") || m.RemoteImages != 1 {
		t.Errorf("text %q, html %q, %d remote", m.Text, m.HTML, m.RemoteImages)
	}
	var got []string
	for _, a := range m.Attachments {
		got = append(got, fmt.Sprintf("%s|%s|%v", a.Name, a.Type, a.Inline))
	}
	want := []string{"calendar.ics|text/calendar|false", "skärm.png|image/png|true", "Bifogat_ ärende_1.eml|message/rfc822|false", "winmail.dat|application/octet-stream|false"}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func Test_broken_mail_is_read_all_the_same(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		raw           []byte
		text, salvage string
		defect        Defect
	}{
		"mailbox_line_first":         {letter("From anna Mon Jan 1 2026", "From: a@b.example", "", "hej"), "hej", "", ""},
		"junk_in_the_header":         {letter("From: a@b.example", "skräp utan kolon", "Subject: x", "", "hej"), "hej", "", JunkHeader},
		"no_line_after_the_header":   {letter("From: a@b.example", "Hej detta är hela brevet"), "Hej detta är hela brevet", "", NoHeaderEnd},
		"no_header_at_all":           {letter("Hej hej", "svar önskas"), "Hej hej\nsvar önskas", "", NoSender},
		"nothing":                    {nil, "", "", NoSender},
		"boundary_never_comes":       {letter("From: a@b.example", "Content-Type: multipart/mixed; boundary=x", "", "hej"), "", "hej", BadMultipart},
		"boundary_is_not_said":       {letter("From: a@b.example", "Content-Type: multipart/mixed", "", "--q1", "Content-Type: text/plain", "", "hej", "--q1--"), "", "hej", BadMultipart},
		"last_boundary_is_missing":   {letter("From: a@b.example", "Content-Type: multipart/mixed; boundary=x", "", "--x", "Content-Type: text/plain", "", "hej"), "hej", "", Unclosed},
		"part_without_a_header":      {letter("From: a@b.example", "Content-Type: multipart/mixed; boundary=x", "", "--x", "", "hej", "--x--"), "hej", "", ""},
		"base64_with_rubbish":        {letter("From: a@b.example", "Content-Transfer-Encoding: base64", "", "aGVq!!*", "IGR1"), "hej du", "", BadEncoding},
		"unknown_character_set":      {letter("From: a@b.example", "Content-Type: text/plain; charset=fantasi-7", "", "sm\xf6rg\xe5s"), "smörgås", "", WrongCharset},
		"ascii_that_is_utf8":         {letter("From: a@b.example", "Content-Type: text/plain; charset=us-ascii", "", "smörgås"), "smörgås", "", ""},
		"latin1_that_is_utf8":        {letter("From: a@b.example", "Content-Type: text/plain; charset=iso-8859-1", "", "smörgås"), "smörgås", "", ""},
		"letters_composed_of_pieces": {letter("From: a@b.example", "Content-Type: text/plain; charset=utf-8", "", "sma\u030a"), "små", "", ""},
		"zero_bytes":                 {letter("From: a@b.example", "", "h\x00ej"), "hej", "", ""},
		"markup_without_a_label":     {letter("From: a@b.example", "Content-Type: text/html", "", "<meta charset=windows-1252><p>sm\xf6r</p>"), "smör", "", ""},
		"cyrillic_without_a_label":   {append(letter("From: a@b.example", ""), []byte("\xcf\xf0\xe8\xe2\xe5\xf2, \xea\xe0\xea \xe4\xe5\xeb\xe0? \xdf \xed\xe5 \xec\xee\xe3\xf3 \xe2\xee\xe9\xf2\xe8 \xe2 \xf1\xe8\xf1\xf2\xe5\xec\xf3.")...), "Привет, как дела? Я не могу войти в систему.", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := read(t, c.raw)
			if m.Text != c.text || m.Salvage != c.salvage {
				t.Errorf("text %q, salvage %q", m.Text, m.Salvage)
			}
			if c.defect != "" && !slices.Contains(m.Defects, c.defect) {
				t.Errorf("defects %v, want %s", m.Defects, c.defect)
			}
		})
	}
}

func Test_a_mail_without_an_id_gets_the_same_one_each_time(t *testing.T) {
	t.Parallel()
	body := []string{"From: a@b.example", "Subject: x", "Date: Tue, 3 Nov 2026 08:15:00 +0100", "", "hej"}
	one := read(t, letter(body...))
	two := read(t, letter(append([]string{"Received: by annan.example; idag"}, body...)...))
	other := read(t, letter("From: a@b.example", "Subject: x", "Date: Tue, 3 Nov 2026 08:15:00 +0100", "", "hej igen"))
	if !one.MessageIDMade || one.MessageID != two.MessageID || one.MessageID == other.MessageID {
		t.Errorf("%q %q %q", one.MessageID, two.MessageID, other.MessageID)
	}
}

func Test_addresses_as_people_write_them(t *testing.T) {
	t.Parallel()
	for in, want := range map[string][]Address{
		`a@b.se`:                                  {{"", "a@b.se"}},
		`"Öberg, Åsa" <a@b.se>, c@d.se`:           {{"Öberg, Åsa", "a@b.se"}, {"", "c@d.se"}},
		`a@b.se (Åsa (IT) Öberg)`:                 {{"Åsa (IT) Öberg", "a@b.se"}},
		`Åsa a@b.se`:                              {{"Åsa", "a@b.se"}},
		`<a@b.se>; <c@d.se>`:                      {{"", "a@b.se"}, {"", "c@d.se"}},
		`Grupp: a@b.se, c@d.se;`:                  {{"", "a@b.se"}, {"", "c@d.se"}},
		`"a@b.se" <a@b.se>`:                       {{"", "a@b.se"}},
		`'Åsa' <mailto:a@b.se>`:                   {{"Åsa", "a@b.se"}},
		`MAILER-DAEMON <>`:                        {{"MAILER-DAEMON", ""}},
		`=?utf-8?Q?A=0D=0ABcc:_x@y.se?= <a@b.se>`: {{"A Bcc: x@y.se", "a@b.se"}},
		`"Anna \"Ann\" Ek" <a@b.se>`:              {{`Anna "Ann" Ek`, "a@b.se"}},
		"\"=?iso-8859-1?Q?=C5sa?=\" <asa@b.se>":   {{"Åsa", "asa@b.se"}},
		"Chef\u202e\u200b <a@b.se>":               {{"Chef", "a@b.se"}},
		`"oavslutad <a@b.se>, c@d.se`:             {{"oavslutad", "a@b.se"}, {"", "c@d.se"}},
		``:                                        nil,
	} {
		if d := cmp.Diff(want, parseAddresses([]byte(in), "")); d != "" {
			t.Errorf("%s: %s", in, d)
		}
	}
}

func Test_file_names_cannot_deceive(t *testing.T) {
	t.Parallel()
	part := func(disposition, ctype string) []string {
		return []string{"--x", "Content-Disposition: " + disposition, "Content-Type: " + ctype, "", "data"}
	}
	lines := []string{"From: a@b.example", "Content-Type: multipart/mixed; boundary=x", ""}
	for _, d := range []string{
		`attachment; filename="../../etc/passwd"`, `attachment; filename="C:\Users\x\rapport.pdf"`, `attachment; filename=rapport maj 2026.pdf`,
		`attachment; filename*=utf-8''sm%C3%B6r.txt; filename="smor.txt"`, `attachment; filename*0*=iso-8859-1''l%E5ng; filename*1="t namn.txt"`,
		`attachment; filename="=?utf-8?Q?=C3=A4rende?=.txt"`, "attachment; filename=\"faktura\u202efdp.exe\"", `attachment; filename="a.txt"`, `attachment; filename="a.txt"`,
		`attachment; filename="` + strings.Repeat("å", 300) + `.pdf"`, `attachment; filename=".."`, `attachment; filename="a.html` + "\u200b" + `"`,
	} {
		lines = append(lines, part(d, "application/octet-stream")...)
	}
	m := read(t, letter(append(lines, "--x--")...))
	want := []string{
		"_.._etc_passwd", "C__Users_x_rapport.pdf", "rapport maj 2026.pdf", "smör.txt", "långt namn.txt", "ärende.txt", "fakturafdp.exe", "a.txt", "a1.txt",
		strings.Repeat("å", 88) + ".pdf", "file", "a.html",
	}
	var got []string
	for _, a := range m.Attachments {
		got = append(got, a.Name)
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func Test_the_type_of_a_file_is_what_it_holds(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ data, declared, name, want string }{
		{"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'>", "image/png", "bild.png", "image/svg+xml"},
		{"\n <!doctype html><html><script>", "text/plain", "läsmig.txt", "text/html"},
		{"PK\x03\x04xxxx", "application/zip", "brev.docx", officeTypes[".docx"]},
		{"PK\x03\x04xxxx", "image/png", "bild.png", "application/zip"},
		{"\x89PNG\r\n\x1a\n", "text/html", "x.html", "image/png"},
		{"a;b\n1;2", "application/octet-stream", "lista.csv", "text/csv"},
		{"%PDF-1.7", "application/octet-stream", "x", "application/pdf"},
	} {
		if got := sniff([]byte(c.data), c.declared, c.name); got != c.want {
			t.Errorf("%q: %s, want %s", c.data, got, c.want)
		}
	}
}

func Test_mail_that_would_cost_too_much_goes_to_quarantine(t *testing.T) {
	t.Parallel()
	nested := func(depth int, closed bool) []byte {
		var b bytes.Buffer
		b.WriteString("From: a@b.example\r\nSubject: djup\r\n")
		for i := range depth {
			fmt.Fprintf(&b, "Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n", i, i)
		}
		b.WriteString("Content-Type: text/plain\r\n\r\nhej\r\n")
		for i := depth - 1; closed && i >= 0; i-- {
			fmt.Fprintf(&b, "--b%d--\r\n", i)
		}
		return b.Bytes()
	}
	many := []byte("From: a@b.example\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n" + strings.Repeat("--x\r\nContent-Type: text/plain\r\n\r\nhej\r\n", 100_000) + "--x--\r\n")
	for name, c := range map[string]struct {
		raw    []byte
		refuse bool
	}{
		"forty_levels":                    {nested(40, true), false},
		"forty_levels_unclosed":           {nested(40, false), false},
		"five_thousand_levels":            {nested(5_000, true), true},
		"fifty_thousand_levels_unclosed":  {nested(50_000, false), true},
		"a_hundred_thousand_parts":        {many, true},
		"larger_than_is_read":             {append(letter("From: a@b.example", ""), make([]byte, 65<<20)...), true},
		"a_header_without_end":            {append([]byte("From: a@b.example\r\n"), bytes.Repeat([]byte("X-Y: z\r\n"), 500_000)...), false},
		"one_folded_line_of_megabytes":    {append([]byte("From: a@b.example\r\nSubject: x\r\n"), bytes.Repeat([]byte(" y\r\n"), 500_000)...), false},
		"a_million_addresses":             {letter("From: a@b.example", "To: "+strings.Repeat("a@b.se, ", 300_000), "", "hej"), false},
		"a_million_encoded_words":         {letter("From: a@b.example", "Subject: "+strings.Repeat("=?utf-8?Q?=C3=A5?= ", 200_000), "", "hej"), false},
		"twenty_megabytes_of_base64":      {letter("From: a@b.example", "Content-Transfer-Encoding: base64", "", strings.Repeat(base64.StdEncoding.EncodeToString([]byte("hej du glade "))+"\r\n", 1_000_000)), false},
		"parameters_without_end":          {letter("From: a@b.example", "Content-Type: text/plain"+strings.Repeat("; a*0*=b", 300_000), "", "hej"), false},
		"boundary_lines_that_are_none":    {letter("From: a@b.example", "Content-Type: multipart/mixed; boundary=x", "", strings.Repeat("--xy\r\n", 1_000_000)), false},
		"quoted_text_of_twenty_megabytes": {letter("From: a@b.example", "Content-Type: text/plain", "", strings.Repeat("> Message-ID: <a@b> Final-Recipient: rfc822; x\r\n", 400_000)), false},
		"the_same_name_four_thousand_times": {letter("From: a@b.example", "Content-Type: multipart/mixed; boundary=x", "",
			strings.Repeat("--x\r\nContent-Disposition: attachment; filename=a.txt\r\n\r\nhej\r\n", 4_000)), false},
	} {
		t.Run(name, func(t *testing.T) {
			type result struct {
				m   Message
				err error
			}
			done := make(chan result, 1)
			go func() {
				m, err := Parse(c.raw, Limits{})
				done <- result{m, err}
			}()
			select {
			case r := <-done:
				var q *Quarantine
				if errors.As(r.err, &q) != c.refuse || IsQuarantine(r.err) != c.refuse {
					t.Errorf("error %v", r.err)
				}
				if r.m.From.Address != "a@b.example" {
					t.Errorf("the sender is lost: %+v", r.m.From)
				}
			case <-time.After(30 * time.Second):
				t.Fatal("not done after 30 s")
			}
		})
	}
}

package parse

import (
	"bytes"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// clean checks what is true of every string that leaves this package.
func clean(t *testing.T, what, s string) {
	t.Helper()
	if strings.ToValidUTF8(s, "") != s || strings.ContainsRune(s, 0) || !norm.NFC.IsNormalString(s) {
		t.Errorf("%s is not clean: %.200q", what, s)
	}
}

func Fuzz_a_header_is_parted_and_nothing_is_made_up(f *testing.F) {
	for _, s := range []string{"A: b\r\n c\r\n\r\ntext", "A: b\nno field\nC: d", ": x\n\n", "From x\n>From y\nA:b\n \n\tc\n\n", strings.Repeat("A: b\n", 1500)} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		h, body, _ := readHeader(raw)
		total := len(body)
		for _, one := range h.fields {
			total += len(one.key)
			if one.key == "" || strings.ContainsAny(one.key, " \t\r\n:") || bytes.ContainsRune(one.value, '\n') {
				t.Errorf("field %q: %q", one.key, one.value)
			}
			// A fold becomes a blank; after a line that is no field the rest is both: read on, and given back as the text.
			total += len(one.value)
		}
		if !bytes.HasSuffix(raw, body) || total > 2*len(raw) || len(h.fields) > maxFields {
			t.Errorf("%d bytes and %d fields from %d", total, len(h.fields), len(raw))
		}
	})
}

func Fuzz_addresses_are_one_line_each(f *testing.F) {
	for _, s := range []string{`"Åsa, IT" <asa@x.example>, bo@y.example (Bo)`, "g: a@b, c@d;", `"a <b@c`, "=?utf-8?q?a=0D=0ABcc:?= <x@y>", "<<a@b>>", "(((a@b", `\"@x`, "a@b;c@d:e@f"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		list := parseAddresses(raw, "")
		if len(list) > maxAddresses {
			t.Fatalf("%d addresses", len(list))
		}
		for _, a := range list {
			if a == (Address{}) || strings.ContainsAny(a.Name+a.Address, "\r\n") || strings.ContainsAny(a.Address, " <>\t") || strings.Count(a.Address, "@") > 1 {
				t.Errorf("%q became %+v", raw, a)
			}
			clean(t, "name", a.Name)
			clean(t, "address", a.Address)
		}
	})
}

func Fuzz_encoded_words_never_swallow_a_subject(f *testing.F) {
	for _, s := range []string{"=?utf-8?Q?=C3?= =?utf-8?Q?=A5?=", "=?iso-8859-1?B?5Q==?= x", "=?x?q?a?=", "=?=?=?=", "Hej =?utf-8?q?", "\x1b$B%D\x1b(B", "\xe5\xe4\xf6"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		s := decodeHeader(raw, "")
		clean(t, "subject", s)
		if strings.ContainsAny(s, "\r\n") || len(s) > 4_000 || len(s) > 4*len(raw)+16 {
			t.Errorf("%d bytes from %d: %.100q", len(s), len(raw), s)
		}
		plain := !bytes.Contains(raw, []byte("=?")) && !bytes.ContainsAny(raw, "\x1b~\x0e\x0f")
		if said := bytes.ContainsFunc(raw, func(r rune) bool { return r < 0x80 && unicode.IsLetter(r) }); s == "" && said && plain {
			t.Errorf("nothing is left of %q", raw)
		}
	})
}

func Fuzz_a_text_never_becomes_empty(f *testing.F) {
	for _, s := range []string{"hej", "\xe5\xe4\xf6", "-----BEGIN PGP SIGNED MESSAGE-----\nHash: x\n\nhej\n-----BEGIN PGP SIGNATURE-----\n", "begin 644 x\n", "--b\nhej", "<b>hej"} {
		f.Add([]byte(s), "utf-8", false)
		f.Add([]byte(s), "iso-8859-1", true)
	}
	f.Fuzz(func(t *testing.T, body []byte, charset string, cut bool) {
		if strings.ContainsAny(charset, "\r\n\"\\;") || len(charset) > 40 {
			return
		}
		head := "From: a@b.example\nMIME-Version: 1.0\nContent-Type: "
		raw := []byte(head + "text/plain; charset=\"" + charset + "\"\n\n" + string(body))
		if cut {
			raw = []byte(head + "multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; charset=\"" + charset + "\"\n\n" + string(body))
		}
		m, err := Parse(raw, Limits{})
		if err != nil {
			t.Fatal(err)
		}
		checkClean(t, m)
		if len(m.Text) > 8*len(body)+1024 {
			t.Errorf("%d bytes of text from %d", len(m.Text), len(body))
		}
		letters := bytes.ContainsFunc(body, func(r rune) bool { return r < 0x80 && unicode.IsLetter(r) })
		known := strings.EqualFold(charset, "utf-8") || strings.EqualFold(charset, "iso-8859-1") || charset == ""
		armour := bytes.Contains(body, []byte("-----")) || bytes.ContainsAny(body, "\x1b~\x0e\x0f\x00") || cut && bytes.Contains(body, []byte("--b"))
		if letters && known && !armour && strings.TrimSpace(m.Text+m.Salvage) == "" && len(m.Attachments) == 0 {
			t.Errorf("nothing is left of %q", body)
		}
	})
}

func Fuzz_a_calendar_is_read_or_left_alone(f *testing.F) {
	f.Add("BEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VEVENT\nSUMMARY:a\\, b\nDTSTART;TZID=\"Europe/Stockholm\":20260310T130000\nORGANIZER;CN=\"x: y\":mailto:a@b\nBEGIN:VALARM\nEND:VALARM\nEND:VEVENT\nEND:VCALENDAR")
	f.Add("BEGIN:VEVENT\nDTSTART;VALUE=DATE:20260310\nRRULE:FREQ=DAILY\nEND:VEVENT")
	f.Fuzz(func(t *testing.T, text string) {
		list := invites(text, "")
		if len(list) > maxInvites {
			t.Errorf("%d events", len(list))
		}
		for _, v := range list {
			for _, s := range []string{v.Method, v.Title, v.Place, v.Organizer} {
				clean(t, "field", s)
				if strings.ContainsAny(s, "\r\n") || len(s) > 1100 {
					t.Errorf("%.200q", s)
				}
			}
		}
	})
}

func Fuzz_signed_text_keeps_its_words(f *testing.F) {
	f.Add("före\n-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n- -- \nhej\n-----BEGIN PGP SIGNATURE-----\nx\n-----END PGP SIGNATURE-----\nefter")
	f.Add("-----BEGIN PGP MESSAGE-----\nx")
	f.Fuzz(func(t *testing.T, text string) {
		plain, signed, _ := unarmour(text)
		if len(plain) > len(text) || !signed && plain != text {
			t.Errorf("%q became %q", text, plain)
		}
	})
}

package mail_test

import (
	"encoding/base64"
	"encoding/binary"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"lotsen/internal/desk/inbox"
	"lotsen/internal/testkit/program"
)

// withHead is a mail with the given header below the usual one, and body.
func withHead(subject, head, body string) []byte {
	raw := "From: anna@storstad.example\nTo: " + address + "\nSubject: " + subject + "\nMessage-ID: <" + strings.ReplaceAll(subject, " ", ".") +
		"@client.example>\nMIME-Version: 1.0\n" + head + "\n" + body
	return []byte(strings.ReplaceAll(strings.ReplaceAll(raw, "\r\n", "\n"), "\n", "\r\n"))
}

func base64Lines(b []byte) string {
	s, out := base64.StdEncoding.EncodeToString(b), ""
	for len(s) > 76 {
		out, s = out+s[:76]+"\n", s[76:]
	}
	return out + s + "\n"
}

// sealer signs and encrypts with openssl, as a mail program does.
func sealer(t *testing.T, text string) func(args ...string) []byte {
	t.Helper()
	openssl, dir := program.Find(t, "openssl"), t.TempDir()
	run := func(args ...string) []byte {
		cmd := exec.CommandContext(t.Context(), openssl, args...)
		cmd.Dir = dir
		return must(cmd.Output())(t)
	}
	run("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "k.pem", "-out", "c.pem", "-days", "30", "-subj", "/CN=Anna Åkesson", "-utf8")
	if err := os.WriteFile(filepath.Join(dir, "m.txt"), []byte("Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"+text+"\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return run
}

func TestSigned_mail_is_read_and_its_signer_named_as_unproven(t *testing.T) {
	run := sealer(t, "Skrivaren är trasig.")
	opaque := run("smime", "-sign", "-nodetach", "-binary", "-in", "m.txt", "-signer", "c.pem", "-inkey", "k.pem", "-outform", "DER")
	beside := run("smime", "-sign", "-binary", "-in", "m.txt", "-signer", "c.pem", "-inkey", "k.pem", "-outform", "DER")
	locked := run("smime", "-encrypt", "-in", "m.txt", "-outform", "DER", "c.pem")
	each(t, func(t *testing.T, w *world) {
		for name, raw := range map[string][]byte{
			"opaque": withHead("opaque", "Content-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment; filename=smime.p7m\n", base64Lines(opaque)),
			"clear": withHead("clear", "Content-Type: multipart/signed; protocol=\"application/pkcs7-signature\"; boundary=b\n",
				"--b\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\nSkrivaren är trasig.\n--b\nContent-Type: application/pkcs7-signature; name=smime.p7s\nContent-Transfer-Encoding: base64\n\n"+base64Lines(beside)+"--b--\n"),
		} {
			o := w.deliver(t, raw)
			m := w.entry(t, o)
			if o.Result != inbox.Created || m.Text != "Skrivaren är trasig." || !strings.Contains(m.Quoted, "Anna Åkesson") || !m.Unverified {
				t.Errorf("%s: %+v", name, m)
			}
		}
		raw := withHead("locked", "Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\nContent-Transfer-Encoding: base64\n", base64Lines(locked))
		o := w.deliver(t, raw)
		if m := w.entry(t, o); o.Result != inbox.Created || !strings.Contains(m.Text, "krypterat (S/MIME)") || len(m.Attachments) != 1 || m.RawBlob == "" {
			t.Errorf("encrypted: %+v", m)
		}
	})
}

func TestPGP_is_read_where_it_is_clear_and_told_where_it_is_not(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		clear := "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nSkrivaren är trasig.\n- -- \nAnna\n-----BEGIN PGP SIGNATURE-----\n\niQEzBAEBCAAdFiEE\n=abcd\n-----END PGP SIGNATURE-----\n"
		o := w.deliver(t, withHead("inline", "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n", clear))
		if m := w.entry(t, o); !strings.HasPrefix(m.Text, "Skrivaren är trasig.") || strings.Contains(m.Text, "PGP") {
			t.Errorf("inline: %q", m.Text)
		}
		o = w.deliver(t, withHead("multipart", "Content-Type: multipart/signed; protocol=\"application/pgp-signature\"; boundary=b\n",
			"--b\nContent-Type: text/plain\n\nHej\n--b\nContent-Type: application/pgp-signature; name=signature.asc\n\n-----BEGIN PGP SIGNATURE-----\n--b--\n"))
		if m := w.entry(t, o); m.Text != "Hej" || len(m.Attachments) != 1 {
			t.Errorf("multipart: %+v", m)
		}
		for name, raw := range map[string][]byte{
			"encrypted.inline": withHead("encrypted.inline", "Content-Type: text/plain\n", "-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----\n"),
			"encrypted.parts": withHead("encrypted.parts", "Content-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\"; boundary=b\n",
				"--b\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n--b\nContent-Type: application/octet-stream; name=encrypted.asc\n\n-----BEGIN PGP MESSAGE-----\n--b--\n"),
		} {
			o := w.deliver(t, raw)
			if m := w.entry(t, o); o.Result != inbox.Created || !strings.Contains(m.Text, "krypterat (PGP)") || m.RawBlob == "" {
				t.Errorf("%s: %+v", name, m)
			}
		}
	})
}

func TestA_winmail_gives_its_files_by_name(t *testing.T) {
	attr := func(b []byte, id uint32, value string) []byte {
		b = binary.LittleEndian.AppendUint32(append(b, 2), id)
		b = binary.LittleEndian.AppendUint32(b, uint32(len(value)))
		return append(append(b, value...), 0, 0)
	}
	data := append(binary.LittleEndian.AppendUint32(nil, 0x223e9f78), 1, 0)
	data = attr(data, 0x0002800c, "Se ritningen\x00")
	data = attr(attr(attr(data, 0x00069002, ""), 0x00018010, "ritning \xe5r.pdf\x00"), 0x0006800f, "%PDF-1.4 ritning")
	part := "Content-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64\n\n" + base64Lines(data)
	each(t, func(t *testing.T, w *world) {
		for name, raw := range map[string][]byte{
			"beside a text": withHead("beside a text", "Content-Type: multipart/mixed; boundary=b\n", "--b\nContent-Type: text/plain\n\nSe ritningen\n--b\n"+part+"--b--\n"),
			"alone":         withHead("alone", strings.SplitN(part, "\n\n", 2)[0]+"\n", strings.SplitN(part, "\n\n", 2)[1]),
		} {
			m := w.entry(t, w.deliver(t, raw))
			if m.Text != "Se ritningen" || len(m.Attachments) != 1 || m.Attachments[0].Name != "ritning år.pdf" {
				t.Errorf("%s: %+v", name, m)
			}
		}
	})
}

func TestAn_invitation_is_read_as_words_and_kept_as_a_file(t *testing.T) {
	ics := "BEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VEVENT\nUID:1\nSUMMARY:Genomgång\\, nya skrivare\nLOCATION:Rum Björken\nORGANIZER;CN=\"Öberg: Bo\":mailto:bo@storstad.example\nDTSTART;TZID=W. Europe Standard Time:20260310T130000\nDTEND;TZID=W. Europe Standard Time:20260310T140000\nBEGIN:VALARM\nDESCRIPTION:Reminder\nEND:VALARM\nEND:VEVENT\nEND:VCALENDAR\n"
	each(t, func(t *testing.T, w *world) {
		body := "--b\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\nVälkomna\n--b\nContent-Type: text/calendar; method=REQUEST; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n" + ics + "--b--\n"
		m := w.entry(t, w.deliver(t, withHead("invite", "Content-Type: multipart/alternative; boundary=b\n", body)))
		for _, want := range []string{"Välkomna", "Inbjudan: Genomgång, nya skrivare", "2026-03-10 13:00 till 2026-03-10 14:00", "Plats: Rum Björken", "Öberg: Bo <bo@storstad.example>"} {
			if !strings.Contains(m.Text, want) {
				t.Errorf("%q is not in %q", want, m.Text)
			}
		}
		if len(m.Attachments) != 1 || !strings.HasSuffix(m.Attachments[0].Name, ".ics") {
			t.Errorf("files: %+v", m.Attachments)
		}
	})
}

func TestA_mail_sent_along_is_kept_and_read_and_is_nobodys_word(t *testing.T) {
	inner := "From: Chefen <chef@storstad.example>\nSubject: Beslut om inköp\nMessage-ID: <inner@x>\nContent-Type: multipart/mixed; boundary=c\n\n--c\nContent-Type: text/plain\n\nKöp tio stycken.\n--c\nContent-Type: application/pdf; name=beslut.pdf\n\n%PDF-1.4 beslut\n--c--\n"
	each(t, func(t *testing.T, w *world) {
		enclosed := "--b\nContent-Type: message/rfc822\nContent-Disposition: attachment\nContent-Transfer-Encoding: 8bit\n\n" + inner
		o := w.deliver(t, withHead("forward", "Content-Type: multipart/mixed; boundary=b\n", "--b\nContent-Type: text/plain\n\nKolla det här\n"+enclosed+"--b--\n"))
		m, x := w.entry(t, o), w.ticket(t, o.Ticket)
		if m.Text != "Kolla det här" || !strings.Contains(m.Quoted, "Beslut om inköp") || !strings.Contains(m.Quoted, "Köp tio stycken.") {
			t.Errorf("%q with %q", m.Text, m.Quoted)
		}
		if x.Requester != w.anna.ID || m.Author != w.anna.ID {
			t.Errorf("the sender of the enclosed mail counts: %+v", x)
		}
		if len(m.Attachments) != 2 || m.Attachments[0].Name != "Beslut om inköp.eml" || m.Attachments[1].Name != "beslut.pdf" {
			t.Errorf("files: %+v", m.Attachments)
		}
		o = w.deliver(t, withHead("only", "Content-Type: multipart/mixed; boundary=b\n", enclosed+"--b--\n"))
		if m := w.entry(t, o); !strings.Contains(m.Text, "Beslut om inköp") || !strings.Contains(m.Quoted, "Köp tio") {
			t.Errorf("nothing else said: %q with %q", m.Text, m.Quoted)
		}
	})
}

package mail_test

import (
	"bytes"
	"encoding/base64"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"
	"gopkg.in/yaml.v3"

	"lotsen/internal/app"
	"lotsen/internal/desk/inbox"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/htmlsafe"
	"lotsen/internal/testkit/dbtest"
	"lotsen/internal/testkit/shared"
)

// beside tells where our reading differs from the reference on purpose; see parse.
var beside = []string{"mail018", "mail042 body", "mail021 body", "mail076 from", "mail087 from", "mail087 name", "mail054 body", "mail087 body", "mail105 body"}

func Test_real_mail_becomes_an_entry_with_sender_subject_text_and_files(t *testing.T) {
	t.Parallel()
	files := found(t, "zammad-mail/*.box")
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		w := start(t, env, app.Options{})
		for _, file := range files {
			name, _, _ := strings.Cut(strings.TrimSuffix(filepath.Base(file), ".box"), "-")
			o := w.deliver(t, read(t, file))
			again := w.deliver(t, read(t, file))
			if o != again {
				t.Errorf("%s: the second time gives %+v, the first %+v", name, again, o)
			}
			if name == "mail018" || name == "mail033" || name == "mail078" {
				if o.Result != inbox.Recorded || o.Ticket != 0 {
					t.Errorf("%s is a delivery notice, and yet %+v", name, o)
				}
				continue
			}
			if o.Result != inbox.Created && o.Result != inbox.Appended {
				t.Errorf("%s: %+v", name, o)
				continue
			}
			if truth := strings.TrimSuffix(file, ".box") + ".yml"; exists(truth) {
				w.compare(t, name, o, expected(t, truth))
			}
		}
	})
}

func (w *world) compare(t *testing.T, name string, o inbox.Outcome, want map[string]any) {
	t.Helper()
	x, m := w.ticket(t, o.Ticket), w.entry(t, o)
	check := func(field, got string, want any) {
		t.Helper()
		text, ok := want.(string)
		if ok && solid(got) != solid(text) && !slices.Contains(beside, name) && !slices.Contains(beside, name+" "+field) {
			t.Errorf("%s %s:\n got %.300q\nwant %.300q", name, field, got, text)
		}
	}
	check("from", m.AuthorAddress, want["from_email"])
	check("name", m.AuthorName, want["from_display_name"])
	check("subject", x.Title, want["subject"])
	body, has := want["body"].(string)
	if m.HTML != "" {
		body = htmlsafe.Text(body)
	}
	if body == "no visible content" {
		body = ""
	}
	text := m.Text
	if o.Result == inbox.Appended {
		text, body = letters(m.Text+m.Quoted), letters(body)
	}
	if has {
		check("body", text, body)
	}
	w.compareFiles(t, name, m, want["attachments"])
	if o.Attachments != len(m.Attachments) {
		t.Errorf("%s: %d files are told of, %d are there", name, o.Attachments, len(m.Attachments))
	}
}

func (w *world) compareFiles(t *testing.T, name string, m ticket.Message, list any) {
	t.Helper()
	wanted, _ := list.([]any)
	var names []string
	for _, one := range wanted {
		file := one.(map[string]any)
		if p, _ := file["preferences"].(map[string]any); p["original-format"] != nil || p["content-alternative"] != nil {
			continue // The reference's copy of the HTML body.
		}
		names = append(names, norm.NFC.String(file["filename"].(string)))
		i := len(names) - 1
		if i >= len(m.Attachments) {
			t.Errorf("%s: %s is missing", name, names[i])
			continue
		}
		_, content, err := w.Ticket.Attachment(t.Context(), system, m.Attachments[i].ID)
		if err != nil {
			t.Fatal(err)
		}
		var got bytes.Buffer
		_, err = got.ReadFrom(content)
		if content.Close(); err != nil {
			t.Fatal(err)
		}
		if m.Attachments[i].Name != names[i] || !bytes.Equal(unix(got.Bytes()), unix([]byte(file["data"].(string)))) {
			t.Errorf("%s: file %q with %d bytes, want %q with %d", name, m.Attachments[i].Name, got.Len(), names[i], len(file["data"].(string)))
		}
	}
	if wanted != nil && len(names) != len(m.Attachments) {
		t.Errorf("%s: %d files, want %q", name, len(m.Attachments), names)
	}
}

func Test_bounces_open_no_case_and_are_not_answered(t *testing.T) {
	t.Parallel()
	files := found(t, "bounces/*.eml")
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		w := start(t, env, app.Options{})
		for _, file := range files {
			if o := w.deliver(t, read(t, file)); o.Result != inbox.Recorded || o.Ticket != 0 {
				t.Errorf("%s: %+v", filepath.Base(file), o)
			}
		}
		if n := w.tickets(t); n != 0 {
			t.Errorf("%d cases", n)
		}
		if mails := w.sent(t); len(mails) != 0 {
			t.Errorf("%d mails have left", len(mails))
		}
	})
}

func Test_only_what_is_new_in_a_reply_is_shown(t *testing.T) {
	t.Parallel()
	files := found(t, "email-reply/emails/*.txt")
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		w := start(t, env, app.Options{})
		first := w.send(t, letter{from: "anna@storstad.example", subject: "Trasig", text: "Hej"})
		ours := w.last(t)
		for _, file := range files {
			o := w.send(t, letter{from: "anna@storstad.example", subject: "Sv", text: string(read(t, file)), replyTo: ours.MailID})
			want(t, o, inbox.Appended, first.Ticket)
			m := w.entry(t, o)
			trimmed := string(read(t, strings.Replace(file, "/emails/", "/trimmed/", 1)))
			if solid(trimmed) == "" {
				continue // Nothing new: the text is a remark of ours.
			}
			if solid(m.Text) != solid(trimmed) {
				t.Errorf("%s:\n got %.300q\nwant %.300q", filepath.Base(file), m.Text, trimmed)
			}
		}
	})
}

func found(t *testing.T, pattern string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(shared.Dir(t), pattern))
	if err != nil || len(files) == 0 {
		t.Fatalf("nothing fits %s: %v", pattern, err)
	}
	return files
}

func read(t *testing.T, file string) []byte {
	t.Helper()
	return must(os.ReadFile(file))(t)
}

func exists(file string) bool {
	_, err := os.Stat(file)
	return err == nil
}

func unix(b []byte) []byte { return bytes.ReplaceAll(b, []byte("\r\n"), []byte("\n")) }

// expected reads the reference's Ruby YAML: its class tags mean nothing here, !binary is base64.
func expected(t *testing.T, file string) map[string]any {
	t.Helper()
	var doc yaml.Node
	if err := yaml.Unmarshal(read(t, file), &doc); err != nil {
		t.Fatal(err)
	}
	return plain(t, doc.Content[0]).(map[string]any)
}

func plain(t *testing.T, n *yaml.Node) any {
	t.Helper()
	switch n.Kind {
	case yaml.MappingNode:
		m := map[string]any{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			m[n.Content[i].Value] = plain(t, n.Content[i+1])
		}
		return m
	case yaml.SequenceNode:
		list := []any{}
		for _, c := range n.Content {
			list = append(list, plain(t, c))
		}
		return list
	case yaml.AliasNode:
		return plain(t, n.Alias)
	}
	if strings.HasSuffix(n.Tag, "binary") {
		return string(must(base64.StdEncoding.DecodeString(strings.Join(strings.Fields(n.Value), "")))(t))
	}
	return n.Value
}

// solid leaves out white space and marks that cannot be seen.
func solid(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, norm.NFC.String(s))
}

// letters are a text's letters in order, whatever was moved: for texts of which a part is folded away.
func letters(s string) string {
	r := []rune(solid(strings.ReplaceAll(s, ">", "")))
	slices.Sort(r)
	return string(r)
}

package parse

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

	"lotsen/internal/kit/htmlsafe"
	"lotsen/internal/testkit/shared"
)

// beside tells where our reading differs from the reference on purpose, field by field.
var beside = map[string]string{
	"mail018 subject":   "UTF-7 is decoded here and left encoded there",
	"mail018 body":      "UTF-7 is decoded here and left encoded there",
	"mail021 body":      "its UTF-8 with two foreign bytes is read there as iso-8859-2, which spoils the Cyrillic; and two brackets by HTML 4 names",
	"mail076 from":      "no address can be read; the reference gives the whole line",
	"mail087 from":      "«Test test@example.com» is a name and an address that can be answered",
	"mail087 from_name": "«Test test@example.com» is a name and an address that can be answered",
}

func Test_real_mail_is_read_as_the_reference_reads_it(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join(shared.Dir(t), "zammad-mail", "*.box"))
	if err != nil || len(files) == 0 {
		t.Fatal("no mails found", err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".box")
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			raw, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			m, err := Parse(raw, Limits{})
			if err != nil {
				t.Fatal(err)
			}
			checkClean(t, m)
			if _, err := os.Stat(strings.TrimSuffix(file, ".box") + ".yml"); err != nil {
				return
			}
			compare(t, name, m, readExpected(t, strings.TrimSuffix(file, ".box")+".yml"))
		})
	}
}

func compare(t *testing.T, name string, m Message, want map[string]any) {
	t.Helper()
	check := func(field, got string, want any) {
		t.Helper()
		w, ok := want.(string)
		if !ok {
			return
		}
		if got, w := solid(got), solid(w); got != w && beside[name+" "+field] == "" {
			t.Errorf("%s:\n got %.600q\nwant %.6000q", field, got, w)
		} else if got == w && beside[name+" "+field] != "" {
			t.Errorf("%s agrees now; take it off the list", field)
		}
	}
	check("from", m.From.Address, want["from_email"])
	check("from_name", m.From.Name, want["from_display_name"])
	check("subject", m.Subject, want["subject"])
	body, has := want["body"].(string)
	if m.HTML != "" {
		body = htmlsafe.Text(body)
	}
	if body == "no visible content" {
		body = ""
	}
	if has {
		check("body", m.Text, body)
	}
	checkAttachments(t, m, want["attachments"])
}

func checkAttachments(t *testing.T, m Message, want any) {
	t.Helper()
	list, ok := want.([]any)
	if !ok {
		return
	}
	var names, expected []string
	for _, a := range m.Attachments {
		names = append(names, a.Name)
	}
	for _, one := range list {
		file := one.(map[string]any)
		if preferences, _ := file["preferences"].(map[string]any); preferences["original-format"] != nil || preferences["content-alternative"] != nil {
			continue // the reference's copy of the HTML body
		}
		name := norm.NFC.String(file["filename"].(string))
		expected = append(expected, name)
		i := slices.Index(names, name)
		if i < 0 {
			continue
		}
		got, data := m.Attachments[i].Data, []byte(file["data"].(string))
		if strings.HasPrefix(m.Attachments[i].Type, "text/") {
			got, data = bytes.ReplaceAll(got, []byte("\r\n"), []byte("\n")), bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
		}
		if !bytes.Equal(got, data) {
			t.Errorf("%s holds %d bytes, want %d", name, len(got), len(data))
		}
	}
	if !slices.Equal(names, expected) {
		t.Errorf("attachments %q, want %q", names, expected)
	}
}

// checkClean holds what the database and the pages rely on.
func checkClean(t *testing.T, m Message) {
	t.Helper()
	line := []string{m.Subject, m.From.Name, m.From.Address, m.MessageID, m.Machine.Recipient, m.Machine.Reason}
	text := []string{m.Text, m.Quoted, m.HTML, m.Salvage}
	for _, a := range append(slices.Concat(m.To, m.Cc, m.ReplyTo), m.From) {
		line = append(line, a.Name, a.Address)
	}
	for _, a := range m.Attachments {
		line = append(line, a.Name, a.Declared, a.ContentID, a.Type)
		if a.Name == "" || strings.ContainsAny(a.Name, `/\:`) || strings.HasPrefix(a.Name, ".") {
			t.Errorf("unsafe name %q", a.Name)
		}
	}
	for _, n := range m.Numbers {
		line = append(line, n.Value)
	}
	for _, v := range m.Invites {
		line = append(line, v.Method, v.Title, v.Place, v.Organizer)
	}
	for _, e := range m.Enclosed {
		line, text = append(line, e.Name, e.Subject, e.From.Name, e.From.Address), append(text, e.Text)
	}
	line = append(line, m.Signers...)
	for _, s := range slices.Concat(line, m.References, m.InReplyTo, m.Machine.Originals, m.Languages) {
		if strings.ContainsFunc(s, unicode.IsControl) {
			t.Errorf("control characters in %.200q", s)
		}
		text = append(text, s)
	}
	for _, s := range text {
		if strings.ToValidUTF8(s, "") != s || strings.ContainsRune(s, 0) || !norm.NFC.IsNormalString(s) {
			t.Errorf("not clean: %.200q", s)
		}
	}
	if m.MessageID == "" {
		t.Error("no message id")
	}
}

func Test_bounces_are_known_as_machine_mail(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join(shared.Dir(t), "bounces", "*.eml"))
	if err != nil || len(files) == 0 {
		t.Fatal("no bounces found", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			raw, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			m, err := Parse(raw, Limits{})
			if err != nil {
				t.Fatal(err)
			}
			checkClean(t, m)
			if k := m.Machine.Kind; k != Bounce && k != DeliveryNotice && k != AutoReply {
				t.Errorf("taken for %s", k)
			}
		})
	}
}

// readExpected reads the reference's Ruby YAML: its class tags mean nothing here, !binary is base64.
func readExpected(t *testing.T, file string) map[string]any {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(b, &doc); err != nil {
		t.Fatal(err)
	}
	return plainNode(t, doc.Content[0]).(map[string]any)
}

func plainNode(t *testing.T, n *yaml.Node) any {
	t.Helper()
	switch n.Kind {
	case yaml.MappingNode:
		m := map[string]any{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			m[n.Content[i].Value] = plainNode(t, n.Content[i+1])
		}
		return m
	case yaml.SequenceNode:
		list := []any{}
		for _, c := range n.Content {
			list = append(list, plainNode(t, c))
		}
		return list
	case yaml.AliasNode:
		return plainNode(t, n.Alias)
	}
	if strings.HasSuffix(n.Tag, "binary") {
		b, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(n.Value), ""))
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	return n.Value
}

// solid leaves out all white space and marks that cannot be seen.
func solid(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, norm.NFC.String(s))
}

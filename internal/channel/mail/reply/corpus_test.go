package reply

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lotsen/internal/channel/mail/parse"
	"lotsen/internal/testkit/shared"
)

func Test_replies_of_many_programs_are_parted_as_people_part_them(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(shared.Dir(t), "email-reply")
	files, err := filepath.Glob(filepath.Join(dir, "emails", "*.txt"))
	if err != nil || len(files) == 0 {
		t.Fatal("no replies found", err)
	}
	for _, file := range files {
		name := filepath.Base(file)
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text := func(folder string) string {
				b, err := os.ReadFile(filepath.Join(dir, folder, name))
				if err != nil {
					t.Fatal(err)
				}
				return string(b)
			}
			fresh, elided := Trim(text("emails"))
			if d := cmp.Diff(loose(text("trimmed")), loose(fresh)); d != "" {
				t.Errorf("fresh: %s", d)
			}
			if d := cmp.Diff(loose(text("elided")), loose(elided)); d != "" {
				t.Errorf("elided: %s", d)
			}
		})
	}
}

func Test_a_mail_that_says_something_never_becomes_empty(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join(shared.Dir(t), "zammad-mail", "*.box"))
	if err != nil || len(files) == 0 {
		t.Fatal("no mails found", err)
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		m, err := parse.Parse(raw, parse.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		if fresh, _ := Trim(m.Quoted); fresh == "" && m.Quoted != "" {
			t.Errorf("%s: nothing is left of %q", filepath.Base(file), m.Quoted)
		}
	}
}

func loose(s string) string {
	var lines []string
	for _, l := range strings.Split(s, "\n") {
		lines = append(lines, strings.TrimRight(l, " \t\r"))
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

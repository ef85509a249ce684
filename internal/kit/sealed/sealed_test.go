package sealed_test

import (
	"errors"
	"strings"
	"testing"

	"lotsen/internal/kit/sealed"
)

func box(t *testing.T, secret, purpose string) *sealed.Box {
	t.Helper()
	b, err := sealed.New([]byte(secret), purpose)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestASecretOpensOnlyWhereItWasSealed(t *testing.T) {
	t.Parallel()
	b := box(t, "installationens", "mailbox")
	closed := b.Seal("12:password", "Sommar2026!")
	if closed == b.Seal("12:password", "Sommar2026!") || strings.Contains(closed, "Sommar") {
		t.Errorf("sealed text tells something: %s", closed)
	}
	if text, err := b.Open("12:password", closed); err != nil || text != "Sommar2026!" {
		t.Errorf("want the text again, got %q, %v", text, err)
	}
	for name, open := range map[string]func() (string, error){
		"another_place":        func() (string, error) { return b.Open("13:password", closed) },
		"another_purpose":      func() (string, error) { return box(t, "installationens", "partner").Open("12:password", closed) },
		"another_installation": func() (string, error) { return box(t, "grannens", "mailbox").Open("12:password", closed) },
		"changed":              func() (string, error) { return b.Open("12:password", closed[:len(closed)-2]+"AA") },
		"cut":                  func() (string, error) { return b.Open("12:password", "s1.AAAA") },
		"plain":                func() (string, error) { return b.Open("12:password", "Sommar2026!") },
	} {
		t.Run(name, func(t *testing.T) {
			if text, err := open(); !errors.Is(err, sealed.ErrClosed) || text != "" {
				t.Errorf("want ErrClosed, got %q, %v", text, err)
			}
		})
	}
	if text, err := b.Open("12:password", b.Seal("12:password", "")); text != "" || err != nil {
		t.Errorf("nothing stays nothing: %q, %v", text, err)
	}
	if _, err := sealed.New(nil, "mailbox"); err == nil {
		t.Error("want an error without a secret")
	}
}

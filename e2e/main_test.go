package e2e_test

import (
	"os"
	"testing"

	"lotsen/internal/testkit/browser"
	"lotsen/internal/testkit/slow"
)

func TestMain(m *testing.M) {
	if slow.LeftOut() {
		return
	}
	os.Exit(browser.Run(m))
}

// enter becomes a person of the small world by the one-click login.
func enter(p *browser.Page, base, name string) *browser.Page {
	return p.Go(base + "/login").Submit(`form[aria-label="` + name + `"] button`)
}

// lookAt is how a page is looked at that is shown in both languages.
var lookAt = map[string]func(*testing.T, *browser.Page, string){"sv": browser.AxeAll, "en": browser.AxePhone}

package app_test

import (
	"strings"
	"testing"

	"lotsen/internal/app"
	"lotsen/internal/testkit/dbtest"
	"lotsen/internal/testkit/req"
	"lotsen/internal/testkit/site"
)

// The portal stands at an address inside the customer's own domain; mails lead to it and nowhere else.
func TestLinks_in_mails_begin_with_the_address_that_is_configured(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		req.Proves(t, "PO-24")
		const address = "https://servicedesk.utbildning.storstad.example"
		s := site.Configured(t, env, func(o *app.Options) { o.BaseURL, o.NoMail = address, false })
		id := reportByForm(t, s)
		mails := mailed(t, s, id)
		if len(mails) == 0 {
			t.Fatal("nothing was mailed")
		}
		for _, m := range mails {
			if !strings.Contains(m.Text, address+"/tickets/"+id.String()) || strings.Contains(m.Text, "localhost") {
				t.Errorf("the mail leads elsewhere: %s", m.Text)
			}
		}
	})
}

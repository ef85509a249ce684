package imap_test

import (
	"net/netip"
	"strings"
	"testing"

	"lotsen/internal/channel/mail/imap"
	"lotsen/internal/desk/inbox"
	"lotsen/internal/kit/errs"
	"lotsen/internal/testkit/dbtest"
	"lotsen/internal/testkit/mailserver"
)

func TestA_try_tells_what_is_wrong(t *testing.T) {
	t.Parallel()
	d := mailserver.NewDovecot(t, "")
	w := newWorld(t, dbtest.SQLite(t))
	const user = "it@storstad.example"
	d.Put(user, letter("1", "Väntar", "", "Hej"))
	good := inbox.Defaults(1)
	good.Host, good.Port, good.Username = "127.0.0.1", d.TLS, user
	for name, row := range map[string]struct {
		change func(f *inbox.Fetch, o *imap.Options, s *inbox.Secrets)
		step   string
	}{
		"all_is_well":           {func(*inbox.Fetch, *imap.Options, *inbox.Secrets) {}, ""},
		"by_starttls":           {func(f *inbox.Fetch, _ *imap.Options, _ *inbox.Secrets) { f.Port, f.Security = d.Plain, inbox.StartTLS }, ""},
		"without_tls_where_let": {func(f *inbox.Fetch, _ *imap.Options, _ *inbox.Secrets) { f.Port, f.Security = d.Plain, inbox.Plain }, ""},
		"wrong_password":        {func(_ *inbox.Fetch, _ *imap.Options, s *inbox.Secrets) { s.Secret = "fel" }, imap.StepLogin},
		"no_such_server":        {func(f *inbox.Fetch, _ *imap.Options, _ *inbox.Secrets) { f.Host = "finns-inte.invalid" }, imap.StepName},
		"nobody_listens":        {func(f *inbox.Fetch, _ *imap.Options, _ *inbox.Secrets) { f.Port = mailserver.Port(t) }, imap.StepConnect},
		"a_private_network":     {func(_ *inbox.Fetch, o *imap.Options, _ *inbox.Secrets) { o.Networks = nil }, imap.StepRefused},
		"another_network": {func(_ *inbox.Fetch, o *imap.Options, _ *inbox.Secrets) {
			o.Networks = []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}
		}, imap.StepRefused},
		"a_certificate_of_nobody": {func(_ *inbox.Fetch, o *imap.Options, _ *inbox.Secrets) { o.Roots = nil }, imap.StepTLS},
		"tls_where_there_is_none": {func(f *inbox.Fetch, _ *imap.Options, _ *inbox.Secrets) { f.Port = d.Plain }, imap.StepTLS},
		"no_such_folder":          {func(f *inbox.Fetch, _ *imap.Options, _ *inbox.Secrets) { f.Folder = "Finns inte" }, imap.StepFolder},
	} {
		t.Run(name, func(t *testing.T) {
			f, o, s := good, loopback(d.Roots), inbox.Secrets{Secret: mailserver.Password}
			row.change(&f, &o, &s)
			found := newFetcher(w, w.Mail(), o).Try(t.Context(), f, s)
			step := ""
			if found.Err != nil {
				step, _ = imap.StepOf(found.Err)
			}
			if step != row.step || row.step == "" && found.Waiting != 1 {
				t.Errorf("want %q, got %q: %+v", row.step, step, found)
			}
			if found.Err != nil && strings.Contains(found.Err.Error(), mailserver.Password) {
				t.Errorf("the password is told: %v", found.Err)
			}
		})
	}
	if len(d.Mails(user, "")) != 1 || len(w.tickets()) != 0 {
		t.Error("a try has taken mail")
	}
}

func TestA_password_is_asked_for_again_when_it_would_go_elsewhere(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		w := newWorld(t, env)
		id := w.box("it@storstad.example", func(f *inbox.Fetch) { f.Port = 993 })
		f := w.state(id)
		if !f.HasSecret {
			t.Fatal("the password is not kept")
		}
		f.Folder = "Support"
		check(t, w.Inbox.SaveFetch(t.Context(), system, f, inbox.Secrets{}))
		f = w.state(id)
		f.Host = "imap.angripare.example"
		err := w.Inbox.SaveFetch(t.Context(), system, f, inbox.Secrets{})
		if fields := errs.FieldsOf(err); len(fields) != 1 || fields[0].Name != "secret" || fields[0].Key != "imap.error.secret_again" {
			t.Errorf("a password went to another server: %v", err)
		}
		kept, err := w.Inbox.Secrets(t.Context(), id)
		if err != nil || kept.Secret != mailserver.Password {
			t.Errorf("%+v %v", kept, err)
		}
		old := w.state(id)
		old.Version--
		if err := w.Inbox.SaveFetch(t.Context(), system, old, inbox.Secrets{}); !errs.Is(err, errs.Conflict) {
			t.Errorf("saved over somebody else's change: %v", err)
		}
	})
}

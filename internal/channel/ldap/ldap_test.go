package ldap_test

import (
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"testing"

	"lotsen/internal/channel/ldap"
	"lotsen/internal/desk/connector"
	"lotsen/internal/testkit/slapd"
)

const fresh = "Gråsparven-sjunger-1"

var here = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}

func to(s *slapd.Server, change ...func(*connector.To)) *connector.To {
	c := &connector.To{Kind: connector.Password, Secret: slapd.Secret, Config: connector.Config{
		URL: s.Secure(), Bind: slapd.Bind, Base: slapd.Base, Attr: "uid", By: connector.ByLogin, Set: connector.SetExtended, CA: s.CA,
	}}
	for _, fn := range change {
		fn(c)
	}
	return c
}

func order(login string) *connector.Order {
	return &connector.Order{Name: "x", Kind: connector.Password, Password: fresh, Person: connector.Who{Login: login, Email: login + "@example.se"}}
}

// faultOf is what an error means: "refused policy", "broken tls", "again" for one that is tried again.
func faultOf(err error) string {
	var r *connector.Refused
	var b *connector.Broken
	switch {
	case err == nil:
		return "done"
	case errors.As(err, &r):
		return "refused " + r.Key
	case errors.As(err, &b):
		return "broken " + b.Key
	}
	return "again"
}

func TestA_password_is_set_in_a_directory(t *testing.T) {
	t.Parallel()
	s := slapd.New(t, "anna=anna.berg@example.se", "bo", "tomas", "tomas", "stj*rna")
	d := ldap.New(ldap.Options{Networks: here})
	if s.Opens("anna", fresh) || !s.Opens("anna", slapd.First) {
		t.Fatal("the directory does not tell passwords apart")
	}
	for name, way := range map[string]func(*connector.To){
		"by_the_extended_operation": func(*connector.To) {},
		"by_start_tls": func(c *connector.To) {
			c.Config.URL, c.Config.StartTLS = s.Address(), true
		},
		"without_tls_on_this_machine": func(c *connector.To) { c.Config.URL, c.Config.CA = s.Address(), "" },
		"found_by_mail":               func(c *connector.To) { c.Config.Attr, c.Config.By = "mail", connector.ByEmail },
	} {
		t.Run(name, func(t *testing.T) {
			o := order("anna")
			o.Person.Email, o.Password = "anna.berg@example.se", fresh+name
			if err := d.Try(t.Context(), to(s, way)); err != nil {
				t.Errorf("tried: %v", err)
			}
			if _, err := d.Do(t.Context(), to(s, way), o); err != nil {
				t.Fatal(err)
			}
			if !s.Opens("anna", o.Password) || s.Opens("anna", slapd.First) {
				t.Error("the new password does not count, or the old one does")
			}
			if _, err := d.Do(t.Context(), to(s, way), o); faultOf(err) != "done" && faultOf(err) != "refused policy" {
				t.Errorf("the same again: %v", err)
			}
		})
	}
	// What is written as an attribute is judged by a directory that hashes it.
	written := to(s, func(c *connector.To) { c.Config.Set = connector.SetUser })
	if _, err := d.Do(t.Context(), written, order("bo")); err != nil || !s.Opens("bo", fresh) {
		t.Errorf("written as an attribute: %v", err)
	}
	if _, err := d.Do(t.Context(), to(s), order("stj*rna")); err != nil {
		t.Errorf("a login with a star is a login: %v", err)
	}
}

func TestWhat_a_directory_refuses_is_told_apart(t *testing.T) {
	t.Parallel()
	s := slapd.New(t, "anna", "tomas", "tomas")
	d := ldap.New(ldap.Options{Networks: here})
	for name, row := range map[string]struct {
		to    func(*connector.To)
		order func(*connector.Order)
		want  string
	}{
		"our_password_is_wrong":     {to: func(c *connector.To) { c.Secret = "gissat" }, want: "broken login"},
		"our_password_is_empty":     {to: func(c *connector.To) { c.Secret = "" }, want: "broken login"},
		"our_account_is_none":       {to: func(c *connector.To) { c.Config.Bind = "uid=ingen," + slapd.Base }, want: "broken login"},
		"our_account_may_not":       {to: func(c *connector.To) { c.Config.Bind = slapd.Weak }, want: "broken rights"},
		"the_base_is_none":          {to: func(c *connector.To) { c.Config.Base = "dc=annan" }, want: "broken refused"},
		"the_certificate":           {to: func(c *connector.To) { c.Config.CA = "" }, want: "broken tls"},
		"the_certificate_of_others": {to: func(c *connector.To) { c.Config.URL = fmt.Sprintf("ldaps://localhost:%d", s.TLS) }, want: "broken tls"},
		"start_tls_believed_by_nobody": {
			to: func(c *connector.To) { c.Config.URL, c.Config.StartTLS, c.Config.CA = s.Address(), true, "" }, want: "broken tls",
		},
		"nobody_of_that_name": {order: func(o *connector.Order) { o.Person.Login = "ingen" }, want: "refused unknown"},
		"no_name_at_all":      {order: func(o *connector.Order) { o.Person.Login = "" }, want: "refused unknown"},
		"a_star_is_no_name":   {order: func(o *connector.Order) { o.Person.Login = "*" }, want: "refused unknown"},
		"a_filter_is_no_name": {order: func(o *connector.Order) { o.Person.Login = "x)(|(uid=anna)" }, want: "refused unknown"},
		"two_of_that_name":    {order: func(o *connector.Order) { o.Person.Login = "tomas" }, want: "refused many"},
		"too_short":           {order: func(o *connector.Order) { o.Password = "kort" }, want: "refused policy"},
		"nobody_listens":      {to: func(c *connector.To) { c.Config.URL = "ldaps://127.0.0.1:1" }, want: "again"},
	} {
		t.Run(name, func(t *testing.T) {
			c, o := to(s), order("anna")
			if row.to != nil {
				row.to(c)
			}
			if row.order != nil {
				row.order(o)
			}
			_, err := d.Do(t.Context(), c, o)
			if got := faultOf(err); got != row.want {
				t.Errorf("want %s, got %s: %v", row.want, got, err)
			}
			if err != nil && (strings.Contains(err.Error(), o.Password) || c.Secret != "" && strings.Contains(err.Error(), c.Secret)) {
				t.Errorf("a secret stands in the error: %v", err)
			}
			if o.Password == fresh && s.Opens("anna", fresh) {
				t.Error("somebody's password was changed")
			}
		})
	}
}

func TestA_directory_that_was_away_is_asked_again(t *testing.T) {
	t.Parallel()
	s := slapd.New(t, "anna")
	d := ldap.New(ldap.Options{Networks: here})
	s.Stop()
	if _, err := d.Do(t.Context(), to(s), order("anna")); faultOf(err) != "again" {
		t.Errorf("away: %v", err)
	}
	s.Start()
	if _, err := d.Do(t.Context(), to(s), order("anna")); err != nil || !s.Opens("anna", fresh) {
		t.Errorf("back: %v", err)
	}
}

func TestA_directory_in_a_network_that_nobody_allowed_is_not_dialled(t *testing.T) {
	t.Parallel()
	d := ldap.New(ldap.Options{})
	for _, url := range []string{"ldap://127.0.0.1:389", "ldaps://localhost", "ldap://169.254.169.254:389", "ldaps://10.0.0.5", "ldap://[::1]", "ldaps://[::ffff:127.0.0.1]:636"} {
		c := &connector.To{Kind: connector.Password, Secret: "x", Config: connector.Config{URL: url, Bind: "cn=x", Base: "dc=x", Attr: "uid", By: connector.ByLogin, Set: connector.SetExtended}}
		if _, err := d.Do(t.Context(), c, order("anna")); faultOf(err) != "broken address" {
			t.Errorf("%s: %v", url, err)
		}
	}
}

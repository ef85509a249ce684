package catalogue_test

import (
	"testing"

	"lotsen/internal/desk/access"
	"lotsen/internal/desk/catalogue"
	"lotsen/internal/kit/authz"
	"lotsen/internal/testkit/req"
	"lotsen/internal/testkit/site"
)

func TestAccounts_for_those_who_are_no_employees_are_asked_for_by_designated_persons(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "RO-21")
		w := newWorld(t, s)
		w.publish(t, "consultant", "Konto för konsult", func(c *catalogue.Config) { c.Kind, c.Prices = catalogue.Account, nil })
		s.As(t, "anna").Get("/catalogue/consultant").MustBe(200).MustNotSee("Lägg i varukorgen")
		s.As(t, "olle").Get("/catalogue/consultant").MustBe(200).MustNotSee("Lägg i varukorgen") // An orderer is not designated.
		id, err := s.App.Access.Grant(t.Context(), system, access.GrantInput{Person: s.Person(t, "anna"), Role: "designated", Reach: authz.Organisation, Of: int64(w.Org.ID)})
		if err != nil {
			t.Fatal(err)
		}
		s.As(t, "anna").Get("/catalogue/consultant").MustBe(200).MustSee("Lägg i varukorgen")
		if err := s.App.Access.EndGrant(t.Context(), system, id); err != nil {
			t.Fatal(err)
		}
		s.As(t, "anna").Get("/catalogue/consultant").MustBe(200).MustNotSee("Lägg i varukorgen")
	})
}

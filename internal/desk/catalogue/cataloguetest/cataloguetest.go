// Package cataloguetest gives tests of other capabilities a small catalogue.
package cataloguetest

import (
	"testing"

	"lotsen/internal/desk/catalogue"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
)

// Publish publishes an order that costs a hundred kronor, after change has had a look at it.
func Publish(t testing.TB, s *catalogue.Service, org directory.OrgID, key, name string, change func(*catalogue.Config)) catalogue.Item {
	t.Helper()
	c := catalogue.Config{
		Kind: catalogue.Order, Category: "accessory", NameSv: name, AboutSv: "Bra att ha.", LeadDays: 5,
		Prices: []catalogue.Price{{Kind: catalogue.Purchase, Ore: 100_00, Per: catalogue.Once}},
	}
	if change != nil {
		change(&c)
	}
	i, err := s.Save(t.Context(), authz.System("test"), catalogue.SaveInput{Org: org, Key: key, Config: c, Publish: true})
	if err != nil {
		t.Fatalf("publish %s: %v", key, err)
	}
	return i
}

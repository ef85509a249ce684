package shipped_test

import (
	"slices"
	"strings"
	"testing"

	"lotsen/internal/desk/catalogue"
	"lotsen/internal/desk/catalogue/rule"
	"lotsen/internal/desk/catalogue/shipped"
)

func offers(t *testing.T, preset string) []catalogue.Offer {
	t.Helper()
	list, err := shipped.Offers(preset)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestEach_offer_is_whole(t *testing.T) {
	t.Parallel()
	for _, preset := range []string{"", "ekdal", "storstad"} {
		had := map[string]bool{}
		for _, o := range offers(t, preset) {
			if had[o.Key] {
				t.Errorf("%s: two offers are called %s", preset, o.Key)
			}
			had[o.Key] = true
			if o.NameSv == "" || o.NameEn == "" || o.AboutSv == "" || o.AboutEn == "" || (o.TermsSv == "") != (o.TermsEn == "") {
				t.Errorf("%s %s: words are missing in a language", preset, o.Key)
			}
			if !slices.Contains(catalogue.Categories(), o.Category) {
				t.Errorf("%s %s: the shelf %q is not known", preset, o.Key, o.Category)
			}
			if preset != "" && o.GroupName == "" && o.SupplierName == "" {
				t.Errorf("%s %s: nobody carries it out", preset, o.Key)
			}
			if o.Rule != "" && !slices.Contains(rule.Names(), o.Rule) {
				t.Errorf("%s %s: the rule %q is not known", preset, o.Key, o.Rule)
			}
			if o.Costs() != o.NeedsReference {
				t.Errorf("%s %s: what costs money needs an invoice reference, and nothing else does", preset, o.Key)
			}
			for _, f := range o.Fields {
				if f.Sv == "" || f.En == "" || (f.HelpSv == "") != (f.HelpEn == "") {
					t.Errorf("%s %s: the question %s lacks a language", preset, o.Key, f.Key)
				}
			}
			for _, name := range o.RouteNames {
				if strings.HasPrefix(name, "@") || preset != "" && name == "" {
					t.Errorf("%s %s: the route leads nowhere", preset, o.Key)
				}
			}
		}
	}
}

func TestConditions_that_agreements_name_are_in_the_offers(t *testing.T) {
	t.Parallel()
	all := map[string]catalogue.Offer{}
	for _, o := range offers(t, "ekdal") {
		all[o.Key] = o
	}
	for key, holds := range map[string]func(o *catalogue.Offer) bool{
		"datorarbetsplats":         func(o *catalogue.Offer) bool { return o.RenewMonths == 48 && o.Level == 1 },
		"lararedator":              func(o *catalogue.Offer) bool { return o.RenewMonths == 0 && o.Visible.Education && o.Level == 2 },
		"elevdator":                func(o *catalogue.Offer) bool { return o.Rule == rule.AgreedLife && o.Level == 3 },
		"flytt-av-datorutrustning": func(o *catalogue.Offer) bool { return o.Rule == rule.Hourly && o.Prices[0].Per == catalogue.PerHour },
		"utokad-mobilsupport":      func(o *catalogue.Offer) bool { return o.Rule == rule.Hourly && o.Prices[0].Per == catalogue.PerHour },
		"skrivare":                 func(o *catalogue.Offer) bool { return o.Rule == rule.FollowMe },
		rule.FollowMeKey:           func(o *catalogue.Offer) bool { return o.Service == 0 },
		"konto-ej-anstalld": func(o *catalogue.Offer) bool {
			return o.Kind == catalogue.Account && required(o, "end", catalogue.Date)
		},
		"aterstallning": func(o *catalogue.Offer) bool {
			return o.ServiceCode == "aterstallning" && required(o, "path", catalogue.Text) && required(o, "date", catalogue.Date)
		},
		"programpaketering": func(o *catalogue.Offer) bool {
			return required(o, rule.FieldDevices, catalogue.Number) && o.RouteNames[rule.RoutePackaging] != o.RouteNames[rule.RouteOperation]
		},
		"nytt-system":   func(o *catalogue.Offer) bool { return o.Kind == catalogue.Development && o.Rule == rule.NewSystem },
		"komplettering": func(o *catalogue.Offer) bool { return o.Kind == catalogue.Development && o.Rule == rule.Addition },
		"konferensrum": func(o *catalogue.Offer) bool {
			return required(o, "date", catalogue.Date) && required(o, "room", catalogue.Text)
		},
		"utbildning": func(o *catalogue.Offer) bool {
			return required(o, "date", catalogue.Date) && required(o, "participants", catalogue.Number)
		},
		"funktionsadress": func(o *catalogue.Offer) bool {
			return required(o, "responsible", catalogue.Person) && required(o, "unit", catalogue.Unit)
		},
		"overvakningskamera": func(o *catalogue.Offer) bool {
			return required(o, "storage", catalogue.Choice) && required(o, "viewers", catalogue.Long)
		},
	} {
		o, ok := all[key]
		if !ok || !holds(&o) {
			t.Errorf("%s is not as was agreed: %+v", key, o.Config)
		}
	}
}

func required(o *catalogue.Offer, key string, kind catalogue.Type) bool {
	f, ok := o.Field(key)
	return ok && f.Required && f.Type == kind
}

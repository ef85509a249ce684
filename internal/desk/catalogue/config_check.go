package catalogue

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
)

// Limits of an offer.
const (
	MaxPrices = 20
	MaxSteps  = 8
	MaxFields = 40
	maxOre    = 100_000_000_00 // A hundred million kronor.
	maxSeen   = 500
)

// keyForm is what the address of an offer and the key of a field look like.
var keyForm = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,59}$`)

// check cleans the words in place and returns everything wrong with them, by the names of an editor's fields.
func (c *Config) check() errs.Fields {
	var f errs.Fields
	for name, text := range map[string]*string{"name_sv": &c.NameSv, "name_en": &c.NameEn, "category": &c.Category, "keywords": &c.Keywords} {
		*text = clean.KeepLine(strings.TrimSpace(*text))
		if clean.Length(*text) > 300 {
			f.Add(name, "error.too_long", "max", 300)
		}
	}
	for name, text := range map[string]*string{"about_sv": &c.AboutSv, "about_en": &c.AboutEn, "terms_sv": &c.TermsSv, "terms_en": &c.TermsEn} {
		*text = strings.TrimSpace(clean.Keep(*text))
		if clean.Length(*text) > maxLong {
			f.Add(name, "error.too_long", "max", maxLong)
		}
	}
	slices.SortFunc(f, func(a, b errs.Field) int { return strings.Compare(a.Name, b.Name) }) // A map has no order.
	if clean.Blank(c.NameSv) {
		f.Add("name_sv", "error.required")
	}
	if clean.Blank(c.NameEn) && !clean.Blank(c.AboutEn+c.TermsEn) {
		f.Add("name_en", "catalogue.error.name_en")
	}
	if !slices.Contains(Kinds(), c.Kind) {
		f.Add("kind", "error.choose")
	}
	if c.Category == "" {
		c.Category = "other"
	}
	between := func(name string, n, low, high int) {
		if n < low || n > high {
			f.Add(name, "catalogue.error.between", "min", low, "max", high)
		}
	}
	between("lead_days", c.LeadDays, 0, 400)
	between("renew_months", c.RenewMonths, 0, 240)
	between("most", c.Most, 0, 1000)
	between("level", c.Level, 0, 20)
	c.checkPrices(&f)
	c.checkSteps(&f)
	c.checkFields(&f)
	c.Visible.check(&f)
	return f
}

func (c *Config) checkPrices(f *errs.Fields) {
	if len(c.Prices) > MaxPrices {
		f.Add("prices", "catalogue.error.many", "max", MaxPrices)
		return
	}
	for i, p := range c.Prices {
		at := fmt.Sprintf("price.%d.", i)
		if !slices.Contains(PriceKinds(), p.Kind) {
			f.Add(at+"kind", "error.choose")
		}
		if !slices.Contains(Pers(), p.Per) {
			f.Add(at+"per", "error.choose")
		}
		if p.Ore < 0 || p.Ore > maxOre {
			f.Add(at+"ore", "catalogue.error.money")
		}
		if slices.ContainsFunc(c.Prices[:i], func(o Price) bool { return o.Kind == p.Kind && o.Per == p.Per && o.From.Equal(p.From) }) {
			f.Add(at+"from", "catalogue.error.price_twice")
		}
	}
}

func (c *Config) checkSteps(f *errs.Fields) {
	if len(c.Steps) > MaxSteps {
		f.Add("steps", "catalogue.error.many", "max", MaxSteps)
		return
	}
	for i, s := range c.Steps {
		at := fmt.Sprintf("step.%d.", i)
		if !slices.Contains(Bys(), s.By) {
			f.Add(at+"by", "error.choose")
		}
		if s.Seq < 1 || s.Seq > MaxSteps {
			f.Add(at+"seq", "catalogue.error.between", "min", 1, "max", MaxSteps)
		}
		if s.Over < 0 || s.Over > maxOre {
			f.Add(at+"over", "catalogue.error.money")
		}
		if s.By == ByService && c.Service == 0 {
			f.Add(at+"by", "catalogue.error.step_service")
		}
	}
}

func (c *Config) checkFields(f *errs.Fields) {
	if len(c.Fields) > MaxFields {
		f.Add("fields", "catalogue.error.many", "max", MaxFields)
		return
	}
	for i := range c.Fields {
		x, at := &c.Fields[i], fmt.Sprintf("field.%d.", i)
		for _, text := range []*string{&x.Sv, &x.En, &x.HelpSv, &x.HelpEn} {
			*text = clean.Cut(clean.KeepLine(strings.TrimSpace(*text)), 400)
		}
		switch {
		case !keyForm.MatchString(x.Key):
			f.Add(at+"key", "field.key")
		case slices.ContainsFunc(c.Fields[:i], func(o Field) bool { return o.Key == x.Key }):
			f.Add(at+"key", "field.taken")
		}
		if clean.Blank(x.Sv) {
			f.Add(at+"sv", "error.required")
		}
		if !slices.Contains(Types(), x.Type) {
			f.Add(at+"type", "error.choose")
		}
		if !slices.Contains(Fills(), x.Fill) {
			f.Add(at+"fill", "error.choose")
		}
		if x.Min > x.Max {
			f.Add(at+"max", "catalogue.error.min_max")
		}
		if x.Type != Choice {
			x.Choices = nil
			continue
		}
		for j := range x.Choices {
			x.Choices[j] = Answer{clean.Line(x.Choices[j].Sv, maxLine), clean.Line(x.Choices[j].En, maxLine)}
		}
		x.Choices = slices.DeleteFunc(x.Choices, func(a Answer) bool { return a.Sv == "" })
		if len(x.Choices) == 0 || len(x.Choices) > 100 {
			f.Add(at+"choices", "catalogue.error.choices")
		}
	}
}

func (v *Visibility) check(f *errs.Fields) {
	if len(v.Sites)+len(v.NotSites)+len(v.Units)+len(v.Categories)+len(v.Roles) > maxSeen {
		f.Add("sites", "catalogue.error.many", "max", maxSeen)
	}
	for _, k := range v.Categories {
		if !k.Valid() {
			f.Add("categories", "error.choose")
			break
		}
	}
	for _, site := range v.Sites {
		if slices.Contains(v.NotSites, site) {
			f.Add("not_sites", "catalogue.error.site_both")
			break
		}
	}
	v.Categories = slices.Compact(slices.SortedFunc(slices.Values(v.Categories), func(a, b directory.Category) int { return strings.Compare(string(a), string(b)) }))
}

// CheckConfig cleans what somebody has written of an offer and returns everything wrong with it, before it is saved: for
// an editor that has found more to say of the same form.
func CheckConfig(c *Config) errs.Fields { return c.check() }

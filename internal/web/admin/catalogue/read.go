package catalogue

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"lotsen/internal/desk/catalogue"
	"lotsen/internal/desk/catalogue/rule"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/textindex"
	"lotsen/internal/web"
	"lotsen/internal/web/money"
)

// read makes out what the editor's form says, and what in it cannot be read at all.
func (e *editing) read(f *web.Form) (catalogue.SaveInput, errs.Fields) {
	r := reading{f: f}
	in := catalogue.SaveInput{ID: e.item.ID, Lock: f.Int("version"), Org: e.org, Key: f.Get("key"), Owner: directory.PersonID(f.Int("owner")), Review: r.day("review")}
	c := &in.Config
	c.Kind, c.Category = catalogue.Kind(f.Get("kind")), f.Get("category")
	if own := f.Get("category_own"); own != "" {
		c.Category = own
	}
	c.NameSv, c.NameEn, c.Keywords = f.Words("name_sv"), f.Words("name_en"), f.Words("keywords")
	c.AboutSv, c.AboutEn, c.TermsSv, c.TermsEn = f.Words("about_sv"), f.Words("about_en"), f.Words("terms_sv"), f.Words("terms_en")
	c.Service, c.Supplier, c.Group = ticket.ServiceID(f.Int("service")), ticket.SupplierID(f.Int("supplier")), directory.GroupID(f.Int("group"))
	c.Level, c.LeadDays, c.RenewMonths, c.Most = r.whole("level"), r.whole("lead_days"), r.whole("renew_months"), r.whole("most")
	c.Connector, c.Rule, c.Model = f.Get("connector"), f.Get("rule"), strings.Join(strings.Fields(f.Get("model")), " ")
	c.NeedsReference = f.Get("needs_reference") != ""
	for _, route := range rule.Routes() {
		if id := f.Int("route." + route); id != 0 {
			if c.Routes == nil {
				c.Routes = map[string]directory.GroupID{}
			}
			c.Routes[route] = directory.GroupID(id)
		}
	}
	for n := range rows(f, "prices", catalogue.MaxPrices) {
		at := row("price", n)
		c.Prices = append(c.Prices, catalogue.Price{Kind: f.Get(at + "kind"), Per: f.Get(at + "per"), Ore: r.ore(at+"ore", false), From: r.day(at + "from")})
	}
	for n := range rows(f, "steps", catalogue.MaxSteps) {
		at := row("step", n)
		c.Steps = append(c.Steps, catalogue.Step{Seq: r.whole(at + "seq"), By: catalogue.By(f.Get(at + "by")), Over: r.ore(at+"over", true)})
	}
	for n := range rows(f, "fields", catalogue.MaxFields) {
		c.Fields = append(c.Fields, r.field(row("field", n)))
	}
	e.readVisible(&r, &c.Visible)
	return in, r.wrong
}

// reading reads what people type and gathers what cannot be read.
type reading struct {
	f     *web.Form
	wrong errs.Fields
}

func (r *reading) whole(name string) int {
	typed := r.f.Get(name)
	if typed == "" {
		return 0
	}
	n, err := strconv.ParseInt(strings.ReplaceAll(typed, " ", ""), 10, 32)
	if err != nil {
		r.wrong.Add(name, "error.number")
	}
	return int(n)
}

func (r *reading) ore(name string, empty bool) int64 {
	typed := r.f.Get(name)
	if typed == "" && empty {
		return 0
	}
	n, ok := money.Read(typed)
	if !ok {
		r.wrong.Add(name, "catalogue.error.money")
	}
	return n
}

func (r *reading) day(name string) time.Time {
	typed := r.f.Get(name)
	if typed == "" {
		return time.Time{}
	}
	at, err := time.ParseInLocation(time.DateOnly, typed, clock.Stockholm())
	if err != nil {
		r.wrong.Add(name, "error.date")
		return time.Time{}
	}
	return at.UTC()
}

func (r *reading) field(at string) catalogue.Field {
	f := r.f
	x := catalogue.Field{
		Key: f.Get(at + "key"), Sv: f.Words(at + "sv"), En: f.Words(at + "en"), HelpSv: f.Words(at + "help_sv"), HelpEn: f.Words(at + "help_en"),
		Type: catalogue.Type(f.Get(at + "type")), Fill: f.Get(at + "fill"), Required: f.Get(at+"required") != "",
		Min: int64(r.whole(at + "min")), Max: int64(r.whole(at + "max")),
	}
	for line := range strings.Lines(f.Words(at + "choices")) {
		sv, en, _ := strings.Cut(strings.TrimSpace(line), "|")
		if sv = strings.TrimSpace(sv); sv != "" {
			x.Choices = append(x.Choices, catalogue.Answer{Sv: sv, En: strings.TrimSpace(en)})
		}
	}
	return x
}

func (e *editing) readVisible(r *reading, v *catalogue.Visibility) {
	v.Sites, v.NotSites = e.sites(r, "sites"), e.sites(r, "not_sites")
	v.Units = e.units(r, "units")
	for _, k := range directory.Categories() {
		if r.f.Get("categories."+string(k)) != "" {
			v.Categories = append(v.Categories, k)
		}
	}
	for _, role := range e.roles {
		if r.f.Get("roles."+role.Key) != "" {
			v.Roles = append(v.Roles, role.Key)
		}
	}
	v.Education, v.ByGrant = r.f.Get("education") != "", r.f.Get("by_grant") != ""
}

// sites are those that are named, one on each line.
func (e *editing) sites(r *reading, name string) []directory.SiteID {
	var out []directory.SiteID
	for word := range words(r.f.Words(name)) {
		at := slices.IndexFunc(e.allSites, func(s directory.Site) bool { return textindex.Fold(s.Name) == textindex.Fold(word) })
		if at < 0 {
			r.wrong.Add(name, "catalogue.error.unknown", "name", word)
			continue
		}
		out = append(out, e.allSites[at].ID)
	}
	return out
}

func (e *editing) units(r *reading, name string) []directory.UnitID {
	var out []directory.UnitID
	for word := range words(r.f.Words(name)) {
		id, ok := e.unitNamed(word)
		if !ok {
			r.wrong.Add(name, "catalogue.error.unknown", "name", word)
			continue
		}
		out = append(out, id)
	}
	return out
}

// words are the lines that say something, once each.
func words(text string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		had := map[string]bool{}
		for line := range strings.Lines(text) {
			if line = strings.TrimSpace(line); line != "" && !had[line] {
				had[line] = true
				if !yield(line) {
					return
				}
			}
		}
	}
}

// rows is how many rows of a sort a form has.
func rows(f *web.Form, name string, most int) int {
	return int(max(0, min(f.Int(name), int64(most))))
}

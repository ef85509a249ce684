package catalogue

import (
	"slices"
	"strings"

	"lotsen/internal/desk/catalogue"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/model"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/ui"
)

// Order is what somebody asks for on the page of an offer.
type Order struct {
	Offer     catalogue.Item
	To        catalogue.Recipient
	Reference directory.ReferenceID
	Model     model.ID
	Quantity  int
	Values    map[string]string
}

// Read makes out what a form asks for: the offer as it is shown to the person for whom it is, and answers that will do.
// Whether the actor may order it for that reference is the order's to say. Errors: errs.NotFound; errs.Forbidden when they
// may order nothing of the kind; errs.Conflict when the
// offer reads otherwise than its form did; errs.Invalid with every wrong field, after which Again shows the page.
func (p *Pages) Read(c *web.Ctx, f *web.Form) (Order, error) {
	var o Order
	var err error
	if o.To, err = p.recipient(c, directory.PersonID(f.Int("person"))); err != nil {
		return o, err
	}
	if o.Offer, err = p.offered(c, f, &o.To); err != nil {
		return o, err
	}
	if !catalogue.Offers(c.Actor(), &o.Offer.Config) {
		return o, errs.Denied(string(catalogue.VerbOf(&o.Offer.Config)))
	}
	if seen := f.Int("item_version"); seen != 0 && seen != o.Offer.Version {
		return o, errs.E(errs.Conflict, "catalogue.error.version")
	}
	values, wrong, err := p.ReadFields(c, f, &o.Offer, &o.To)
	if err != nil {
		return o, err
	}
	o.Values, o.Reference, o.Model, o.Quantity = values, directory.ReferenceID(f.Int("reference")), model.ID(f.Int("model")), 1
	if o.Offer.MostOf() > 1 {
		if o.Quantity = int(f.Int("quantity")); o.Quantity < 1 || o.Quantity > o.Offer.MostOf() {
			wrong.Add("quantity", "catalogue.error.between", "min", 1, "max", o.Offer.MostOf())
		}
	}
	if o.Offer.Model != "" && o.Model == 0 {
		wrong.Add("model", "error.choose")
	}
	if (o.Offer.Costs() || o.Offer.NeedsReference) && o.Reference == 0 {
		wrong.Add("reference", "error.choose")
	}
	return o, wrong.Err()
}

// ReadFields makes out the answers to an offer's questions alone. What came under names that are not asked is refused.
func (p *Pages) ReadFields(c *web.Ctx, f *web.Form, item *catalogue.Item, to *catalogue.Recipient) (map[string]string, errs.Fields, error) {
	raw := map[string]string{}
	for _, name := range f.Names() {
		if key, ok := strings.CutPrefix(name, catalogue.Name("")); ok && !strings.Contains(key, ".") && !strings.HasSuffix(key, "_name") {
			raw[key] = f.Words(name)
		}
	}
	o, err := p.Options(c, item, to, f)
	if err != nil {
		return nil, nil, err
	}
	var unclear errs.Fields
	for i := range item.Fields {
		x := &item.Fields[i]
		name := catalogue.Name(x.Key)
		switch x.Type {
		case catalogue.Period:
			if from, until := f.Get(name+".from"), f.Get(name+".to"); from+until != "" {
				raw[x.Key] = from + "/" + until
			}
		case catalogue.Person, catalogue.Unit:
			value, key := clear(f, name, o.found[x.Key])
			raw[x.Key] = value
			f.Set(name, value)
			if key != "" {
				unclear.Add(name, key)
			}
		}
	}
	values, wrong := catalogue.Check(&item.Config, raw)
	for _, w := range unclear {
		// What is unclear is not also missing.
		wrong = slices.DeleteFunc(wrong, func(o errs.Field) bool { return o.Name == w.Name })
		wrong = append(wrong, w)
	}
	known, err := catalogue.KnownIn(c.Context(), p.DB, c.Actor(), item.Org, []catalogue.Asked{{Item: &item.Config, Values: values}})
	if err != nil {
		return nil, nil, err
	}
	// The summary of errors leads to the field under the name that it has on the page.
	wrong = append(wrong, known[0]...)
	return values, wrong, nil
}

// clear is whom or what a name means: the one that was chosen among those that it fits, or the only one. Key is what is
// to be asked.
func clear(f *web.Form, name string, hits found) (value, key string) {
	chosen, typed := f.Get(name), strings.TrimSpace(f.Words(name+"_name"))
	if hits.few {
		return chosen, ""
	}
	if typed == "" {
		return "", ""
	}
	switch {
	case slices.ContainsFunc(hits.options, func(o ui.Option) bool { return o.Value == chosen }):
		return chosen, ""
	case len(hits.options) == 1:
		return hits.options[0].Value, ""
	case len(hits.options) == 0:
		return "", "catalogue.error.name_none"
	}
	return "", "catalogue.error.name_several"
}

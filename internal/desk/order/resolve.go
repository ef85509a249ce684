package order

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"lotsen/internal/desk/catalogue"
	"lotsen/internal/desk/catalogue/rule"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/model"
	"lotsen/internal/desk/service"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// wish is one thing for one person before the registers have been asked.
type wish struct {
	batch     int64 // Errors are named after it: "12.reference".
	item      catalogue.ID
	pack      PackageID
	person    directory.PersonID
	receiver  directory.PersonID
	reference directory.ReferenceID
	model     model.ID
	quantity  int
	answers   map[string]string
	field     string // Put before the keys of the form's fields: the part of a package.
	help      bool
	words     string
}

// name is what a field of the offer's form is called in the form that was shown: a package's has those of all its parts.
func (w *wish) name(field string) string {
	if key, ok := strings.CutPrefix(field, catalogue.Name("")); ok && w.field != "" {
		return catalogue.Name(w.field + key)
	}
	return w.field + field
}

// resolver asks the registers about many wishes at once: the number of statements follows the number of different things,
// not the number of wishes.
type resolver struct {
	who       authority
	org       directory.OrgID
	now       time.Time
	wrong     errs.Fields
	people    map[directory.PersonID]catalogue.Recipient
	by        difference
	offered   map[group]map[catalogue.ID]catalogue.Item
	refs      map[directory.ReferenceID]directory.Reference
	usable    []directory.Reference // Of the units of those who get something, in the order of their codes.
	receivers map[directory.PersonID]bool
	models    map[directory.UnitID]map[model.ID]*model.Model
	answers   map[answerKey]map[string]string
	checked   map[int64]bool // Batches whose answers are checked.
	// binding: what is resolved is to be ordered now, so a reference is needed.
	binding bool
	behalf  directory.PersonID
}

// group is what decides which offers somebody is shown.
type group struct {
	unit     directory.UnitID
	site     directory.SiteID
	category directory.Category
	person   directory.PersonID // Where an offer goes by the person.
}

type answerKey struct {
	item   catalogue.ID
	values string
}

// fault names something wrong with a wish, once for each batch.
func (r *resolver) fault(w *wish, name, key string, args ...any) {
	full := strconv.FormatInt(w.batch, 10) + "." + name
	if !slices.ContainsFunc(r.wrong, func(f errs.Field) bool { return f.Name == full }) {
		r.wrong.Add(full, key, args...)
	}
}

// resolve makes lines of wishes: each as it would be ordered now. What is wrong is in the fields, all at once; lines are
// complete only when nothing is. With binding, what is needed for an order to bind is asked for too.
func (s *Service) resolve(ctx context.Context, q sqldb.Querier, who authority, wishes []wish, binding bool) ([]Line, *resolver, error) {
	r := &resolver{who: who, org: directory.OrgID(who.who.Org), now: q.Now(), binding: binding, checked: map[int64]bool{}, models: map[directory.UnitID]map[model.ID]*model.Model{}}
	for _, step := range []func(context.Context, sqldb.Querier, []wish) error{r.findPeople, r.findOffers, r.checkAnswers, r.findReferences, r.findReceivers} {
		if err := step(ctx, q, wishes); err != nil {
			return nil, r, err
		}
	}
	out := make([]Line, 0, len(wishes))
	for i := range wishes {
		l, ok, err := r.line(ctx, q, &wishes[i])
		if err != nil {
			return nil, r, err
		}
		if ok {
			out = append(out, l)
		}
	}
	return out, r, nil
}

// findPeople reads those who are to get something, as far as the actor orders for them.
func (r *resolver) findPeople(ctx context.Context, q sqldb.Querier, wishes []wish) error {
	ids := distinct(wishes, func(w *wish) directory.PersonID { return w.person })
	list, err := catalogue.RecipientsKnownTo(ctx, q, r.who.by, r.who.who, ids...)
	if err != nil {
		return err
	}
	r.people = make(map[directory.PersonID]catalogue.Recipient, len(list))
	for _, p := range list {
		if p.Org == r.org {
			r.people[p.ID] = p
		}
	}
	return nil
}

// groupOf is what decides which offers somebody is shown: a role that they hold may, then each is a group of their own.
func (r *resolver) groupOf(p *catalogue.Recipient) group {
	g := group{unit: p.Unit, site: p.Site, category: p.Category}
	switch r.by {
	case byNothing:
		return group{}
	case byPerson:
		g.person = p.ID
	}
	return g
}

// findOffers reads what is offered: once where the offers are for everybody, once for those who are alike, and once for
// each where they go by the roles somebody holds.
func (r *resolver) findOffers(ctx context.Context, q sqldb.Querier, wishes []wish) error {
	ids := distinct(wishes, func(w *wish) catalogue.ID { return w.item })
	r.offered = map[group]map[catalogue.ID]catalogue.Item{}
	for i := range wishes {
		p, ok := r.people[wishes[i].person]
		if !ok {
			continue
		}
		if _, done := r.offered[r.groupOf(&p)]; done {
			continue
		}
		list, err := catalogue.OfferedToIn(ctx, q, r.who.who, &p, ids...)
		if err != nil {
			return err
		}
		if len(r.offered) == 0 {
			r.by = differs(list, len(ids))
		}
		r.offered[r.groupOf(&p)] = list
	}
	return nil
}

// By what it differs which offers people are shown.
type difference uint8

const (
	byPlace difference = iota // Unit, site and category.
	byNothing
	byPerson
)

// differs reads from what the first was shown by what it differs what others are. When something was hidden, nobody knows.
func differs(list map[catalogue.ID]catalogue.Item, asked int) difference {
	d := byNothing
	for id := range list {
		item := list[id]
		switch {
		case len(item.Visible.Roles) > 0:
			return byPerson
		case !item.Visible.Everybody():
			d = byPlace
		}
	}
	if len(list) < asked {
		return byPerson
	}
	return d
}

// item is an offer as it is shown to a person.
func (r *resolver) item(p *catalogue.Recipient, id catalogue.ID) (catalogue.Item, bool) {
	i, ok := r.offered[r.groupOf(p)][id]
	return i, ok && i.Orderable()
}

// checkAnswers cleans the answers to the form, once for those that are alike.
func (r *resolver) checkAnswers(ctx context.Context, q sqldb.Querier, wishes []wish) error {
	r.answers = map[answerKey]map[string]string{}
	var asked []catalogue.Asked
	var of []*wish
	for i := range wishes {
		w := &wishes[i]
		p, ok := r.people[w.person]
		if !ok {
			continue
		}
		item, ok := r.item(&p, w.item)
		key := keyOf(w)
		if _, done := r.answers[key]; done || !ok {
			continue
		}
		clean, wrong := catalogue.Check(&item.Config, w.answers)
		if !w.help { // What is to be specified is not complete.
			for _, f := range wrong {
				r.fault(w, w.name(f.Name), f.Key, f.Args...)
			}
		}
		r.answers[key] = clean
		asked, of = append(asked, catalogue.Asked{Item: &item.Config, Values: clean}), append(of, w)
	}
	wrong, err := catalogue.KnownIn(ctx, q, r.who.who, r.org, asked)
	for i := range wrong {
		for _, f := range wrong[i] {
			r.fault(of[i], of[i].name(f.Name), f.Key, f.Args...)
		}
	}
	return err
}

func keyOf(w *wish) answerKey {
	raw, err := json.Marshal(w.answers)
	if err != nil {
		return answerKey{} // Strings always marshal.
	}
	return answerKey{w.item, string(raw)}
}

// findReceivers reads which of the receivers may be one: an employee of the organisation, whose name the actor may know.
func (r *resolver) findReceivers(ctx context.Context, q sqldb.Querier, wishes []wish) error {
	r.receivers = map[directory.PersonID]bool{}
	ids := slices.DeleteFunc(distinct(wishes, func(w *wish) directory.PersonID { return w.receiver }), func(id directory.PersonID) bool {
		return id == 0 || id == r.who.orderer()
	})
	r.receivers[r.who.orderer()] = true
	if len(ids) == 0 {
		return nil
	}
	var w sqldb.Where
	r.who.names(&w)
	w.And("p.org_id = ? and p.active and p.category not in ('pupil', 'guardian') and p.id {{in ?}}", int64(r.org), sqldb.List[directory.PersonID](ids))
	return sqldb.Each(ctx, q, sqldb.Q("order.receivers", `select p.id from person p where `+w.SQL()), func(row sqldb.Row) error {
		var id directory.PersonID
		err := row.Scan(&id)
		r.receivers[id] = true
		return err
	}, w.Args()...)
}

// line is a wish as it would be ordered now. Ok is false when something is wrong with it.
func (r *resolver) line(ctx context.Context, q sqldb.Querier, w *wish) (Line, bool, error) {
	before := len(r.wrong)
	p, ok := r.people[w.person]
	if !ok {
		r.fault(w, "person", "order.error.person")
		return Line{}, false, nil
	}
	item, ok := r.item(&p, w.item)
	if !ok {
		r.fault(w, "item", "order.error.not_offered")
		return Line{}, false, nil
	}
	l := Line{
		Org: r.org, Item: item.ID, ItemVersion: item.Version, Kind: item.Kind, Sv: item.NameSv, En: item.NameEn, Package: w.pack, Person: p.ID, Receiver: w.receiver,
		Site: p.Site, Unit: p.Unit, Service: item.Service, Supplier: item.Supplier, Group: item.Group, Renew: item.RenewMonths, LeadDays: item.LeadDays,
		Quantity: w.quantity, Answers: nonNil(r.answers[keyOf(w)]), CostCentre: p.CostCentre,
		batch: w.batch, words: w.words, help: w.help, steps: item.Steps, units: p.Units, name: p.Name, place: p.UnitName,
	}
	if l.Quantity < 1 || l.Quantity > item.MostOf() {
		r.fault(w, "quantity", "order.error.quantity", "most", item.MostOf())
	}
	if l.Receiver == 0 {
		l.Receiver = r.who.orderer()
	} else if !r.receivers[l.Receiver] {
		r.fault(w, "receiver", "order.error.receiver")
	}
	r.place(&l, &item)
	chosen, err := r.model(ctx, q, w, &l, &item)
	if err != nil {
		return l, false, err
	}
	l.Prices = pricesOf(item.PricesAt(r.now), chosen)
	l.OnceOre, l.MonthOre = Totals(l.Prices, l.Quantity)
	r.applyRule(&l, &item, chosen)
	if err := r.pay(w, &l, &item, &p); err != nil {
		return l, false, err
	}
	return l, len(r.wrong) == before, nil
}

// place reads from the answers what rights and routes go by: a site and an object that the form asked for.
func (r *resolver) place(l *Line, item *catalogue.Item) {
	for _, f := range item.Fields {
		n, err := strconv.ParseInt(l.Answers[f.Key], 10, 64)
		if err != nil || n <= 0 {
			continue
		}
		switch f.Type {
		case catalogue.Site:
			l.Site = directory.SiteID(n)
		case catalogue.Object:
			l.Object = service.ObjectID(n)
		}
	}
}

func (r *resolver) model(ctx context.Context, q sqldb.Querier, w *wish, l *Line, item *catalogue.Item) (*model.Model, error) {
	kinds := item.Models()
	if len(kinds) == 0 {
		if w.model != 0 {
			r.fault(w, w.field+"model", "order.error.no_model")
		}
		return nil, nil
	}
	if w.model == 0 {
		if !w.help {
			r.fault(w, w.field+"model", "error.choose")
		}
		return nil, nil
	}
	there, known := r.models[l.Unit]
	if !known {
		// What may be ordered for a unit is read once, however many lines it has.
		list, err := model.Orderable(ctx, q, model.Want{Org: r.org, Unit: l.Unit, At: r.now})
		if err != nil {
			return nil, err
		}
		there = map[model.ID]*model.Model{}
		for i := range list {
			there[list[i].ID] = &list[i]
		}
		r.models[l.Unit] = there
	}
	m := there[w.model]
	if m != nil && !slices.Contains(kinds, string(m.Kind)) {
		m = nil
	}
	if m == nil {
		r.fault(w, w.field+"model", "model.error.not_orderable")
		return nil, nil
	}
	l.Model, l.ModelName = m.ID, m.Title()
	return m, nil
}

func (r *resolver) applyRule(l *Line, item *catalogue.Item, chosen *model.Model) {
	out := rule.Of(item.Rule, rule.Facts{Values: l.Answers, Quantity: l.Quantity, Network: chosen != nil && chosen.Network})
	if g, ok := item.Routes[out.Route]; ok && g != 0 {
		l.Group, l.Supplier = g, 0
	}
	l.CaseKind = ticket.Kind(out.Ticket)
	if out.Agreed && chosen != nil {
		l.Renew = chosen.Life
	}
}

// matter is what a right for the line can name.
func (l *Line) matter(units []int64) authz.Matter {
	return authz.Matter{
		Org: int64(l.Org), Units: units, Site: int64(l.Site), CostCentre: int64(l.CostCentre), Reference: int64(l.Reference), Service: int64(l.Service), Object: int64(l.Object),
	}
}

func distinct[T comparable](wishes []wish, of func(*wish) T) []T {
	seen := make(map[T]bool, len(wishes))
	var out []T
	for i := range wishes {
		v := of(&wishes[i])
		if !seen[v] {
			seen[v] = true
			out = append(out, v)
		}
	}
	return out
}

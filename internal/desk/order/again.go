package order

import (
	"context"
	"strconv"
	"strings"

	"lotsen/internal/desk/catalogue"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// Again puts what was ordered once into the actor's cart, filled in as it was then. What is not offered any more is left
// out: skipped is how many lines that is. Errors: errs.NotFound, errs.Forbidden, errs.Conflict when nothing is left.
func (s *Service) Again(ctx context.Context, by authz.Actor, id ID) (put, skipped int, err error) {
	if _, err := s.find(ctx, s.d.DB, by, id); err != nil {
		return 0, 0, err
	}
	err = s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		put, skipped = 0, 0
		known, err := s.seenIn(ctx, tx, by, id)
		if err != nil {
			return err
		}
		all, err := LinesIn(ctx, tx, id)
		if err != nil {
			return err
		}
		for _, in := range again(all, known) {
			switch _, err := s.add(ctx, tx, by, in, 0); {
			case errs.Is(err, errs.Invalid), errs.Is(err, errs.Forbidden):
				skipped += len(in.People)
			case err != nil:
				return err
			default:
				put += len(in.People)
			}
		}
		if put == 0 {
			return errs.E(errs.Conflict, "order.error.again")
		}
		return nil
	})
	return put, skipped, err
}

// again gathers lines that are alike into what would be put in a cart.
func again(all []Line, known map[LineID]bool) []AddInput {
	var out []AddInput
	at := map[string]int{}
	for i := range all {
		l := &all[i]
		if !known[l.ID] {
			continue
		}
		same := *l
		same.Person, same.CostCentre, same.Site = 0, 0, 0
		key := same.hash()
		n, ok := at[key]
		if !ok {
			n = len(out)
			at[key] = n
			out = append(out, AddInput{Item: l.Item, Receiver: l.Receiver, Reference: l.Reference, Model: l.Model, Quantity: l.Quantity, Answers: l.Answers})
		}
		out[n].People = append(out[n].People, l.Person)
	}
	return out
}

// Told is how the forms of lines were answered, in words for whoever carries them out: "question: answer". It asks once for
// each register, however many lines there are.
func (s *Service) Told(ctx context.Context, q sqldb.Querier, lang string, all []Line) (map[LineID][]string, error) {
	var refs []catalogue.Ref
	for i := range all {
		refs = append(refs, catalogue.Ref{Item: all[i].Item, Version: all[i].ItemVersion})
	}
	items, err := catalogue.ItemsAt(ctx, q, refs)
	if err != nil {
		return nil, err
	}
	names, err := answerNames(ctx, q, all, items)
	if err != nil {
		return nil, err
	}
	out := make(map[LineID][]string, len(all))
	for i := range all {
		l := &all[i]
		item := items[catalogue.Ref{Item: l.Item, Version: l.ItemVersion}]
		for _, f := range item.Fields {
			if value := l.Answers[f.Key]; value != "" {
				out[l.ID] = append(out[l.ID], f.Label(lang)+": "+shown(&f, value, lang, names))
			}
		}
	}
	return out, nil
}

// named is what a number of a register is called.
type named map[catalogue.Type]map[string]string

// shown is an answer in words.
func shown(f *catalogue.Field, value, lang string, names named) string {
	switch {
	case f.Type.Refers():
		return names[f.Type][value]
	case f.Type == catalogue.Bool:
		return "✓"
	case f.Type == catalogue.Period:
		return strings.Replace(value, "/", " – ", 1)
	case f.Type == catalogue.Choice:
		for _, a := range f.Choices {
			if a.Sv == value {
				return a.Label(lang)
			}
		}
	}
	return value
}

var tellers = map[catalogue.Type]sqldb.Stmt{
	catalogue.Person: sqldb.Q("order.told_people", `select p.id, p.given_name || ' ' || p.family_name from person p where p.id {{in $1}} and not p.protected`),
	catalogue.Site:   sqldb.Q("order.told_sites", `select s.id, s.name from site s where s.id {{in $1}}`),
	catalogue.Unit:   sqldb.Q("order.told_units", `select u.id, u.name from unit u where u.id {{in $1}}`),
	catalogue.Device: sqldb.Q("order.told_devices", `select d.id, d.name from device d where d.id {{in $1}}`),
	catalogue.Object: sqldb.Q("order.told_objects", `select b.id, b.name from service_object b where b.id {{in $1}}`),
}

func answerNames(ctx context.Context, q sqldb.Querier, all []Line, items map[catalogue.Ref]catalogue.Item) (named, error) {
	asked := map[catalogue.Type][]int64{}
	for i := range all {
		item := items[catalogue.Ref{Item: all[i].Item, Version: all[i].ItemVersion}]
		for _, f := range item.Fields {
			if n, err := strconv.ParseInt(all[i].Answers[f.Key], 10, 64); err == nil && f.Type.Refers() {
				asked[f.Type] = append(asked[f.Type], n)
			}
		}
	}
	out := named{}
	for t, ids := range asked {
		out[t] = map[string]string{}
		if err := sqldb.Each(ctx, q, tellers[t], func(r sqldb.Row) error {
			var id int64
			var name string
			err := r.Scan(&id, &name)
			out[t][strconv.FormatInt(id, 10)] = name
			return err
		}, sqldb.List[int64](ids)); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// References are those that the actor may choose among at the check-out, by code.
func (s *Service) References(ctx context.Context, st Standing) ([]directory.Reference, error) {
	who := st.a
	var out []directory.Reference
	have := map[directory.ReferenceID]bool{}
	for _, verb := range []authz.Verb{catalogue.MayPlace, catalogue.MayAccess, catalogue.MayAccount} {
		if !who.who.May(verb) || verb == catalogue.MayAccess && who.who.May(catalogue.MayPlace) {
			continue // Those who place orders ask for access by the same rights.
		}
		list, err := s.d.Directory.ReferencesFor(ctx, who.who, verb, directory.OrgID(who.who.Org), 500)
		if err != nil {
			return nil, err
		}
		for _, f := range list {
			if !have[f.ID] {
				have[f.ID] = true
				out = append(out, f)
			}
		}
	}
	return out, nil
}

// ReferenceOf is the invoice reference of a code in the organisation of whoever orders. Whether they may order on it is
// asked when they do. Errors: errs.NotFound.
func (s *Service) ReferenceOf(ctx context.Context, by authz.Actor, customer directory.PersonID, code string) (directory.ReferenceID, error) {
	who, err := s.authority(ctx, s.d.DB, by, customer)
	if err != nil {
		return 0, err
	}
	f, err := directory.ReferenceByCode(ctx, s.d.DB, directory.OrgID(who.who.Org), code)
	return f.ID, err
}

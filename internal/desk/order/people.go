package order

import (
	"context"
	"slices"
	"strings"

	"lotsen/internal/desk/catalogue"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/sqldb"
)

// Unclear is a line of a list of people that leads to nobody for whom the actor orders.
type Unclear struct {
	Row  int
	Text string
}

// People finds those for whom something is to be ordered: by a list with a login or a mail address on each line, and all of
// a unit with what lies below it. Who is unknown and who is out of reach is told apart by nobody. Errors: errs.Forbidden.
func (s *Service) People(ctx context.Context, by authz.Actor, customer directory.PersonID, text string, unit directory.UnitID) ([]catalogue.Recipient, []Unclear, error) {
	who, err := s.authority(ctx, s.d.DB, by, customer)
	if err != nil {
		return nil, nil, err
	}
	var ids []directory.PersonID
	rows, unclear := words(text)
	byWord := map[string][]directory.PersonID{}
	if len(rows) > 0 {
		list := make([]string, len(rows))
		for i, r := range rows {
			list[i] = r.Text
		}
		if err := sqldb.Each(ctx, s.d.DB, peopleNamed, func(r sqldb.Row) error {
			var id directory.PersonID
			var login, mail string
			if err := r.Scan(&id, sqldb.ScanText(&login), sqldb.ScanText(&mail)); err != nil {
				return err
			}
			for _, word := range []string{strings.ToLower(login), strings.ToLower(mail)} {
				if word != "" && !slices.Contains(byWord[word], id) {
					byWord[word] = append(byWord[word], id)
				}
			}
			ids = append(ids, id)
			return nil
		}, who.who.Org, sqldb.List[string](list)); err != nil {
			return nil, nil, err
		}
	}
	if unit != 0 {
		of, err := sqldb.All(ctx, s.d.DB, peopleOfUnit, sqldb.Value[directory.PersonID], who.who.Org, int64(unit), MostLines+1)
		if err != nil {
			return nil, nil, err
		}
		ids = append(ids, of...)
	}
	if len(ids) == 0 {
		return nil, append(unclear, rows...), nil
	}
	found, err := catalogue.RecipientsKnownTo(ctx, s.d.DB, who.by, who.who, ids...)
	if err != nil {
		return nil, nil, err
	}
	known := map[directory.PersonID]bool{}
	for i := range found {
		known[found[i].ID] = true
	}
	for _, r := range rows {
		if !slices.ContainsFunc(byWord[r.Text], func(id directory.PersonID) bool { return known[id] }) {
			unclear = append(unclear, r)
		}
	}
	slices.SortFunc(found, func(a, b catalogue.Recipient) int { return strings.Compare(a.Name, b.Name) })
	return found, unclear, nil
}

// words are the lines of a list, cleaned and in small letters; those of nothing are left out.
func words(text string) (rows, wrong []Unclear) {
	n := 0
	for line := range strings.SplitSeq(clean.Keep(text), "\n") {
		n++
		word := strings.ToLower(strings.Trim(clean.Line(line, 0), " ,;<>"))
		switch {
		case word == "":
		case len(rows) >= MostLines || !clean.Fits(word, 200):
			wrong = append(wrong, Unclear{n, clean.Cut(word, 60)})
		default:
			rows = append(rows, Unclear{n, word})
		}
	}
	return rows, wrong
}

var (
	peopleNamed = sqldb.Q("order.people_named", `select p.id, p.login, p.email from person p
		where p.org_id = $1 and p.active and (lower(p.login) {{in $2}} or lower(p.email) {{in $2}})`)
	peopleOfUnit = sqldb.Q("order.people_of_unit", `select p.id from person p join unit u on u.id = p.unit_id join unit top on top.id = $2 and top.org_id = u.org_id
		and u.path >= top.path and u.path < top.path || '~' where p.org_id = $1 and p.active order by p.sort_key, p.id limit $3`)
)

// PeopleOf changes who gets what a batch of a cart holds. Errors: as Add, errs.NotFound for a batch that is not there.
func (s *Service) PeopleOf(ctx context.Context, by authz.Actor, customer directory.PersonID, batch int64, add []directory.PersonID, only bool) error {
	return s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		who, err := s.authority(ctx, tx, by, customer)
		if err != nil {
			return err
		}
		all, err := linesOfCart(ctx, tx, who.whose)
		if err != nil {
			return err
		}
		var in AddInput
		found := false
		for i := range all {
			c := &all[i]
			if c.Batch != batch {
				continue
			}
			if !found {
				in = AddInput{
					Customer: customer, Item: c.Item, Package: c.Package, Receiver: c.Receiver, Reference: c.Reference, Model: c.Model, Quantity: c.Quantity,
					Answers: c.Answers, Help: c.Help, Words: c.Words,
				}
				found = true
			}
			if !only {
				in.People = append(in.People, c.Person)
			}
		}
		if !found {
			return missing(nil)
		}
		in.People = append(in.People, add...)
		_, err = s.add(ctx, tx, by, in, batch)
		return err
	})
}

// Standing is by whose rights the actor orders for a customer, for pages that show what the customer may order. Errors: as
// Cart.
func (s *Service) Standing(ctx context.Context, by authz.Actor, customer directory.PersonID) (authz.Actor, error) {
	who, err := s.authority(ctx, s.d.DB, by, customer)
	return who.who, err
}

// Receiver is the designated employee whom a login or a mail address means. Errors: errs.NotFound when it means nobody, or
// nobody who may take delivery.
func (s *Service) Receiver(ctx context.Context, by authz.Actor, customer directory.PersonID, word string) (directory.PersonID, error) {
	who, err := s.authority(ctx, s.d.DB, by, customer)
	if err != nil {
		return 0, err
	}
	rows, _ := words(word)
	if len(rows) != 1 {
		return 0, missing(nil)
	}
	var w sqldb.Where
	who.names(&w)
	w.And("p.org_id = ? and p.active and p.category not in ('pupil', 'guardian') and (lower(p.login) = ? or lower(p.email) = ?)", who.who.Org, rows[0].Text, rows[0].Text)
	ids, err := sqldb.All(ctx, s.d.DB, sqldb.Q("order.receiver", `select p.id from person p where `+w.SQL()+` order by p.id limit 2`), sqldb.Value[directory.PersonID], w.Args()...)
	if err == nil && len(ids) != 1 {
		return 0, missing(nil)
	}
	if err != nil {
		return 0, err
	}
	return ids[0], nil
}

package order

import (
	"context"

	"lotsen/internal/desk/access"
	"lotsen/internal/desk/catalogue"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// authority is who orders and by whose rights: the desk orders for a customer by the customer's, so that what may be
// ordered, who pays and who says yes is the same whichever way the order came.
type authority struct {
	by    authz.Actor // Who acts.
	who   authz.Actor // By whose rights.
	whose Whose
}

// orderer is whose order it becomes.
func (a *authority) orderer() directory.PersonID { return directory.PersonID(a.who.Person) }

// names leaves out people (p) whose names either of the two may not know.
func (a *authority) names(w *sqldb.Where) {
	for _, reader := range []authz.Actor{a.by, a.who} {
		condition, args := directory.NamesSeen(reader).For("p").SQL()
		w.And(condition, args...)
	}
}

// registers reports whether the desk orders for somebody.
func (a *authority) registers() bool { return a.whose.Customer != 0 }

// authority finds by whose rights the actor orders. Errors: errs.Forbidden; errs.NotFound for a customer out of reach.
func (s *Service) authority(ctx context.Context, q sqldb.Querier, by authz.Actor, customer directory.PersonID) (authority, error) {
	a := authority{by: by, who: by, whose: Whose{Owner: directory.PersonID(by.Person), Customer: customer}}
	if by.Person == 0 {
		return a, errs.Denied(string(catalogue.MayPlace))
	}
	if customer == 0 {
		if !Orders(by) {
			return a, errs.Denied(string(catalogue.MayPlace))
		}
		return a, nil
	}
	if !by.May(catalogue.MayRegister) {
		return a, errs.Denied(string(catalogue.MayRegister))
	}
	// By the right to order for customers alone: other rights reach other people.
	desk := by
	desk.Grants = nil
	for _, g := range by.Grants {
		if g.Verb == catalogue.MayRegister {
			desk.Grants = append(desk.Grants, g)
		}
	}
	known, err := catalogue.RecipientsIn(ctx, q, desk, customer)
	if err != nil {
		return a, err
	}
	if len(known) == 0 || int64(customer) == by.Person {
		return a, errs.Missing()
	}
	a.who, err = actorIn(ctx, q, customer)
	return a, err
}

var desksOf = sqldb.Q("order.desks", `select d.id from desk d where d.org_id = $1 and d.active order by d.id`)

// actorIn is what a person may do just now. Errors: errs.NotFound for somebody who has left.
func actorIn(ctx context.Context, q sqldb.Querier, id directory.PersonID) (authz.Actor, error) {
	a, err := access.ActorIn(ctx, q, id)
	if err == nil && a.Person == 0 {
		err = errs.Missing()
	}
	return a, err
}

// Standing is by whose rights somebody orders, found once for a page that asks several things.
type Standing struct{ a authority }

// Who is the actor by whose rights it is ordered: the customer, where the desk orders for one.
func (s Standing) Who() authz.Actor { return s.a.who }

// Stand finds by whose rights the actor orders, for themselves or for a customer. Errors: as Cart.
func (s *Service) Stand(ctx context.Context, by authz.Actor, customer directory.PersonID) (Standing, error) {
	a, err := s.authority(ctx, s.d.DB, by, customer)
	return Standing{a}, err
}

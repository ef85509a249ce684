package order

import (
	"context"
	"slices"
	"strconv"

	"lotsen/internal/desk/approval"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/model"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// ChangeInput is what a line is to be instead.
type ChangeInput struct {
	Version   int64 // Of the line that was shown; 0: whichever.
	Receiver  directory.PersonID
	Reference directory.ReferenceID
	Model     model.ID
	Quantity  int
	Answers   map[string]string
	Comment   string
}

// ChangeLine changes a line before its delivery has begun. The change is logged, and what somebody had said yes to has to
// be approved anew. A line that was already on its way to those who carry it out is taken back, and another stands in its
// place: its number is returned. Errors: errs.Invalid named as in the form, errs.Conflict when delivery has begun or
// somebody else changed the line, errs.NotFound, errs.Forbidden.
func (s *Service) ChangeLine(ctx context.Context, by authz.Actor, id ID, line LineID, in ChangeInput) (LineID, error) {
	after := line
	err := s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		o, behalf, err := s.mayChange(ctx, tx, by, id)
		if err != nil {
			return err
		}
		old, err := s.changeableLine(ctx, tx, by, id, line)
		if err != nil {
			return err
		}
		switch {
		case !old.State.Changeable():
			return errs.E(errs.Conflict, "order.error.begun", "order", o.ID.String())
		case in.Version != 0 && in.Version != old.Version:
			return errs.E(errs.Conflict, "error.changed_meanwhile")
		}
		l, err := s.instead(ctx, tx, by, &o, &old, in)
		if err != nil {
			return err
		}
		changes := differences(&old, &l)
		if len(changes) == 0 {
			return nil
		}
		p := Payload{Lines: []LineID{line}, Changes: changes, Comment: clean.Line(in.Comment, maxComment)}
		if old.State == Ordered {
			after, err = s.replace(ctx, tx, by, &o, &old, &l, p, behalf)
			return err
		}
		l.ID, l.State, l.Ticket, l.help = old.ID, old.State, old.Ticket, old.State == Specify
		if err := s.write(ctx, tx, &l); err != nil {
			return err
		}
		if err := s.tell(ctx, tx, by, id, EventChanged, behalf, p); err != nil {
			return err
		}
		return s.ask(ctx, tx, by, &o, []Line{l}, true)
	})
	return after, err
}

// instead is the line as it would be ordered now, by the rights of whoever ordered it.
func (s *Service) instead(ctx context.Context, tx *sqldb.Tx, by authz.Actor, o *Order, old *Line, in ChangeInput) (Line, error) {
	who, err := s.rights(ctx, tx, by, o)
	if err != nil {
		return Line{}, err
	}
	if in.Quantity == 0 {
		in.Quantity = old.Quantity
	}
	w := wish{
		item: old.Item, pack: old.Package, person: old.Person, receiver: in.Receiver, reference: in.Reference, model: in.Model, quantity: in.Quantity, answers: in.Answers,
		help: old.State == Specify,
	}
	list, r, err := s.resolve(ctx, tx, who, []wish{w}, true)
	if err != nil {
		return Line{}, err
	}
	if err := plain(r.wrong).Err(); err != nil {
		return Line{}, err
	}
	l := list[0]
	l.Order, l.Pos, l.OrderedAt, l.PackageSv, l.PackageEn = old.Order, old.Pos, old.OrderedAt, old.PackageSv, old.PackageEn
	l.Hash = l.hash()
	return l, nil
}

// rights is by whose rights the actor changes an order: their own, those in which they stand in the place of whoever
// ordered, and at the desk the customer's.
func (s *Service) rights(ctx context.Context, tx *sqldb.Tx, by authz.Actor, o *Order) (authority, error) {
	if me := directory.PersonID(by.Person); me == o.Orderer || me == o.For {
		return authority{by: by, who: by, whose: Whose{Owner: me}}, nil
	}
	who, err := s.standsFor(ctx, tx, by, o)
	if err != nil || by.IsSystem() || o.Register != 0 && registers(by, o) {
		return who, err
	}
	who.who.Grants = slices.DeleteFunc(slices.Clone(who.who.Grants), func(g authz.Grant) bool { return slices.Contains(placing(), g.Verb) })
	for _, g := range substituted(by) {
		if directory.PersonID(g.For) == o.Orderer {
			g.For = 0
			who.who.Grants = append(who.who.Grants, g)
		}
	}
	return who, nil
}

// standsFor is the authority of whoever ordered, whole.
func (s *Service) standsFor(ctx context.Context, tx *sqldb.Tx, by authz.Actor, o *Order) (authority, error) {
	who, err := actorIn(ctx, tx, o.Orderer)
	return authority{by: by, who: who, whose: Whose{Owner: directory.PersonID(by.Person)}}, err
}

// replace takes back a line that was released and puts another in its place.
func (s *Service) replace(ctx context.Context, tx *sqldb.Tx, by authz.Actor, o *Order, old, l *Line, p Payload, behalf directory.PersonID) (LineID, error) {
	if err := s.d.Approval.WithdrawIn(ctx, tx, by, approval.Subject{Kind: subject, ID: int64(o.ID)}, []int64{int64(old.ID)}); err != nil {
		return 0, err
	}
	if err := s.move(ctx, tx, by, move{to: Cancelled, kind: EventCancelled, stmt: moveEnded, p: Payload{Comment: p.Comment}, on: behalf}, []LineID{old.ID}); err != nil {
		return 0, err
	}
	put := []Line{*l}
	if err := insertLines(ctx, tx, o, put); err != nil {
		return 0, err
	}
	p.New = put[0].ID
	if err := s.tell(ctx, tx, by, o.ID, EventChanged, behalf, p); err != nil {
		return 0, err
	}
	return put[0].ID, s.ask(ctx, tx, by, o, put, false)
}

var updateLine = sqldb.Q("order.line_update", `update order_line set item_version = $2, receiver_id = $3, reference_id = $4, cost_centre_id = $5, site_id = $6, object_id = $7,
	supplier_id = $8, group_id = $9, model_id = $10, model = $11, renew_months = $12, case_kind = $13, quantity = $14, answers = $15, prices = $16, once_ore = $17,
	month_ore = $18, lead_days = $19, hash = $20, proposed = $21, state = $22, version = version + 1 where id = $1`)

func (s *Service) write(ctx context.Context, tx *sqldb.Tx, l *Line) error {
	row, err := rowOf(l)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, updateLine, int64(l.ID), l.ItemVersion, sqldb.ID(l.Receiver), sqldb.ID(l.Reference), sqldb.ID(l.CostCentre), sqldb.ID(l.Site), sqldb.ID(l.Object),
		sqldb.ID(l.Supplier), sqldb.ID(l.Group), sqldb.ID(l.Model), l.ModelName, l.Renew, string(l.CaseKind), l.Quantity, row.Answers, row.Prices, l.OnceOre, l.MonthOre,
		l.LeadDays, l.Hash, l.Proposed, string(l.State))
	return err
}

// differences are what a change made of a line.
func differences(old, l *Line) []Change {
	var out []Change
	add := func(what, from, to string) {
		if from != to {
			out = append(out, Change{what, from, to})
		}
	}
	number := func(n int64) string { return strconv.FormatInt(n, 10) }
	add("quantity", strconv.Itoa(old.Quantity), strconv.Itoa(l.Quantity))
	add("receiver", number(int64(old.Receiver)), number(int64(l.Receiver)))
	add("reference", number(int64(old.Reference)), number(int64(l.Reference)))
	add("model", old.ModelName, l.ModelName)
	add("price", number(old.OnceOre)+"/"+number(old.MonthOre), number(l.OnceOre)+"/"+number(l.MonthOre))
	keys := make([]string, 0, len(old.Answers)+len(l.Answers))
	for key := range old.Answers {
		keys = append(keys, key)
	}
	for key := range l.Answers {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	for _, key := range slices.Compact(keys) {
		add("answer:"+key, old.Answers[key], l.Answers[key])
	}
	return out
}

package order

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"lotsen/internal/desk/approval"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// Choice is what a check-out says of a batch beyond what the cart holds.
type Choice struct {
	Reference directory.ReferenceID // 0: as in the cart, or the one that stands for each person's unit.
	Receiver  directory.PersonID    // 0: as in the cart, or whoever orders.
}

// Every names the choice for all batches for which nothing else is said.
const Every int64 = 0

// PlaceInput is a check-out.
type PlaceInput struct {
	Customer directory.PersonID
	Choices  map[int64]Choice
	// Seen is the Digest of the preview that was shown; "" where nobody was shown one.
	Seen string
	// Agree says yes to what has changed since it was put in the cart.
	Agree   bool
	Channel ticket.Channel // "": the portal.
}

// Place orders everything in a cart at once: whole or not at all. Errors: errs.Invalid with names as "12.reference", for
// batch 12; errs.Conflict when nothing is in the cart any more, or when what is offered has changed since it was shown.
func (s *Service) Place(ctx context.Context, by authz.Actor, in PlaceInput) (Order, error) {
	var o Order
	err := s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		who, err := s.authority(ctx, tx, by, in.Customer)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, lockOwner, int64(who.whose.Owner)); err != nil {
			return err // Of two check-outs at once, the second finds the cart empty.
		}
		p, r, err := s.preview(ctx, tx, who, in.Choices)
		if err != nil {
			return err
		}
		if r == nil {
			return errs.E(errs.Conflict, "order.error.empty")
		}
		if err := p.Wrong.Err(); err != nil {
			return err
		}
		if in.Seen != "" && in.Seen != p.Digest {
			return errs.E(errs.Conflict, "order.error.changed")
		}
		if len(p.Changed) > 0 && !in.Agree {
			var f errs.Fields
			f.Add("agree", "order.error.agree")
			return f.Err()
		}
		if _, err := tx.Exec(ctx, emptyCart, int64(who.whose.Owner), sqldb.List[CartID](p.ids)); err != nil {
			return err
		}
		o, err = s.place(ctx, tx, who, p.Lines, r, in.Channel, len(p.Changed) > 0)
		return err
	})
	return o, err
}

var (
	lockOwner = sqldb.Q("order.lock_owner", `update cart_line set version = version + 1 where owner_id = $1`)
	emptyCart = sqldb.Q("order.cart_empty", `delete from cart_line where owner_id = $1 and id {{in $2}}`)
)

// PlaceNow orders without a cart: by the API, by what another capability proposes. What is wrong is named
// "lines.0.reference". Errors: as Place.
func (s *Service) PlaceNow(ctx context.Context, by authz.Actor, customer directory.PersonID, in []AddInput, channel ticket.Channel) (Order, error) {
	var o Order
	err := s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		var err error
		o, err = s.PlaceNowIn(ctx, tx, by, customer, in, channel)
		return err
	})
	return o, err
}

// PlaceNowIn is PlaceNow inside a transaction.
func (s *Service) PlaceNowIn(ctx context.Context, tx *sqldb.Tx, by authz.Actor, customer directory.PersonID, in []AddInput, channel ticket.Channel) (Order, error) {
	who, err := s.authority(ctx, tx, by, customer)
	if err != nil {
		return Order{}, err
	}
	var cart []CartLine
	var wrong errs.Fields
	for i := range in {
		if err := in[i].check(who); err != nil {
			for _, f := range errs.FieldsOf(err) {
				wrong.Add(fmt.Sprintf("lines.%d.%s", i, f.Name), f.Key, f.Args...)
			}
			continue
		}
		for _, p := range in[i].People {
			cart = append(cart, CartLine{
				Batch: int64(i), Item: in[i].Item, Package: in[i].Package, Person: p, Receiver: in[i].Receiver, Reference: in[i].Reference, Model: in[i].Model,
				Quantity: in[i].Quantity, Answers: in[i].Answers, Help: in[i].Help, Words: in[i].Words,
			})
		}
	}
	switch {
	case len(wrong) > 0:
		return Order{}, wrong.Err()
	case len(cart) == 0:
		wrong.Add("lines", "order.error.empty")
		return Order{}, wrong.Err()
	case len(cart) > MostLines:
		wrong.Add("lines", "order.error.full", "most", MostLines)
		return Order{}, wrong.Err()
	}
	wishes, packs, err := s.wishes(ctx, tx, who, cart)
	if err != nil {
		return Order{}, err
	}
	lines, r, err := s.resolve(ctx, tx, who, wishes, true)
	if err != nil {
		return Order{}, err
	}
	for _, f := range r.wrong {
		wrong.Add("lines."+f.Name, f.Key, f.Args...)
	}
	if err := wrong.Err(); err != nil {
		return Order{}, err
	}
	for i := range lines {
		if pack, ok := packs[lines[i].Package]; ok {
			lines[i].PackageSv, lines[i].PackageEn = pack.Sv, pack.En
		}
	}
	return s.place(ctx, tx, who, lines, r, channel, false)
}

var (
	insertOrder = sqldb.Q("order.insert", `
		insert into orders (org_id, desk_id, orderer_id, for_id, register_id, channel, state, title_sv, title_en, lines, ordered_at, changed_at, version)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11, 0) returning id`)
	deskOfGroup = sqldb.Q("order.desk_of_group", `select g.desk_id from desk_group g where g.id = $1`)
)

// place writes the order and its lines, asks for what has to be approved, and lets the rest be carried out.
func (s *Service) place(ctx context.Context, tx *sqldb.Tx, who authority, lines []Line, r *resolver, channel ticket.Channel, agreed bool) (Order, error) {
	o := Order{Org: r.org, Orderer: who.orderer(), For: r.behalf, Channel: channel, State: Approval, Lines: len(lines), OrderedAt: tx.Now(), ChangedAt: tx.Now()}
	if o.Channel == "" {
		o.Channel = ticket.Portal
	}
	if who.registers() {
		o.Register = who.whose.Owner
	}
	o.TitleSv, o.TitleEn = titles(lines)
	var err error
	if o.Desk, err = s.desk(ctx, tx, lines); err != nil {
		return o, err
	}
	id, err := tx.Insert(ctx, insertOrder, int64(o.Org), int64(o.Desk), int64(o.Orderer), sqldb.ID(o.For), sqldb.ID(o.Register), string(o.Channel), string(o.State),
		o.TitleSv, o.TitleEn, o.Lines, sqldb.Time(o.OrderedAt))
	if err != nil {
		return o, err
	}
	o.ID = ID(id)
	if err := s.help(ctx, tx, who, &o, lines); err != nil {
		return o, err
	}
	if err := insertLines(ctx, tx, &o, lines); err != nil {
		return o, err
	}
	if err := settle(ctx, tx, &o); err != nil {
		return o, err
	}
	p := Payload{Agreed: agreed}
	for i := range lines {
		p.Lines = append(p.Lines, lines[i].ID)
	}
	if err := s.append(ctx, tx, who.by, &o, EventPlaced, o.For, p); err != nil {
		return o, err
	}
	if err := s.confirm(ctx, tx, &o); err != nil {
		return o, err
	}
	if err := s.ask(ctx, tx, who.by, &o, lines, false); err != nil {
		return o, err
	}
	return load(ctx, tx, o.ID)
}

// desk is where the order is looked after: the desk of the group that carries out its first line, else the first one.
func (s *Service) desk(ctx context.Context, tx *sqldb.Tx, lines []Line) (directory.DeskID, error) {
	for i := range lines {
		if g := lines[i].Group; g != 0 {
			return sqldb.One(ctx, tx, deskOfGroup, sqldb.Value[directory.DeskID], int64(g))
		}
	}
	desks, err := sqldb.All(ctx, tx, desksOf, sqldb.Value[directory.DeskID], int64(lines[0].Org))
	if err == nil && len(desks) == 0 {
		err = errs.E(errs.Conflict, "order.error.no_desk")
	}
	if err != nil {
		return 0, err
	}
	return desks[0], nil
}

// titles name the first thing and how many others there are.
func titles(lines []Line) (sv, en string) {
	type named struct{ sv, en string }
	var all []named
	for i := range lines {
		n := named{lines[i].Sv, lines[i].En}
		if lines[i].Package != 0 {
			n = named{lines[i].PackageSv, lines[i].PackageEn}
		}
		if n.en == "" {
			n.en = n.sv
		}
		if !slices.Contains(all, n) {
			all = append(all, n)
		}
	}
	if more := len(all) - 1; more > 0 {
		return all[0].sv + " +" + strconv.Itoa(more), all[0].en + " +" + strconv.Itoa(more)
	}
	return all[0].sv, all[0].en
}

// ask opens approvals for lines that need them and releases the others. Again: the lines stood before and were changed.
func (s *Service) ask(ctx context.Context, tx *sqldb.Tx, by authz.Actor, o *Order, lines []Line, again bool) error {
	d := approval.Draft{Org: o.Org, Subject: approval.Subject{Kind: subject, ID: int64(o.ID)}, Title: o.ID.String() + " " + o.TitleSv, Asker: o.Orderer, AskerFor: o.For, AskerVia: o.Register}
	var free []LineID
	for i := range lines {
		l := &lines[i]
		switch {
		case l.help:
		case len(l.steps) == 0:
			free = append(free, l.ID)
		default:
			d.Parts = append(d.Parts, l.parts()...)
		}
	}
	if len(d.Parts) > 0 {
		open := s.d.Approval.OpenIn
		if again {
			open = s.d.Approval.ReplaceIn
			if err := s.others(ctx, tx, by, o, lines, &d); err != nil {
				return err
			}
		}
		opened, err := open(ctx, tx, by, d)
		if err != nil {
			return err
		}
		for _, id := range opened.Free {
			free = append(free, LineID(id))
		}
	}
	free, err := s.waiting(ctx, tx, free)
	if err != nil {
		return err
	}
	return s.ReleaseIn(ctx, tx, by, free...)
}

// others fills in what the order's other lines cost, and bars whoever changes an order that is not theirs from approving it.
func (s *Service) others(ctx context.Context, tx *sqldb.Tx, by authz.Actor, o *Order, lines []Line, d *approval.Draft) error {
	if me := directory.PersonID(by.Person); me != 0 && me != o.Orderer && me != o.For {
		d.AskerVia = me
	}
	all, err := LinesIn(ctx, tx, o.ID)
	if err != nil {
		return err
	}
	d.Standing = map[int64]int64{}
	for i := range all {
		l := &all[i]
		if l.State != Rejected && l.State != Cancelled && !slices.ContainsFunc(lines, func(x Line) bool { return x.ID == l.ID }) {
			d.Standing[int64(l.Reference)] += l.weight()
		}
	}
	return nil
}

// parts are the steps that somebody has to say yes to.
func (l *Line) parts() []approval.PartDraft {
	out := make([]approval.PartDraft, 0, len(l.steps))
	sv, en := l.told()
	for _, step := range l.steps {
		out = append(out, approval.PartDraft{
			Line: int64(l.ID), Seq: step.Seq, Verb: authz.Verb(step.Verb), By: approval.By(step.By), Over: step.Over, Matter: l.matter(l.units), Unit: l.Unit, Person: l.Person,
			Hash: l.Hash, Sv: sv, En: en, Ore: l.weight(),
		})
	}
	return out
}

// told says in one line what is ordered and for whom.
func (l *Line) told() (sv, en string) {
	tail := ""
	if l.ModelName != "" {
		tail += " (" + l.ModelName + ")"
	}
	if l.Quantity > 1 {
		tail += " × " + strconv.Itoa(l.Quantity)
	}
	tail += " · " + l.name
	if l.place != "" {
		tail += ", " + l.place
	}
	name := l.En
	if name == "" {
		name = l.Sv
	}
	return clean.Line(l.Sv+tail, 400), clean.Line(name+tail, 400)
}

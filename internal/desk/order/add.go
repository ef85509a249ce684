package order

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"

	"lotsen/internal/desk/catalogue"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/model"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// AddInput is what is put in a cart. There is no field for a price, a state, an approver or an orderer: those come from
// the registers.
type AddInput struct {
	Customer  directory.PersonID // The desk orders for them; 0: the actor orders.
	Item      catalogue.ID       // An offer,
	Package   PackageID          // or a package.
	People    []directory.PersonID
	Receiver  directory.PersonID // 0: whoever orders.
	Reference directory.ReferenceID
	Model     model.ID
	Quantity  int               // 0: one.
	Answers   map[string]string // Of a package: the keys of part 4 begin with "p4_".
	Help      bool              // The desk is to help to specify before it binds.
	Words     string            // What is wanted, where help is.
}

const maxWords = 4000

// Add puts something in a cart, a line for each person, and returns their batch. What is wrong is named as in the form:
// person, receiver, reference, model, quantity, f.KEY. Errors: errs.Invalid, errs.Forbidden, errs.NotFound.
func (s *Service) Add(ctx context.Context, by authz.Actor, in AddInput) (batch int64, err error) {
	err = s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		batch, err = s.add(ctx, tx, by, in, 0)
		return err
	})
	return batch, err
}

func (s *Service) add(ctx context.Context, tx *sqldb.Tx, by authz.Actor, in AddInput, replace int64) (int64, error) {
	who, err := s.authority(ctx, tx, by, in.Customer)
	if err != nil {
		return 0, err
	}
	if err := in.check(who); err != nil {
		return 0, err
	}
	if replace != 0 {
		if err := removeBatch(ctx, tx, who.whose, replace); err != nil {
			return 0, err
		}
	}
	have, err := sqldb.One(ctx, tx, cartState, func(r sqldb.Row) ([2]int64, error) {
		var x [2]int64
		return x, r.Scan(&x[0], &x[1])
	}, int64(who.whose.Owner))
	if err != nil {
		return 0, err
	}
	if have[0]+int64(len(in.People)) > MostLines {
		return 0, errs.E(errs.Conflict, "order.error.full", "most", MostLines)
	}
	batch := replace
	if batch == 0 {
		batch = have[1] + 1
	}
	rows, err := s.cartRows(ctx, tx, who, in, batch)
	if err != nil {
		return 0, err
	}
	raw, err := sqldb.Rows(rows)
	if err != nil {
		return 0, err
	}
	answers, err := json.Marshal(map[string]string(nonNil(in.Answers)))
	if err != nil {
		return 0, err
	}
	_, err = tx.Exec(ctx, insertCart, raw, int64(rows[0].Org), int64(who.whose.Owner), sqldb.ID(who.whose.Customer), batch, sqldb.ID(in.Item), sqldb.ID(in.Package),
		sqldb.ID(in.Receiver), sqldb.ID(in.Reference), sqldb.ID(in.Model), in.Quantity, string(answers), in.Help, in.Words, sqldb.Time(tx.Now()))
	tx.Poke(person(who.whose.Owner))
	return batch, err
}

func nonNil(m map[string]string) map[string]string {
	if m == nil {
		return map[string]string{}
	}
	return m
}

func (in *AddInput) check(who authority) error {
	var f errs.Fields
	if in.Quantity == 0 {
		in.Quantity = 1
	}
	in.Words = clean.Keep(in.Words)
	if clean.Length(in.Words) > maxWords {
		f.Add("words", "error.too_long", "max", maxWords)
	}
	if in.Help && clean.Blank(in.Words) {
		f.Add("words", "order.error.words")
	}
	if (in.Item == 0) == (in.Package == 0) {
		f.Add("item", "error.choose")
	}
	if len(in.People) == 0 {
		in.People = []directory.PersonID{who.orderer()}
	}
	slices.Sort(in.People)
	in.People = slices.Compact(in.People)
	if len(in.People) > MostLines {
		f.Add("people", "order.error.full", "most", MostLines)
	}
	return f.Err()
}

// cartRow is a line on its way into the cart: what differs within a batch.
type cartRow struct {
	Org     directory.OrgID    `json:"-"`
	Person  directory.PersonID `json:"person"`
	Version int64              `json:"version"`
	Once    int64              `json:"once"`
	Month   int64              `json:"month"`
}

var (
	cartState  = sqldb.Q("order.cart_state", `select count(*), coalesce(max(c.batch), 0) from cart_line c where c.owner_id = $1`)
	insertCart = sqldb.Q("order.cart_insert", `
		insert into cart_line (org_id, owner_id, customer_id, batch, item_id, item_version, package_id, package_version, person_id, receiver_id, reference_id, model_id,
			quantity, answers, once_ore, month_ore, help, words, added_at)
		select cast($2 as bigint), cast($3 as bigint), cast($4 as bigint), cast($5 as bigint), cast($6 as bigint),
			case when cast($6 as bigint) is null then 0 else cast(r.value ->> 'version' as bigint) end, cast($7 as bigint),
			case when cast($6 as bigint) is null then cast(r.value ->> 'version' as bigint) else 0 end,
			cast(r.value ->> 'person' as bigint), cast($8 as bigint), cast($9 as bigint), cast($10 as bigint), cast($11 as bigint), cast($12 as text),
			cast(r.value ->> 'once' as bigint), cast(r.value ->> 'month' as bigint), cast($13 as boolean), cast($14 as text), cast($15 as bigint)
		from {{rows $1}}`)
)

// cartRows asks the registers whether it could be ordered, and what it costs now.
func (s *Service) cartRows(ctx context.Context, tx *sqldb.Tx, who authority, in AddInput, batch int64) ([]cartRow, error) {
	var lines []CartLine
	for _, p := range in.People {
		lines = append(lines, CartLine{
			Batch: batch, Item: in.Item, Package: in.Package, Person: p, Receiver: in.Receiver, Reference: in.Reference, Model: in.Model, Quantity: in.Quantity,
			Answers: in.Answers, Help: in.Help, Words: in.Words,
		})
	}
	wishes, packs, err := s.wishes(ctx, tx, who, lines)
	if err != nil {
		return nil, err
	}
	ready, r, err := s.resolve(ctx, tx, who, wishes, false)
	if err != nil {
		return nil, err
	}
	if err := plain(r.wrong).Err(); err != nil {
		return nil, err
	}
	at := map[directory.PersonID]int{}
	rows := make([]cartRow, len(in.People))
	for i, p := range in.People {
		at[p] = i
		rows[i] = cartRow{Org: r.org, Person: p, Version: packs[in.Package].Version}
	}
	for i := range ready {
		row := &rows[at[ready[i].Person]]
		row.Once, row.Month = row.Once+ready[i].OnceOre, row.Month+ready[i].MonthOre
		if in.Item != 0 {
			row.Version = ready[i].ItemVersion
		}
	}
	return rows, nil
}

// wishes are what lines of a cart come to: a package is what its parts are.
func (s *Service) wishes(ctx context.Context, q sqldb.Querier, who authority, lines []CartLine) ([]wish, map[PackageID]Package, error) {
	var ids []PackageID
	for i := range lines {
		if id := lines[i].Package; id != 0 && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	packs, err := packagesIn(ctx, q, directory.OrgID(who.who.Org), ids)
	if err != nil {
		return nil, nil, err
	}
	var out []wish
	for i := range lines {
		c := &lines[i]
		w := wish{
			batch: c.Batch, item: c.Item, pack: c.Package, person: c.Person, receiver: c.Receiver, reference: c.Reference, model: c.Model, quantity: c.Quantity,
			answers: c.Answers, help: c.Help, words: c.Words,
		}
		if c.Package == 0 {
			out = append(out, w)
			continue
		}
		p, ok := packs[c.Package]
		if !ok || p.State != catalogue.Published {
			w.item = 0 // No offer has this number: it is not offered.
			out = append(out, w)
			continue
		}
		for _, part := range p.Parts {
			x := w
			x.item, x.quantity, x.field = part.Item, part.Quantity*max(c.Quantity, 1), part.Prefix()
			x.answers, x.model = part.answers(c.Answers)
			out = append(out, x)
		}
	}
	return out, packs, nil
}

// plain takes the batch out of the names of fields, for a form about one batch.
func plain(wrong errs.Fields) errs.Fields {
	out := slices.Clone(wrong)
	for i := range out {
		if _, name, ok := strings.Cut(out[i].Name, "."); ok {
			out[i].Name = name
		}
	}
	return out
}

// Change writes over a batch: other answers, other people. Errors: as Add, errs.NotFound for a batch that is not there.
func (s *Service) Change(ctx context.Context, by authz.Actor, batch int64, in AddInput) error {
	return s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := s.add(ctx, tx, by, in, batch)
		return err
	})
}

// Remove takes a batch out of a cart, or with a line that line alone. What is not there any more is no error.
func (s *Service) Remove(ctx context.Context, by authz.Actor, customer directory.PersonID, batch int64, line CartID) error {
	return s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		who, err := s.authority(ctx, tx, by, customer)
		if err != nil {
			return err
		}
		tx.Poke(person(who.whose.Owner))
		if line != 0 {
			_, err = tx.Exec(ctx, deleteLine, int64(who.whose.Owner), int64(customer), batch, int64(line))
			return err
		}
		_, err = tx.Exec(ctx, deleteBatch, int64(who.whose.Owner), int64(customer), batch)
		return err
	})
}

func removeBatch(ctx context.Context, tx *sqldb.Tx, whose Whose, batch int64) error {
	n, err := tx.Exec(ctx, deleteBatch, int64(whose.Owner), int64(whose.Customer), batch)
	if err == nil && n == 0 {
		err = errs.Missing()
	}
	return err
}

var (
	deleteBatch = sqldb.Q("order.cart_delete", `delete from cart_line where owner_id = $1 and coalesce(customer_id, 0) = $2 and batch = $3`)
	deleteLine  = sqldb.Q("order.cart_delete_line", `delete from cart_line where owner_id = $1 and coalesce(customer_id, 0) = $2 and batch = $3 and id = $4`)
)

// answers are a part's: the package's own beginnings, overlaid by what was answered in the form.
func (p *Part) answers(given map[string]string) (map[string]string, model.ID) {
	out := maps.Clone(nonNil(p.Defaults))
	var chosen model.ID
	for key, value := range given {
		name, ok := strings.CutPrefix(key, p.Prefix())
		switch {
		case !ok:
		case name == "model":
			n, err := strconv.ParseInt(value, 10, 64)
			if err == nil {
				chosen = model.ID(n)
			}
		default:
			out[name] = value
		}
	}
	if value, ok := out["model"]; ok && chosen == 0 {
		if n, err := strconv.ParseInt(value, 10, 64); err == nil {
			chosen = model.ID(n)
		}
	}
	delete(out, "model")
	return out, chosen
}

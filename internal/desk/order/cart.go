package order

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"lotsen/internal/desk/catalogue"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/model"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

// MostLines bounds a cart, and with it an order.
const MostLines = 2000

// Whose says which cart: the actor's own, or the one that the desk keeps for a customer.
type Whose struct {
	Owner    directory.PersonID
	Customer directory.PersonID // 0: the owner's own.
}

// CartLine is one thing for one person that is not ordered yet.
type CartLine struct {
	ID             CartID
	Org            directory.OrgID
	Batch          int64
	Item           catalogue.ID
	ItemVersion    int64
	Package        PackageID
	PackageVersion int64
	Person         directory.PersonID
	PersonName     string
	UnitName       string
	Receiver       directory.PersonID
	Reference      directory.ReferenceID
	Model          model.ID
	Quantity       int
	Answers        map[string]string // Of a package: the keys of part 4 begin with "p4_".
	OnceOre        int64
	MonthOre       int64
	Help           bool
	Words          string
	AddedAt        time.Time
	Version        int64
}

// Batch is lines that were put in together: the same thing with the same answers, for one or many people.
type Batch struct {
	ID             int64
	Item           catalogue.ID
	ItemVersion    int64
	Package        PackageID
	PackageVersion int64
	Key, Sv, En    string // Of the offer or the package, as it is called now.
	Count          int
	Quantity       int
	People         []Someone // The first of those who get it.
	Receiver       directory.PersonID
	ReceiverName   string
	Reference      directory.ReferenceID
	Model          model.ID
	OnceOre        int64 // Together, as it was when it was put in.
	MonthOre       int64
	Help           bool
	Words          string
	Answers        map[string]string
	// Changed: what is offered now is not what was put in.
	Changed bool
	// Gone: it cannot be ordered any more.
	Gone bool
	// Suggest are keys of offers that are recommended beside it.
	Suggest []string
}

// Someone is a person in a cart.
type Someone struct {
	Line CartID
	ID   directory.PersonID
	Name string
	Unit string
}

// Name is what the batch is called in a language.
func (b *Batch) Name(lang string) string { return either(lang, b.En, b.Sv) }

// shownPeople is how many names of a batch the cart shows at first.
const shownPeople = 12

// Cart is what is gathered.
type Cart struct {
	Whose
	Batches  []Batch
	Lines    int
	OnceOre  int64
	MonthOre int64
}

// Empty reports whether nothing is in it.
func (c *Cart) Empty() bool { return len(c.Batches) == 0 }

// owned is the condition on cart_line (c) that it is in a cart.
func owned(w *sqldb.Where, whose Whose) {
	w.And("c.owner_id = ?", int64(whose.Owner))
	if whose.Customer == 0 {
		w.And("c.customer_id is null")
	} else {
		w.And("c.customer_id = ?", int64(whose.Customer))
	}
}

const cartColumns = `c.id, c.org_id, c.batch, c.item_id, c.item_version, c.package_id, c.package_version, c.person_id, c.receiver_id, c.reference_id, c.model_id,
	c.quantity, c.answers, c.once_ore, c.month_ore, c.help, c.words, c.added_at, c.version`

func scanCartLine(r sqldb.Row) (CartLine, error) {
	var c CartLine
	var answers string
	err := r.Scan(&c.ID, &c.Org, &c.Batch, sqldb.ScanID(&c.Item), &c.ItemVersion, sqldb.ScanID(&c.Package), &c.PackageVersion, &c.Person, sqldb.ScanID(&c.Receiver),
		sqldb.ScanID(&c.Reference), sqldb.ScanID(&c.Model), &c.Quantity, &answers, &c.OnceOre, &c.MonthOre, &c.Help, &c.Words, sqldb.ScanTime(&c.AddedAt), &c.Version)
	if err != nil {
		return c, err
	}
	if err := json.Unmarshal([]byte(answers), &c.Answers); err != nil {
		return c, fmt.Errorf("cart line %d: %w", c.ID, err)
	}
	return c, nil
}

// linesOfCart reads a cart whole, in the order in which it was filled.
func linesOfCart(ctx context.Context, q sqldb.Querier, whose Whose) ([]CartLine, error) {
	var w sqldb.Where
	owned(&w, whose)
	return sqldb.All(ctx, q, sqldb.Q("order.cart", `select `+cartColumns+` from cart_line c where `+w.SQL()+` order by c.batch, c.id`), scanCartLine, w.Args()...)
}

// Count is how many lines the actor's own cart has.
func (s *Service) Count(ctx context.Context, by authz.Actor) (int, error) {
	if !Orders(by) {
		return 0, nil
	}
	return sqldb.One(ctx, s.d.DB, countCart, sqldb.Value[int], by.Person)
}

var countCart = sqldb.Q("order.cart_count", `select count(*) from cart_line c where c.owner_id = $1 and c.customer_id is null`)

// Cart returns what the actor has gathered, for a customer or for themselves. Errors: errs.Forbidden, errs.NotFound for a
// customer for whom the actor does not order.
func (s *Service) Cart(ctx context.Context, by authz.Actor, customer directory.PersonID) (Cart, error) {
	st, err := s.Stand(ctx, by, customer)
	if err != nil {
		return Cart{}, err
	}
	return s.CartOf(ctx, st)
}

// CartOf is Cart for a page that knows by whose rights it is.
func (s *Service) CartOf(ctx context.Context, st Standing) (c Cart, err error) {
	who := st.a
	c.Whose = who.whose
	if c.Batches, err = s.batches(ctx, who); err != nil {
		return c, err
	}
	for i := range c.Batches {
		b := &c.Batches[i]
		c.Lines, c.OnceOre, c.MonthOre = c.Lines+b.Count, c.OnceOre+b.OnceOre, c.MonthOre+b.MonthOre
	}
	return c, s.named(ctx, who, c.Batches)
}

// batches reads the cart by what was put in together. A batch costs a row, however many people are in it.
func (s *Service) batches(ctx context.Context, who authority) ([]Batch, error) {
	var w sqldb.Where
	owned(&w, who.whose)
	var answers string
	list, err := sqldb.All(ctx, s.d.DB, sqldb.Q("order.batches", `select c.batch, max(c.item_id), max(c.item_version), max(c.package_id), max(c.package_version),
		count(*), max(c.quantity), max(c.receiver_id), max(c.reference_id), max(c.model_id), sum(c.once_ore), sum(c.month_ore), max(case when c.help then 1 else 0 end), max(c.words), max(c.answers)
		from cart_line c where `+w.SQL()+` group by c.batch order by c.batch`), func(r sqldb.Row) (Batch, error) {
		var b Batch
		var help int
		err := r.Scan(&b.ID, sqldb.ScanID(&b.Item), &b.ItemVersion, sqldb.ScanID(&b.Package), &b.PackageVersion, &b.Count, &b.Quantity, sqldb.ScanID(&b.Receiver),
			sqldb.ScanID(&b.Reference), sqldb.ScanID(&b.Model), &b.OnceOre, &b.MonthOre, &help, &b.Words, &answers)
		b.Help = help == 1
		return b, errors.Join(err, json.Unmarshal([]byte(answers), &b.Answers))
	}, w.Args()...)
	if err != nil || len(list) == 0 {
		return list, err
	}
	return list, s.people(ctx, who, list)
}

// people adds the first names of each batch, in the order in which they were put in.
func (s *Service) people(ctx context.Context, who authority, list []Batch) error {
	at := map[int64]int{}
	for i := range list {
		at[list[i].ID] = i
	}
	var w sqldb.Where
	condition, args := directory.NamesSeen(who.by).For("p").SQL()
	seen := w.Numbered(condition, args...)
	owned(&w, who.whose)
	owns := w.SQL()
	w.And("c.n <= ?", shownPeople)
	return sqldb.Each(ctx, s.d.DB, sqldb.Q("order.batch_people", `select c.batch, c.id, c.person_id, coalesce(p.given_name, ''), coalesce(p.family_name, ''), coalesce(u.name, '')
		from (select c.id, c.batch, c.person_id, row_number() over (partition by c.batch order by c.id) as n from cart_line c where `+owns+`) c
		left join person p on p.id = c.person_id and `+seen+` left join unit u on u.id = p.unit_id where `+strings.TrimPrefix(w.SQL(), owns+" and ")+` order by c.batch, c.id`),
		func(r sqldb.Row) error {
			var batch int64
			var p Someone
			var given, family string
			if err := r.Scan(&batch, &p.Line, &p.ID, &given, &family, &p.Unit); err != nil {
				return err
			}
			p.Name = strings.TrimSpace(given + " " + family)
			if i, ok := at[batch]; ok {
				list[i].People = append(list[i].People, p)
			}
			return nil
		}, w.Args()...)
}

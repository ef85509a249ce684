package api

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"lotsen/internal/desk/catalogue"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/model"
	"lotsen/internal/desk/order"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
)

// orders registers what can be ordered, and orders.
func (s *service) orders() {
	read := web.May(catalogue.MayRead)
	huma.Register(s.api, op(http.MethodGet, "/catalogue", "listCatalogue", "What can be ordered, as it is shown to oneself", read, http.StatusOK), s.listCatalogue)
	huma.Register(s.api, op(http.MethodGet, "/catalogue/{key}", "getOffer", "An offer with the questions of its form", read, http.StatusOK), s.getOffer)
	list := op(http.MethodGet, "/orders", "listOrders", "Orders, the newest first", web.SignedIn(), http.StatusOK)
	list.Description = "own: ordered by oneself or in one's place; concern: one gets it, takes delivery of it or decides on it; all: everything that one may see."
	huma.Register(s.api, list, s.listOrders)
	place := op(http.MethodPost, "/orders", placeOrder, "Order: whole or not at all, at one moment", read, http.StatusCreated)
	place.Description = "Price, approver, cost centre and orderer come from the registers. Lines for several people become one line for each."
	huma.Register(s.api, place, s.placeOrder)
	huma.Register(s.api, op(http.MethodGet, "/orders/{ref}", "getOrder", "An order with its lines", web.SignedIn(), http.StatusOK), s.getOrder)
}

const placeOrder = "placeOrder"

// Offer is something that can be ordered.
type Offer struct {
	Key      string       `json:"key" example:"headset"`
	Version  int64        `json:"version"`
	Name     string       `json:"name"`
	About    string       `json:"about,omitempty"`
	Terms    string       `json:"terms,omitempty"`
	Kind     string       `json:"kind" enum:"order,access,account,request,booking,development"`
	Category string       `json:"category,omitempty"`
	Prices   []OfferPrice `json:"prices"`
	LeadDays int          `json:"lead_days" doc:"Promised, in working days."`
	Most     int          `json:"most" doc:"The most that one line may ask for."`
	MayOrder bool         `json:"may_order" doc:"Whether one may order it for anything at all."`
	Models   string       `json:"models,omitempty" doc:"Kinds of devices of which one is chosen."`
	Fields   []OfferField `json:"fields,omitempty"`
}

// OfferPrice is a part of what something costs.
type OfferPrice struct {
	Kind string `json:"kind"`
	Ore  int64  `json:"ore" doc:"Hundredths of a krona."`
	Per  string `json:"per" enum:"once,month,year,week,hour"`
}

// OfferField is a question of an offer's form.
type OfferField struct {
	Key      string   `json:"key"`
	Label    string   `json:"label"`
	Type     string   `json:"type"`
	Required bool     `json:"required"`
	Choices  []string `json:"choices,omitempty"`
}

type catalogueInput struct {
	Q        string `query:"q" maxLength:"200"`
	Category string `query:"category" maxLength:"60"`
	Limit    int    `query:"limit" minimum:"1" maximum:"200" default:"60"`
	After    int64  `query:"after" minimum:"0" doc:"next of the page before."`
}

type catalogueOutput struct {
	Body struct {
		Items []Offer `json:"items"`
		Next  int64   `json:"next,omitempty"`
	}
}

func (s *service) listCatalogue(ctx context.Context, in *catalogueInput) (*catalogueOutput, error) {
	c := web.From(ctx)
	page, err := s.Catalogue.List(ctx, c.Actor(), catalogue.ListInput{Q: in.Q, Category: in.Category, Limit: in.Limit, After: catalogue.ID(in.After)})
	if err != nil {
		return nil, fail(ctx, err)
	}
	out := &catalogueOutput{}
	out.Body.Items, out.Body.Next = []Offer{}, int64(page.Next)
	for i := range page.Items {
		o := offer(c, &page.Items[i])
		o.Fields = nil
		out.Body.Items = append(out.Body.Items, o)
	}
	return out, nil
}

type offerInput struct {
	Key string `path:"key" maxLength:"100"`
}

type offerOutput struct{ Body Offer }

func (s *service) getOffer(ctx context.Context, in *offerInput) (*offerOutput, error) {
	c := web.From(ctx)
	i, err := s.Catalogue.Get(ctx, c.Actor(), in.Key)
	if err != nil {
		return nil, fail(ctx, err)
	}
	return &offerOutput{offer(c, &i)}, nil
}

func offer(c *web.Ctx, i *catalogue.Item) Offer {
	lang := c.T.Lang()
	o := Offer{
		Key: i.Key, Version: i.Version, Name: i.Name(lang), About: i.About(lang), Terms: i.Terms(lang), Kind: string(i.Kind), Category: i.Category, LeadDays: i.LeadDays,
		Most: i.MostOf(), MayOrder: catalogue.Offers(c.Actor(), &i.Config), Models: i.Model, Prices: prices(i.PricesAt(c.Now())),
	}
	for n := range i.Fields {
		f := &i.Fields[n]
		x := OfferField{Key: f.Key, Label: f.Label(lang), Type: string(f.Type), Required: f.Required}
		for _, a := range f.Choices {
			x.Choices = append(x.Choices, a.Sv)
		}
		o.Fields = append(o.Fields, x)
	}
	return o
}

func prices(list []catalogue.Price) []OfferPrice {
	out := []OfferPrice{}
	for _, p := range list {
		out = append(out, OfferPrice{p.Kind, p.Ore, p.Per})
	}
	return out
}

// Order is what was ordered at one moment.
type Order struct {
	Ref       string      `json:"ref" example:"B-100001"`
	Title     string      `json:"title"`
	State     string      `json:"state" enum:"specify,approval,ordered,started,delivered,fault,accepted,rejected,cancelled"`
	Orderer   int64       `json:"orderer"`
	For       int64       `json:"for,omitempty" doc:"In whose place it was ordered."`
	Register  int64       `json:"registered_by,omitempty" doc:"Who at the desk noted it down."`
	Count     int         `json:"count" doc:"How many lines it has."`
	OnceOre   int64       `json:"once_ore"`
	MonthOre  int64       `json:"month_ore"`
	Planned   string      `json:"planned_on,omitempty" example:"2026-11-30"`
	OrderedAt time.Time   `json:"ordered_at"`
	ChangedAt time.Time   `json:"changed_at"`
	Version   int64       `json:"version"`
	Lines     []OrderLine `json:"lines,omitempty" doc:"The first ones that one may see."`
}

// OrderLine is one thing for one person.
type OrderLine struct {
	ID          int64             `json:"id"`
	Name        string            `json:"name"`
	Package     string            `json:"package,omitempty"`
	Person      int64             `json:"person"`
	Receiver    int64             `json:"receiver,omitempty"`
	Reference   string            `json:"reference,omitempty"`
	CostCentre  string            `json:"cost_centre,omitempty"`
	Supplier    string            `json:"supplier,omitempty"`
	Group       string            `json:"group,omitempty"`
	Model       string            `json:"model,omitempty"`
	Quantity    int               `json:"quantity"`
	Answers     map[string]string `json:"answers,omitempty"`
	Prices      []OfferPrice      `json:"prices"`
	State       string            `json:"state"`
	Planned     string            `json:"planned_on,omitempty"`
	OrderedAt   time.Time         `json:"ordered_at"`
	DeliveredAt *time.Time        `json:"delivered_at,omitempty"`
	AcceptedAt  *time.Time        `json:"accepted_at,omitempty"`
}

type ordersInput struct {
	Which  string `query:"which" enum:"own,concern,all" default:"own"`
	State  string `query:"state" enum:"active,specify,approval,ordered,started,delivered,fault,accepted,rejected,cancelled"`
	Q      string `query:"q" maxLength:"100"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Before int64  `query:"before" minimum:"0" doc:"next of the page before."`
}

type ordersOutput struct {
	Body struct {
		Items []Order `json:"items"`
		Next  int64   `json:"next,omitempty"`
	}
}

func (s *service) listOrders(ctx context.Context, in *ordersInput) (*ordersOutput, error) {
	c := web.From(ctx)
	list, next, err := s.Order.List(ctx, c.Actor(), order.ListInput{Which: in.Which, State: order.State(in.State), Q: in.Q, Limit: in.Limit, Before: order.ID(in.Before)})
	if err != nil {
		return nil, fail(ctx, err)
	}
	out := &ordersOutput{}
	out.Body.Items, out.Body.Next = []Order{}, int64(next)
	for i := range list {
		out.Body.Items = append(out.Body.Items, orderView(c, &list[i]))
	}
	return out, nil
}

func orderView(c *web.Ctx, o *order.Order) Order {
	return Order{
		Ref: o.ID.String(), Title: o.Title(c.T.Lang()), State: string(o.State), Orderer: int64(o.Orderer), For: int64(o.For), Register: int64(o.Register), Count: o.Lines,
		OnceOre: o.OnceOre, MonthOre: o.MonthOre, Planned: o.Planned, OrderedAt: o.OrderedAt, ChangedAt: o.ChangedAt, Version: o.Version,
	}
}

type orderInput struct {
	Ref   string `path:"ref" maxLength:"30" example:"B-100001"`
	After int64  `query:"after" minimum:"0" doc:"The last line of the page before."`
}

type orderOutput struct {
	Location string `header:"Location"`
	Body     Order
}

func (s *service) getOrder(ctx context.Context, in *orderInput) (*orderOutput, error) {
	id, ok := order.ParseID(in.Ref)
	if !ok {
		return nil, fail(ctx, errs.Missing())
	}
	return s.showOrder(ctx, id, order.LineID(in.After))
}

func (s *service) showOrder(ctx context.Context, id order.ID, after order.LineID) (*orderOutput, error) {
	c := web.From(ctx)
	d, err := s.Order.Get(ctx, c.Actor(), id, after)
	if err != nil {
		return nil, fail(ctx, err)
	}
	out := &orderOutput{Location: Prefix + "/orders/" + id.String(), Body: orderView(c, &d.Order)}
	for i := range d.Shown {
		l := &d.Shown[i]
		x := OrderLine{
			ID: int64(l.ID), Name: l.Name(c.T.Lang()), Package: l.PackageName(c.T.Lang()), Person: int64(l.Person), Receiver: int64(l.Receiver), Reference: l.ReferenceCode,
			CostCentre: l.CostCentreCode, Supplier: l.SupplierName, Group: l.GroupName, Model: l.ModelName, Quantity: l.Quantity, Answers: l.Answers, Prices: prices(l.Prices),
			State: string(l.State), Planned: l.Planned, OrderedAt: l.OrderedAt,
		}
		if !l.DeliveredAt.IsZero() {
			x.DeliveredAt = &l.DeliveredAt
		}
		if !l.AcceptedAt.IsZero() {
			x.AcceptedAt = &l.AcceptedAt
		}
		out.Body.Lines = append(out.Body.Lines, x)
	}
	return out, nil
}

// WantedLine is something that is to be ordered, for one person or several.
type WantedLine struct {
	Offer     string            `json:"offer,omitempty" maxLength:"100" doc:"The key of an offer,"`
	Package   string            `json:"package,omitempty" maxLength:"100" doc:"or of a package."`
	People    []string          `json:"people,omitempty" maxItems:"2000" doc:"Logins or mail addresses of those who get it. Default: oneself."`
	Receiver  string            `json:"receiver,omitempty" maxLength:"200" doc:"Login or mail address of who takes delivery. Default: whoever orders."`
	Reference string            `json:"reference,omitempty" maxLength:"100" doc:"The code of an invoice reference. Default: the one of each person's unit."`
	Model     int64             `json:"model,omitempty" minimum:"0" doc:"The number of a device model."`
	Quantity  int               `json:"quantity,omitempty" minimum:"1" maximum:"1000" doc:"Default: 1."`
	Answers   map[string]string `json:"answers,omitempty" doc:"By the keys of the offer's fields."`
	Help      bool              `json:"help,omitempty" doc:"The desk is to help to specify before it binds."`
	Words     string            `json:"words,omitempty" maxLength:"4000" doc:"What is wanted, where help is."`
}

type placeInput struct {
	IdempotencyKey string `header:"Idempotency-Key" maxLength:"200" doc:"Makes it safe to send the request again."`
	Body           struct {
		Customer Name         `json:"customer,omitempty" doc:"For whom the desk orders: number, login or mail address."`
		Lines    []WantedLine `json:"lines" minItems:"1" maxItems:"200"`
	}
}

func (s *service) placeOrder(ctx context.Context, in *placeInput) (*orderOutput, error) {
	c := web.From(ctx)
	var f errs.Fields
	var customer directory.PersonID
	var err error
	if in.Body.Customer != "" {
		if customer, err = s.person(c, &f, "customer", in.Body.Customer); err != nil {
			return nil, fail(ctx, err)
		}
	}
	var lines []order.AddInput
	for i := range in.Body.Lines {
		l, err := s.wanted(ctx, c, customer, &f, &in.Body.Lines[i], i)
		if err != nil {
			return nil, fail(ctx, err)
		}
		lines = append(lines, l)
	}
	if err := f.Err(); err != nil {
		return nil, fail(ctx, err)
	}
	o, err := s.Order.PlaceNow(ctx, c.Actor(), customer, lines, ticket.API)
	if err != nil {
		return nil, fail(ctx, err)
	}
	return s.showOrder(ctx, o.ID, 0)
}

// wanted finds what and whom a line names.
func (s *service) wanted(ctx context.Context, c *web.Ctx, customer directory.PersonID, f *errs.Fields, l *WantedLine, n int) (order.AddInput, error) {
	at := func(name string) string { return "lines." + strconv.Itoa(n) + "." + name }
	in := order.AddInput{Model: model.ID(l.Model), Quantity: l.Quantity, Answers: l.Answers, Help: l.Help, Words: l.Words}
	missing := func(err error, name, key string) error {
		if errs.Is(err, errs.NotFound) {
			f.Add(at(name), key)
			return nil
		}
		return err
	}
	if (l.Offer == "") == (l.Package == "") {
		f.Add(at("offer"), "error.choose")
		return in, nil
	}
	who, err := s.Order.Standing(ctx, c.Actor(), customer)
	if err != nil {
		return in, err
	}
	if len(l.People) > 0 {
		found, unclear, err := s.Order.People(ctx, c.Actor(), customer, strings.Join(l.People, "\n"), 0)
		if err != nil {
			return in, err
		}
		if len(unclear) > 0 {
			f.Add(at("people"), "order.error.person")
		}
		for i := range found {
			in.People = append(in.People, found[i].ID)
		}
	}
	var first directory.PersonID
	if len(in.People) > 0 {
		first = in.People[0]
	}
	if l.Offer != "" {
		i, err := s.Catalogue.GetFor(ctx, who, l.Offer, first)
		if err = missing(err, "offer", "order.error.not_offered"); err != nil {
			return in, err
		}
		in.Item = i.ID
	} else {
		p, _, err := s.Order.Package(ctx, c.Actor(), l.Package, customer, first)
		if err = missing(err, "package", "order.error.not_offered"); err != nil {
			return in, err
		}
		in.Package = p.ID
	}
	if l.Receiver != "" {
		in.Receiver, err = s.Order.Receiver(ctx, c.Actor(), customer, l.Receiver)
		if err = missing(err, "receiver", "order.error.receiver"); err != nil {
			return in, err
		}
	}
	if l.Reference != "" {
		in.Reference, err = s.Order.ReferenceOf(ctx, c.Actor(), customer, l.Reference)
		err = missing(err, "reference", "reference.unknown")
	}
	return in, err
}

package order

import (
	"context"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

// Piece is a line as somebody's own page tells of it.
type Piece struct {
	Order            ID
	TitleSv, TitleEn string
	OrderState       State
	Lines            int // Of the whole order.
	Sv, En           string
	State            State
	Planned          string
	Quantity         int
	Device           bool // A thing, which the inventory knows once it is there.
	Gets             bool // The person gets it.
	Receives         bool // The person says whether it came as it should.
	Placed           bool // The person ordered it.
}

// Title names the order, Name the line, in a language.
func (p *Piece) Title(lang string) string { return either(lang, p.TitleEn, p.TitleSv) }

// Name is what the line was called when it was ordered.
func (p *Piece) Name(lang string) string { return either(lang, p.En, p.Sv) }

// mostPieces bounds a person's page; the list of orders has all.
const mostPieces = 200

// Of returns what somebody gets, is to say something of, or has ordered, newest first, as far as the actor sees it. Of an
// order with many lines whoever placed it gets the first. One statement.
func (s *Service) Of(ctx context.Context, by authz.Actor, person directory.PersonID) ([]Piece, error) {
	scope := lines(by)
	if scope.Empty() {
		return nil, nil
	}
	var w sqldb.Where
	who := w.Numbered(`l.person_id = ?, l.receiver_id = ?, o.orderer_id = ?`, int64(person), int64(person), int64(person))
	condition, args := scope.SQL()
	w.And(condition, args...)
	w.And(`(l.person_id = ? or l.receiver_id = ? and l.state = 'delivered' or o.orderer_id = ? and l.id = (select min(f.id) from order_line f where f.order_id = o.id))`,
		int64(person), int64(person), int64(person))
	text := `select o.id, o.title_sv, o.title_en, o.state, o.lines, l.name_sv, l.name_en, l.state, l.planned_on, l.quantity, l.model_id is not null, ` + who + `
		from order_line l join orders o on o.id = l.order_id where ` + w.SQL() + w.Numbered(` order by o.id desc, l.id limit ?`, mostPieces)
	return sqldb.All(ctx, s.d.DB, sqldb.Q("order.of", text), func(r sqldb.Row) (Piece, error) {
		var p Piece
		var receives *bool
		err := r.Scan(&p.Order, &p.TitleSv, &p.TitleEn, &p.OrderState, &p.Lines, &p.Sv, &p.En, &p.State, &p.Planned, &p.Quantity, &p.Device, &p.Gets, &receives, &p.Placed)
		p.Receives = receives != nil && *receives
		return p, err
	}, w.Args()...)
}

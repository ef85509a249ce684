package delegation

import (
	"context"
	"encoding/base64"
	"fmt"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/supplier"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// PageSize is how many rows a list shows.
const PageSize = 50

// Line is a hand-over in a list, with what one must know of its case.
type Line struct {
	Delegation
	Title     string
	State     ticket.State
	Priority  int
	Created   time.Time
	OwnerName string // The owner at the desk; "" in a receiver's list.
	Chased    bool   // A chase is open.
}

// Page is a stretch of a list, oldest first.
type Page struct {
	Lines []Line
	Next  string
}

// mark is a place in a list.
type mark struct {
	at time.Time
	id ID
}

func (m mark) String() string {
	return base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, "%d.%d", m.at.UnixMicro(), m.id))
}

func parseMark(s string) (mark, error) {
	raw, err := base64.RawURLEncoding.DecodeString(s)
	var at, id int64
	if err == nil {
		_, err = fmt.Sscanf(string(raw), "%d.%d", &at, &id)
	}
	if err != nil {
		return mark{}, errs.E(errs.Invalid, "error.cursor")
	}
	return mark{clock.FromMicros(at), ID(id)}, nil
}

// InHand returns what the actor has in hand as a receiver, oldest first.
func (s *Service) InHand(ctx context.Context, by authz.Actor, at string, limit int) (Page, error) {
	return s.list(ctx, by, given(by), 0, at, limit)
}

// Overview returns a desk's cases in other hands, oldest first; of one supplier when it names one.
func (s *Service) Overview(ctx context.Context, by authz.Actor, desk directory.DeskID, of supplier.ID, at string) (Page, error) {
	scope := kept(by)
	if scope.Empty() || by.Person != 0 && !by.May(ticket.MayNote) {
		return Page{}, nil
	}
	return s.list(ctx, by, overview(scope, desk), of, at, PageSize)
}

func (s *Service) list(ctx context.Context, by authz.Actor, scope authz.Scope, of supplier.ID, at string, limit int) (Page, error) {
	if scope.Empty() {
		return Page{}, nil
	}
	if limit < 1 || limit > 200 {
		limit = PageSize
	}
	var w sqldb.Where
	named := namesSeen(&w, by, "o")
	condition, args := scope.SQL()
	w.And(condition, args...)
	if of != 0 {
		w.And("d.supplier_id = ?", int64(of))
	}
	if at != "" {
		m, err := parseMark(at)
		if err != nil {
			return Page{}, err
		}
		w.And("(d.given_at, d.id) > (?, ?)", sqldb.Time(m.at), int64(m.id))
	}
	text := "select " + columns + `, t.title, t.state, t.priority, t.created_at, coalesce((select o.given_name || ' ' || o.family_name from person o
			where o.id = t.assignee_id and ` + named + `), ''),
		exists (select 1 from delegation_chase h where h.delegation_id = d.id and h.closed_at is null)
		from delegation d join ticket t on t.id = d.ticket_id where ` + w.SQL() + w.Numbered(" order by d.given_at, d.id limit ?", limit+1)
	lines, err := sqldb.All(ctx, s.d.DB, sqldb.Q("delegation.list", text), func(r sqldb.Row) (Line, error) {
		var l Line
		return l, r.Scan(append(l.targets(), &l.Title, &l.State, &l.Priority, sqldb.ScanTime(&l.Created), &l.OwnerName, &l.Chased)...)
	}, w.Args()...)
	if err != nil {
		return Page{}, err
	}
	p := Page{Lines: lines}
	if len(lines) > limit {
		p.Lines = lines[:limit]
		last := p.Lines[limit-1]
		p.Next = mark{last.GivenAt, last.ID}.String()
	}
	return p, nil
}

// Load is how much a supplier has in hand.
type Load struct {
	Supplier supplier.ID
	Name     string
	Count    int
	Late     int       // Whose report has not come.
	Oldest   time.Time // Since when it has the oldest.
}

// Loads returns how much each supplier has in hand of a desk's cases, the one with the oldest first.
func (s *Service) Loads(ctx context.Context, by authz.Actor, desk directory.DeskID) ([]Load, error) {
	scope := kept(by)
	if scope.Empty() || by.Person != 0 && !by.May(ticket.MayNote) {
		return nil, nil
	}
	var w sqldb.Where
	condition, args := overview(scope, desk).SQL()
	w.And(condition, args...)
	text := `select d.supplier_id, l.name, count(*), count(*) filter (where d.late > 0), min(d.given_at)
		from delegation d join ticket t on t.id = d.ticket_id join supplier l on l.id = d.supplier_id
		where ` + w.SQL() + ` group by d.supplier_id, l.name order by min(d.given_at), d.supplier_id`
	return sqldb.All(ctx, s.d.DB, sqldb.Q("delegation.loads", text), func(r sqldb.Row) (Load, error) {
		var l Load
		return l, r.Scan(&l.Supplier, &l.Name, &l.Count, &l.Late, sqldb.ScanTime(&l.Oldest))
	}, w.Args()...)
}

// OfTicket returns all hand-overs of a case that the actor sees at the desk, in order.
func (s *Service) OfTicket(ctx context.Context, by authz.Actor, t *ticket.Ticket) ([]Delegation, error) {
	if !ticket.SeesInternal(by, t) {
		return nil, nil
	}
	return sqldb.All(ctx, s.d.DB, selectOfTicket, scan, int64(t.ID))
}

// LateCount is how often a supplier's reports did not come since an instant: for the supplier's card.
func LateCount(ctx context.Context, q sqldb.Querier, of supplier.ID, since time.Time) (int, error) {
	return sqldb.One(ctx, q, selectLate, sqldb.Value[int], int64(of), sqldb.Time(since))
}

var selectLate = sqldb.Q("delegation.late", `
	select count(*) from delegation_chase h join delegation d on d.id = h.delegation_id where d.supplier_id = $1 and h.opened_at >= $2`)

package delegation

import (
	"context"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/once"
	"lotsen/internal/kit/sqldb"
)

// What is what a case waits for a word about.
type What string

// The words that a case can wait for, and what is noted beside them.
const (
	Instruction What = "instruction" // Local IT support says how to go on.
	Visit       What = "visit"       // May somebody go there?
	Cost        What = "cost"        // May it cost that much?
	NotRemote   What = "not_remote"  // It cannot be solved remotely, and the way that was chosen.
	Booked      What = "booked"      // A visit has its day.
)

// Errand is a step of a case that waits, or waited, for somebody's word.
type Errand struct {
	ID        int64
	Org       directory.OrgID
	Ticket    ticket.ID
	What      What
	WaySv     string
	WayEn     string
	Text      string
	Amount    int64 // Whole kronor.
	VisitOn   string
	AskedBy   directory.PersonID
	AskedAt   time.Time
	Answer    string
	SaidBy    string
	Granted   *bool
	DecidedAt time.Time
	Title     string // Of the case, in lists of several.
}

// Open reports whether the word is still to come.
func (e *Errand) Open() bool { return e.DecidedAt.IsZero() }

const errandColumns = `e.id, e.org_id, e.ticket_id, e.what, coalesce(y.name_sv, ''), coalesce(y.name_en, ''), e.text, coalesce(e.amount, 0), e.visit_on,
	e.asked_by, e.asked_at, e.answer, e.said_by, e.granted, e.decided_at, t.title`

const errandTables = ` from errand e join ticket t on t.id = e.ticket_id left join remote_way y on y.id = e.way_id `

var (
	selectErrands = sqldb.Q("errand.of_ticket", `select `+errandColumns+errandTables+`where e.ticket_id = $1 order by e.id`)
	selectErrand  = sqldb.Q("errand.open", `select `+errandColumns+errandTables+`where e.ticket_id = $1 and e.what = $2 and e.decided_at is null`)
	insertErrand  = sqldb.Q("errand.insert", `
		insert into errand (org_id, ticket_id, what, way_id, text, amount, visit_on, asked_by, asked_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning id`)
	decideErrand = sqldb.Q("errand.decide", `
		update errand set answer = $2, said_by = $3, granted = $4, decided_by = $5, decided_at = $6 where id = $1 and decided_at is null`)
)

func scanErrand(r sqldb.Row) (Errand, error) {
	var e Errand
	return e, r.Scan(&e.ID, &e.Org, &e.Ticket, &e.What, &e.WaySv, &e.WayEn, &e.Text, &e.Amount, &e.VisitOn, sqldb.ScanID(&e.AskedBy),
		sqldb.ScanTime(&e.AskedAt), &e.Answer, &e.SaidBy, &e.Granted, sqldb.ScanTime(&e.DecidedAt), &e.Title)
}

// Errands returns what a case waits for and waited for, in order, for the desk and for whoever decides.
func (s *Service) Errands(ctx context.Context, by authz.Actor, t *ticket.Ticket) ([]Errand, error) {
	if s.mayDelegate(by, t) != nil && !mayDecide(by, t) {
		return nil, nil
	}
	return sqldb.All(ctx, s.d.DB, selectErrands, scanErrand, int64(t.ID))
}

// ToDecide returns the errands that wait for the actor's word, oldest first, at most a page.
func (s *Service) ToDecide(ctx context.Context, by authz.Actor) ([]Errand, error) {
	scope := decides(by)
	if scope.Empty() {
		return nil, nil
	}
	var w sqldb.Where
	w.And("e.decided_at is null")
	condition, args := scope.SQL()
	w.And(condition, args...)
	text := "select " + errandColumns + errandTables + "where " + w.SQL() + w.Numbered(" order by e.id limit ?", PageSize)
	return sqldb.All(ctx, s.d.DB, sqldb.Q("errand.to_decide", text), scanErrand, w.Args()...)
}

// Cost puts a case on hold until its expected cost is approved. Errors: errs.Invalid, errs.Conflict, errs.Forbidden.
func (s *Service) Cost(ctx context.Context, by authz.Actor, id ticket.ID, kronor int64, what string) error {
	return s.errand(ctx, by, id, func(ctx context.Context, tx *sqldb.Tx, t *ticket.Ticket) error {
		var f errs.Fields
		if kronor <= 0 || kronor > 100_000_000 {
			f.Add("amount", "delegation.error.amount")
		}
		if clean.Blank(what) {
			f.Add("cost_text", "delegation.error.cost_text")
		}
		if err := f.Err(); err != nil {
			return err
		}
		return s.ask(ctx, tx, by, t, Errand{What: Cost, Text: what, Amount: kronor})
	})
}

// AskVisit asks whether somebody may go to where pupils are. The case goes on meanwhile; the visit does not.
func (s *Service) AskVisit(ctx context.Context, by authz.Actor, id ticket.ID, why string) error {
	return s.errand(ctx, by, id, func(ctx context.Context, tx *sqldb.Tx, t *ticket.Ticket) error {
		return s.ask(ctx, tx, by, t, Errand{What: Visit, Text: why})
	})
}

// errand is what the desk's steps have in common.
func (s *Service) errand(ctx context.Context, by authz.Actor, id ticket.ID, fn func(ctx context.Context, tx *sqldb.Tx, t *ticket.Ticket) error) error {
	return s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		t, err := ticket.LoadIn(ctx, tx, by, id)
		if err != nil {
			return err
		}
		if err := s.mayDelegate(by, &t); err != nil {
			return err
		}
		if t.State.Ended() || t.State == ticket.StateResolved {
			return errs.E(errs.Conflict, "ticket.error.ended")
		}
		if err := fn(ctx, tx, &t); err != nil {
			return err
		}
		return once.Settle(ctx, tx, id.String())
	})
}

// holds says where a case waits for each word.
var holds = map[What]string{Cost: ticket.SubCost, Instruction: ticket.SubInstruction}

// pauses are the organisation's pause reasons for the same.
var pauses = map[What]string{Cost: "cost", Instruction: "instruction"}

// ask notes what is asked, and lets the case wait where it must not go on before the word is given.
func (s *Service) ask(ctx context.Context, tx *sqldb.Tx, by authz.Actor, t *ticket.Ticket, e Errand) error {
	_, found, err := sqldb.Maybe(ctx, tx, selectErrand, scanErrand, int64(t.ID), string(e.What))
	if err != nil {
		return err
	}
	if found {
		return errs.E(errs.Conflict, "delegation.error.asked")
	}
	if err := insertErrandIn(ctx, tx, by, t, e, 0); err != nil {
		return err
	}
	_, err = s.d.Ticket.StepIn(ctx, tx, by, t.ID, ticket.EventErrandAsked, func(_ context.Context, _ *sqldb.Tx, t *ticket.Ticket, p *ticket.Payload) error {
		p.Handover, p.Internal, p.Comment = &ticket.Handover{What: string(e.What)}, true, clean.Line(e.Text, maxReason)
		substate, waits := holds[e.What]
		if !waits {
			return nil
		}
		if err := t.Put(ticket.StateOnHold, substate); err != nil {
			return err
		}
		t.HoldCode, t.HoldUntil, t.HoldReason = pauses[e.What], time.Time{}, clean.Line(e.Text, maxReason)
		return nil
	})
	return err
}

func insertErrandIn(ctx context.Context, tx *sqldb.Tx, by authz.Actor, t *ticket.Ticket, e Errand, way int64) error {
	var amount any
	if e.Amount > 0 {
		amount = e.Amount
	}
	id, err := tx.Insert(ctx, insertErrand, int64(t.Org), int64(t.ID), string(e.What), sqldb.ID(way), clean.Text(e.Text, maxTask), amount, e.VisitOn, sqldb.ID(by.Person), sqldb.Time(tx.Now()))
	if err != nil || e.What != NotRemote && e.What != Booked {
		return err
	}
	_, err = tx.Exec(ctx, decideErrand, id, "", "", true, sqldb.ID(by.Person), sqldb.Time(tx.Now()))
	return err
}

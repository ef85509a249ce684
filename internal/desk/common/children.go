package common

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

func number10(n int64) string { return strconv.FormatInt(n, 10) }

// Child is a case below a common ticket, as far as one needs to know it to act on all of them.
type Child struct {
	Ticket ticket.Ticket // What rights and rules ask of it; the rest is empty.
	Name   string        // Of its user.
}

// children lists what the actor sees below a common ticket, oldest first. Errors: errs.Invalid when there are more than
// one action may reach.
func (s *Service) children(ctx context.Context, q sqldb.Querier, by authz.Actor, id ticket.ID) ([]Child, error) {
	var w sqldb.Where
	condition, args := below(by, id).SQL()
	w.And(condition, args...)
	text := `select t.id, t.org_id, t.desk_id, t.group_id, t.site_id, t.supplier_id, t.category_id, t.state, t.sealed, t.title, t.channel,
			t.requester_id, t.reporter_id, t.sender_name, t.sender_address, t.created_at, t.hold_until,
			coalesce((select p.given_name || ' ' || p.family_name from person p where p.id = t.requester_id), t.sender_name)
		from ticket t where ` + w.SQL() + w.Numbered(` order by t.id limit ?`, MaxChildren+1)
	list, err := sqldb.All(ctx, q, sqldb.Q("common.children", text), func(r sqldb.Row) (Child, error) {
		var c Child
		x := &c.Ticket
		return c, r.Scan(&x.ID, &x.Org, &x.Desk, sqldb.ScanID(&x.Group), sqldb.ScanID(&x.Site), sqldb.ScanID(&x.Supplier), sqldb.ScanID(&x.Category),
			&x.State, &x.Sealed, &x.Title, &x.Channel, sqldb.ScanID(&x.Requester), sqldb.ScanID(&x.Reporter), &x.SenderName, &x.SenderAddress,
			sqldb.ScanTime(&x.CreatedAt), sqldb.ScanTime(&x.HoldUntil), &c.Name)
	}, w.Args()...)
	if err == nil && len(list) > MaxChildren {
		return nil, errs.E(errs.Invalid, "common.error.many", "max", MaxChildren)
	}
	return list, err
}

// PageSize is how many children a page lists.
const PageSize = 50

// Children returns a page of the cases below a common ticket, oldest first, after the given one; more tells that there
// are others. Only what the actor may see is there.
func (s *Service) Children(ctx context.Context, by authz.Actor, id, after ticket.ID) (rows []ticket.Row, more bool, err error) {
	var w sqldb.Where
	condition, args := below(by, id).SQL()
	w.And(condition, args...)
	w.And("t.id > ?", int64(after))
	text := `select t.id from ticket t where ` + w.SQL() + w.Numbered(` order by t.id limit ?`, PageSize+1)
	ids, err := sqldb.All(ctx, s.db, sqldb.Q("common.children_page", text), sqldb.Value[ticket.ID], w.Args()...)
	if err != nil {
		return nil, false, err
	}
	if len(ids) > PageSize {
		ids, more = ids[:PageSize], true
	}
	rows, err = s.ticket.Rows(ctx, by, ids)
	for i, j := 0, len(rows)-1; i < j; i, j = i+1, j-1 {
		rows[i], rows[j] = rows[j], rows[i] // Rows come newest first.
	}
	return rows, more, err
}

// Overview is what a page tells of a common ticket, counted over what the reader may see.
type Overview struct {
	Standing
	Open, Solved, Ended int
	People              int // Users whose cases these are.
	Units               int
	Proposal            *Proposal
	Major               *Major // Nil when none has been declared.
	// Above is the common ticket that this case belongs to; 0 for none that the reader may see.
	Above      ticket.ID
	AboveTitle string
	AboveState ticket.State
	AboveWith  directory.PersonID // Its assignee.
	AboveHas   string             // The supplier that has it now; "" for the desk.
}

// Sum is how many cases below the reader sees.
func (o *Overview) Sum() int { return o.Open + o.Solved + o.Ended }

// Of returns what is to be told of a case beside its page, in one statement.
func (s *Service) Of(ctx context.Context, by authz.Actor, t *ticket.Ticket) (Overview, error) {
	var w sqldb.Where
	id := int64(t.ID)
	visible, scope := ticket.Visible(by).SQL()
	text := w.Numbered(`
		select 'standing', c.children, c.residents, c.level, c.base_impact, c.base_priority, c.declined, '', '', cast(null as bigint), cast(null as bigint)
			from common_ticket c where c.ticket_id = ?`, id) + w.Numbered(`
		union all select 'below', sum(case when t.active then 1 else 0 end), sum(case when t.state = 'resolved' then 1 else 0 end),
			sum(case when t.active or t.state = 'resolved' then 0 else 1 end), count(distinct t.requester_id), count(distinct t.unit_id), 0, '', '', null, null
			from ticket_link l join ticket t on t.id = l.from_id where l.to_id = ? and l.kind = 'child' and `, id) + w.Numbered(visible, scope...) + w.Numbered(`
		union all select 'major', coalesce(m.lead_id, 0), m.version, 0, 0, 0, 0, '', '', m.word_due, m.ended_at from major m where m.ticket_id = ?`, id) + w.Numbered(`
		union all select 'above', t.id, coalesce(t.assignee_id, 0), 0, 0, 0, 0, t.title, t.state || ' ' || coalesce((select s.name from supplier s where s.id = t.supplier_id), ''), null, null
			from ticket_link l join ticket t on t.id = l.to_id where l.from_id = ? and l.kind = 'child' and `, id) + w.Numbered(visible, scope...)
	o := Overview{Standing: Standing{Ticket: t.ID, Org: t.Org, Desk: t.Desk}}
	err := sqldb.Each(ctx, s.db, sqldb.Q("common.of", text), func(r sqldb.Row) error {
		var what, text1, text2 string
		var n [6]nullable
		var at1, at2 time.Time
		if err := r.Scan(&what, &n[0], &n[1], &n[2], &n[3], &n[4], &n[5], &text1, &text2, sqldb.ScanTime(&at1), sqldb.ScanTime(&at2)); err != nil {
			return err
		}
		switch what {
		case "standing":
			o.Children, o.Residents, o.Level = int(n[0]), int(n[1]), int(n[2])
			o.BaseImpact, o.BasePriority, o.Declined = int(n[3]), int(n[4]), int(n[5])
		case "below":
			o.Open, o.Solved, o.Ended, o.People, o.Units = int(n[0]), int(n[1]), int(n[2]), int(n[3]), int(n[4])
		case "major":
			o.Major = &Major{Ticket: t.ID, Lead: directory.PersonID(n[0]), Version: int64(n[1]), WordDue: at1, EndedAt: at2}
		case "above":
			state, has, _ := strings.Cut(text2, " ")
			o.Above, o.AboveWith, o.AboveTitle, o.AboveState, o.AboveHas = ticket.ID(n[0]), directory.PersonID(n[1]), text1, ticket.State(state), has
		}
		return nil
	}, w.Args()...)
	if err != nil {
		return o, err
	}
	if o.Level != 0 || o.BaseImpact != 0 {
		o.Proposal = propose(t, &o.Standing)
	}
	return o, nil
}

// nullable is a number that a sum over nothing leaves out.
type nullable int64

// Scan implements sql.Scanner.
func (n *nullable) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*n = 0
	case int64:
		*n = nullable(v)
	default:
		return fmt.Errorf("a sum is a %T", src)
	}
	return nil
}

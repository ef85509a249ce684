package delegation

import (
	"context"
	"errors"
	"fmt"
	"time"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

const columns = `d.id, d.org_id, d.desk_id, d.ticket_id, d.supplier_id, d.meant_id, d.name, d.way, d.state, d.hop,
	d.from_supplier_id, d.expected, d.task, d.reason, d.external, d.report_minutes, d.due_at, d.late, d.contact_reason,
	d.given_by, d.given_at, d.accepted_at, d.reported_at, d.ended_at, d.version`

var (
	insertDelegation = sqldb.Q("delegation.insert", `
		insert into delegation (org_id, desk_id, ticket_id, supplier_id, meant_id, name, way, state, hop, from_supplier_id,
			expected, task, reason, external, report_minutes, due_at, given_by, given_at, waited)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19) returning id`)
	updateDelegation = sqldb.Q("delegation.update", `
		update delegation set state = $2, external = $3, due_at = $4, late = $5, contact_reason = $6, accepted_at = $7,
			reported_at = $8, ended_at = $9, ended_how = $10, version = version + 1 where id = $1 and version = $11`)
	selectNow = sqldb.Q("delegation.now", `
		select `+columns+` from delegation d where d.ticket_id = $1 and d.ended_at is null`)
	selectOfTicket = sqldb.Q("delegation.of_ticket", `
		select `+columns+` from delegation d where d.ticket_id = $1 order by d.id`)
	selectHops = sqldb.Q("delegation.hops", `
		select count(*), coalesce(max(id), 0) from delegation where ticket_id = $1`)
	selectSupplierOf = sqldb.Q("delegation.supplier_of", `select supplier_id from delegation where id = $1`)
	insertMessage    = sqldb.Q("delegation.message", `insert into delegation_message (delegation_id, message_id, side) values ($1, $2, $3)`)
)

func scan(r sqldb.Row) (Delegation, error) {
	var d Delegation
	err := r.Scan(d.targets()...)
	return d, err
}

// minutes reads a duration that is kept in whole minutes.
type minutes struct{ d *time.Duration }

// Scan implements sql.Scanner.
func (m minutes) Scan(v any) error {
	n, ok := v.(int64)
	if !ok {
		return fmt.Errorf("minutes are %T", v)
	}
	*m.d = time.Duration(n) * time.Minute
	return nil
}

func (d *Delegation) targets() []any {
	return []any{
		&d.ID, &d.Org, &d.Desk, &d.Ticket, &d.Supplier, sqldb.ScanID(&d.Meant), &d.Name, &d.Way, &d.Status, &d.Hop,
		sqldb.ScanID(&d.From), &d.Expected, &d.Task, &d.Reason, &d.External,
		minutes{&d.Report},
		sqldb.ScanTime(&d.Due), &d.Late, &d.ContactReason,
		sqldb.ScanID(&d.GivenBy), sqldb.ScanTime(&d.GivenAt), sqldb.ScanTime(&d.AcceptedAt), sqldb.ScanTime(&d.ReportedAt),
		sqldb.ScanTime(&d.EndedAt), &d.Version,
	}
}

func (d *Delegation) insert(ctx context.Context, tx *sqldb.Tx, waited time.Duration) error {
	n, err := tx.Insert(ctx, insertDelegation, int64(d.Org), int64(d.Desk), int64(d.Ticket), int64(d.Supplier), sqldb.ID(d.Meant), d.Name,
		string(d.Way), string(d.Status), d.Hop, sqldb.ID(d.From), d.Expected, d.Task, d.Reason, d.External, int64(d.Report/time.Minute),
		sqldb.Time(d.Due), sqldb.ID(d.GivenBy), sqldb.Time(d.GivenAt), int64(waited/time.Minute))
	d.ID, d.Version = ID(n), 1
	return err
}

// save stores what has changed since the row was read; somebody else's change meanwhile is a conflict.
func (d *Delegation) save(ctx context.Context, tx *sqldb.Tx) error {
	how := ""
	if !d.Status.Open() {
		how = string(d.Status)
	}
	n, err := tx.Exec(ctx, updateDelegation, int64(d.ID), string(d.Status), d.External, sqldb.Time(d.Due), d.Late, d.ContactReason,
		sqldb.Time(d.AcceptedAt), sqldb.Time(d.ReportedAt), sqldb.Time(d.EndedAt), how, d.Version)
	if err != nil {
		return err
	}
	if n != 1 {
		return errs.E(errs.Conflict, "delegation.error.meanwhile")
	}
	d.Version++
	return nil
}

// NowIn returns who has a case now. The caller has checked that the reader may see the case.
func NowIn(ctx context.Context, q sqldb.Querier, id ticket.ID) (Delegation, bool, error) {
	return sqldb.Maybe(ctx, q, selectNow, scan, int64(id))
}

// inHand returns what the actor has in hand as a receiver. Errors: errs.NotFound, also for what was theirs before.
func inHand(ctx context.Context, q sqldb.Querier, by authz.Actor, id ticket.ID) (Delegation, error) {
	var w sqldb.Where
	w.And("d.ticket_id = ?", int64(id))
	condition, args := given(by).SQL()
	w.And(condition, args...)
	d, err := sqldb.One(ctx, q, sqldb.Q("delegation.in_hand", "select "+columns+" from delegation d join ticket t on t.id = d.ticket_id where "+w.SQL()), scan, w.Args()...)
	if errors.Is(err, sqldb.ErrNone) {
		return Delegation{}, errs.Missing()
	}
	return d, err
}

package line

import (
	"context"
	"fmt"
	"time"

	"lotsen/internal/kit/sqldb"
)

const (
	lineColumns = `l.id, l.org_id, l.desk_id, l.channel, l.key, l.name_sv, l.name_en, l.number, l.queue, l.cost, l.abroad, l.audience, l.priority,
	l.target, l.group_id, l.active, l.version`
	contactColumns = `l.id, l.org_id, l.desk_id, l.line_id, l.channel, l.category, l.source, l.external, l.caller, l.person_id, l.sealed, l.agent_id,
	l.group_id, l.ticket_id, l.state, l.outcome, l.cause, l.note, l.score, l.priority, l.came_at, l.answered_at, l.ended_at, l.open, l.target, l.version`
	// shownColumns adds what lists show of a contact.
	shownColumns = contactColumns + `, n.name_sv, n.name_en, a.given_name || ' ' || a.family_name`
	shownFrom    = ` from contact l join line n on n.id = l.line_id left join person a on a.id = l.agent_id `
)

var (
	insertLine = sqldb.Q("line.insert", `
		insert into line (org_id, desk_id, channel, key, name_sv, name_en, number, queue, cost, abroad, audience, priority, target, group_id, active, version)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) returning id`)
	updateLine = sqldb.Q("line.update", `
		update line set org_id = $1, desk_id = $2, channel = $3, key = $4, name_sv = $5, name_en = $6, number = $7, queue = $8, cost = $9, abroad = $10,
			audience = $11, priority = $12, target = $13, group_id = $14, active = $15, version = $16
		where id = $17 and version = $16 - 1`)
	lineByID      = sqldb.Q("line.by_id", `select `+lineColumns+` from line l where l.id = $1`)
	insertContact = sqldb.Q("line.contact_insert", `
		insert into contact (org_id, desk_id, line_id, channel, category, source, external, caller, person_id, sealed, agent_id, group_id, ticket_id, state,
			outcome, cause, note, score, priority, came_at, answered_at, ended_at, open, target, version)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25) returning id`)
	updateContact = sqldb.Q("line.contact_update", `
		update contact set org_id = $1, desk_id = $2, line_id = $3, channel = $4, category = $5, source = $6, external = $7, caller = $8, person_id = $9,
			sealed = $10, agent_id = $11, group_id = $12, ticket_id = $13, state = $14, outcome = $15, cause = $16, note = $17, score = $18, priority = $19,
			came_at = $20, answered_at = $21, ended_at = $22, open = $23, target = $24, version = $25
		where id = $26`)
	contactByID = sqldb.Q("line.contact_by_id", `select `+contactColumns+` from contact l where l.id = $1 {{for_update}}`)
	contactBy   = sqldb.Q("line.contact_by_external", `
		select `+contactColumns+` from contact l where l.org_id = $1 and l.source = $2 and l.external = $3 {{for_update}}`)
	insertRing = sqldb.Q("line.ring_insert", `
		insert into contact_ring (person_id, contact_id) values ($1, $2) on conflict (person_id, contact_id) do nothing`)
	deleteRings = sqldb.Q("line.rings_delete", `delete from contact_ring where contact_id = $1 returning person_id`)
)

func scanLine(r sqldb.Row) (Line, error) {
	var l Line
	var target int64
	err := r.Scan(&l.ID, &l.Org, &l.Desk, &l.Channel, &l.Key, &l.NameSv, &l.NameEn, &l.Number, &l.Queue, &l.Cost, &l.Abroad, &l.Audience, &l.Priority,
		&target, sqldb.ScanID(&l.Group), &l.Active, &l.Version)
	l.Target = time.Duration(target) * time.Second
	return l, err
}

func (l *Line) values() []any {
	return []any{
		int64(l.Org), int64(l.Desk), string(l.Channel), l.Key, l.NameSv, l.NameEn, l.Number, l.Queue, l.Cost, l.Abroad, string(l.Audience), l.Priority,
		int64(l.Target / time.Second), sqldb.ID(l.Group), l.Active, l.Version,
	}
}

func scanContact(r sqldb.Row) (Contact, error) { return scanContactAnd(r) }

func scanContactAnd(r sqldb.Row, more ...any) (Contact, error) {
	var c Contact
	var target int64
	var score *int64
	dest := []any{
		&c.ID, &c.Org, &c.Desk, &c.Line, &c.Channel, &c.Category, &c.Source, sqldb.ScanText(&c.External), &c.Caller, sqldb.ScanID(&c.Person), &c.Sealed,
		sqldb.ScanID(&c.Agent), sqldb.ScanID(&c.Group), sqldb.ScanID(&c.Ticket), &c.State, &c.Outcome, &c.Cause, &c.Note, &score, &c.Priority,
		sqldb.ScanTime(&c.Came), sqldb.ScanTime(&c.Answered), sqldb.ScanTime(&c.Ended), &c.Open, &target, &c.Version,
	}
	err := r.Scan(append(dest, more...)...)
	c.Target = time.Duration(target) * time.Second
	if score != nil {
		c.Score = int(*score)
	}
	return c, err
}

func scanShown(r sqldb.Row) (Contact, error) {
	var sv, en, agent string
	c, err := scanContactAnd(r, &sv, &en, sqldb.ScanText(&agent))
	c.LineSv, c.LineEn, c.AgentName = sv, en, agent
	return c, err
}

func (c *Contact) values() []any {
	var score any
	if c.Score > 0 {
		score = int64(c.Score)
	}
	return []any{
		int64(c.Org), int64(c.Desk), int64(c.Line), string(c.Channel), string(c.Category), c.Source, sqldb.Text(c.External), c.Caller, sqldb.ID(c.Person),
		c.Sealed, sqldb.ID(c.Agent), sqldb.ID(c.Group), sqldb.ID(c.Ticket), string(c.State), string(c.Outcome), c.Cause, c.Note, score, c.Priority,
		sqldb.Time(c.Came), sqldb.Time(c.Answered), sqldb.Time(c.Ended), c.Open, int64(c.Target / time.Second), c.Version,
	}
}

// change stores a contact as its next version and moves it in the figures from what it was to what it is.
func change(ctx context.Context, tx *sqldb.Tx, before, after *Contact) error {
	after.Version = before.Version + 1
	if before.ID == 0 {
		id, err := tx.Insert(ctx, insertContact, after.values()...)
		if err != nil {
			return err
		}
		after.ID = ContactID(id)
	} else if n, err := tx.Exec(ctx, updateContact, append(after.values(), int64(after.ID))...); err != nil || n != 1 {
		return fmt.Errorf("contact %d: %d rows changed: %w", after.ID, n, err)
	}
	return tally(ctx, tx, before, after)
}

package inbox

import (
	"context"

	"lotsen/internal/kit/sqldb"
)

var (
	selectMailboxes = sqldb.Q("mailbox.list", `
		select b.id, b.org_id, b.desk_id, b.address, b.name, b.active, o.lang from mailbox b join organisation o on o.id = b.org_id
		where b.org_id = $1 order by b.address`)
	selectNamed = sqldb.Q("mailbox.named", `
		select b.id, b.org_id, b.desk_id, b.address, b.name, b.active, o.lang from mailbox b join organisation o on o.id = b.org_id
		where b.active and ($1 = '' or b.address = $1 or lower(b.name) = $1 or substr(b.address, 1, length($1) + 1) = $1 || '@')
		order by b.address = $1 desc, b.id limit 1`)
	selectBox = sqldb.Q("mailbox.one", `
		select b.id, b.org_id, b.desk_id, b.address, b.name, b.active, o.lang from mailbox b join organisation o on o.id = b.org_id
		where b.id = $1`)
	selectIsOurs  = sqldb.Q("mailbox.is_ours", `select count(*) from mailbox where address = $1`)
	insertMailbox = sqldb.Q("mailbox.insert", `insert into mailbox (org_id, desk_id, address, name, active) values ($1, $2, $3, $4, $5) returning id`)
	updateMailbox = sqldb.Q("mailbox.update", `update mailbox set desk_id = $1, address = $2, name = $3, active = $4 where id = $5 and org_id = $6`)

	// Whoever comes first writes the row; others wait for it and find it.
	claimMail = sqldb.Q("inbound.claim", `
		insert into inbound_mail (org_id, mailbox_id, digest, twin, mail_id, sender, subject, raw_blob, size, outcome, machine, received_at, way)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'waiting', $10, $11, $12) on conflict do nothing returning id`)
	selectKnown = sqldb.Q("inbound.known", `
		select id, outcome, ticket_id, message_id, attachments, reason from inbound_mail where digest = $1 or twin = $2 order by id limit 1 {{for_update}}`)
	selectDone = sqldb.Q("inbound.done", `
		select id, outcome, ticket_id, message_id, attachments, reason from inbound_mail where digest = $1 and outcome <> 'waiting'`)
	settleMail = sqldb.Q("inbound.settle", `
		update inbound_mail set outcome = $1, reason = $2, detail = $3, ticket_id = $4, message_id = $5, attachments = $6
		where id = $7`)
	proveMail = sqldb.Q("inbound.prove", `update inbound_mail set proof = $1, auth = $2 where id = $3`)
	failMail  = sqldb.Q("inbound.fail", `
		insert into inbound_mail (org_id, mailbox_id, digest, sender, subject, raw_blob, size, outcome, reason, detail, received_at, way)
		values ($1, $2, $3, $4, $5, $6, $7, 'waiting', 'failed', $8, $9, $10)
		on conflict (digest) do update set tries = inbound_mail.tries + 1, detail = excluded.detail,
			outcome = case when inbound_mail.outcome = 'waiting' and inbound_mail.tries + 1 >= 3 then 'quarantined' else inbound_mail.outcome end
		returning id, outcome, ticket_id, message_id, attachments, reason`)
	countFrom = sqldb.Q("inbound.count_from", `
		select count(*) from (
			select 1 from inbound_mail where sender = $1 and received_at > $2 and outcome = $3 and mailbox_id = $4 limit $5) hits`)
	selectWaiting = sqldb.Q("inbound.waiting", `
		select id, mailbox_id, raw_blob, way from inbound_mail where outcome = 'waiting' and mailbox_id is not null and received_at < $1 order by id limit 20`)
)

func scanMailbox(r sqldb.Row) (Mailbox, error) {
	var b Mailbox
	return b, r.Scan(&b.ID, &b.Org, &b.Desk, &b.Address, &b.Name, &b.Active, &b.Lang)
}

func scanOutcome(r sqldb.Row) (Outcome, error) {
	var o Outcome
	return o, r.Scan(&o.ID, &o.Result, sqldb.ScanID(&o.Ticket), sqldb.ScanID(&o.Entry), &o.Attachments, &o.Reason)
}

// row is a mail on its way into the table.
type row struct {
	box    *Mailbox
	digest string
	twin   string
	raw    string // Name of its bytes in the store.
	size   int
	way    Way
	mail   *Mail
}

// claim makes the mail's row, or finds that of its first coming: then done tells that nothing is left to do.
func (r *row) claim(ctx context.Context, tx *sqldb.Tx) (o Outcome, done bool, err error) {
	id, fresh, err := sqldb.Maybe(ctx, tx, claimMail, sqldb.Value[int64], int64(r.box.Org), int64(r.box.ID), r.digest, r.twin, r.mail.ID,
		sender(r.mail.From), r.mail.Subject, r.raw, r.size, string(r.mail.Machine.Kind), sqldb.Time(tx.Now()), r.way.text())
	if err != nil || fresh {
		return Outcome{ID: id, Result: Waiting}, false, err
	}
	o, err = sqldb.One(ctx, tx, selectKnown, scanOutcome, r.digest, r.twin)
	return o, err == nil && o.Result != Waiting, err
}

// settle writes what became of a mail.
func settle(ctx context.Context, tx *sqldb.Tx, o Outcome, detail string) error {
	_, err := tx.Exec(ctx, settleMail, string(o.Result), o.Reason, detail, sqldb.ID(o.Ticket), sqldb.ID(o.Entry), o.Attachments, o.ID)
	return err
}

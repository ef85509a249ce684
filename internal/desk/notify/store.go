package notify

import (
	"encoding/json"

	"lotsen/internal/kit/sqldb"
)

const mailColumns = `id, org_id, ticket_id, reason, event_seq, mail_id, person_id, address, lang, sender, subject, text, html, headers, state,
	tries, error, created_at, sent_at`

var (
	insertMail = sqldb.Q("outbound.insert", `
		insert into outbound_mail (org_id, ticket_id, reason, event_seq, mail_id, person_id, address, lang, sender, subject, text, html,
			headers, state, created_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 'waiting', $14)
		on conflict (event_seq, address, reason) do nothing returning id`)
	selectMail   = sqldb.Q("outbound.one", `select `+mailColumns+` from outbound_mail where id = $1`)
	selectByID   = sqldb.Q("outbound.by_mail_id", `select `+mailColumns+` from outbound_mail where mail_id = $1`)
	selectLatest = sqldb.Q("outbound.latest", `select `+mailColumns+` from outbound_mail where id < $1 order by id desc limit $2`)
	selectOf     = sqldb.Q("outbound.of_ticket", `select `+mailColumns+` from outbound_mail where ticket_id = $1 order by id`)
	markSent     = sqldb.Q("outbound.sent", `
		update outbound_mail set state = $1, sent_at = $2, tries = tries + 1, error = '' where id = $3 and state = 'waiting'`)
	markTried = sqldb.Q("outbound.tried", `
		update outbound_mail set state = $1, tries = tries + 1, error = $2 where id = $3 and state = 'waiting'`)
	markBounced = sqldb.Q("outbound.bounced", `
		update outbound_mail set state = 'bounced', error = $1, bounced_at = $3 where mail_id = $2 and state in ('sent', 'caught')`)
	// A thread begins with our first mail to the address, or with the mail that the case began with.
	selectFirstMailID = sqldb.Q("outbound.first_id", `
		select mail_id from (
			select 1 as pos, id, mail_id from outbound_mail where ticket_id = $1 and address = $2
			union all select 2, id, mail_id from message where ticket_id = $1 and mail_id <> '' and not internal) thread
		order by pos, id limit 1`)
	// Whether the solution of a case has reached anybody by another mail since it was solved.
	selectDelivered = sqldb.Q("outbound.delivered", `
		select count(*) from outbound_mail m where m.state in ('sent', 'caught') and m.id <> $2 and m.created_at >= $3 and (
			m.ticket_id = $1 and m.reason = 'resolved'
			or m.id in (select w.mail_id from outbound_word w where w.ticket_id = $1 and w.reason = 'resolved' and w.mail_id is not null))`)
	// The cases that a mail told of, and of what; a mail older than that list names its one case itself.
	selectToldBy = sqldb.Q("outbound.told_by", `
		select ticket_id, reason from outbound_word where mail_id = $1 and ticket_id is not null
		union select ticket_id, reason from outbound_mail where id = $1 and ticket_id is not null and reason <> 'gathered'`)
	selectWords   = sqldb.Q("notify.words", `select text from message where id = $1 and not internal`)
	selectMailbox = sqldb.Q("notify.mailbox", `
		select d.name, (select m.address from mailbox m where m.desk_id = d.id and m.active order by m.id limit 1) from desk d where d.id = $1`)
)

func scanMail(r sqldb.Row) (Mail, error) {
	var m Mail
	var headers string
	err := r.Scan(&m.ID, &m.Org, sqldb.ScanID(&m.Ticket), &m.Reason, &m.Event, &m.MailID, sqldb.ScanID(&m.Person), &m.To, &m.Lang,
		&m.From, &m.Subject, &m.Text, &m.HTML, &headers, &m.State, &m.attempts, &m.Error, sqldb.ScanTime(&m.Created), sqldb.ScanTime(&m.SentAt))
	if err != nil {
		return m, err
	}
	return m, json.Unmarshal([]byte(headers), &m.Headers)
}

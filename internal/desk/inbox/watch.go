package inbox

import (
	"context"
	"fmt"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/notify"
	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/sqldb"
)

// A mail that waits for somebody is told of again when it has waited this long, once a day from that hour on.
const (
	undecidedFor = 24 * time.Hour
	remindFrom   = 7
	// A mail whose taking fails is told of when it has been tried for so long, in quarantine or not.
	waitingFor = 15 * time.Minute
)

var (
	selectLate = sqldb.Q("fetch.late", `
		select f.mailbox_id, b.org_id, b.desk_id, b.address, f.error, coalesce(f.ok_at, f.saved_at) from mailbox_fetch f join mailbox b on b.id = f.mailbox_id
		where f.active and b.active and f.alarmed_at is null
			and {{max2}}(coalesce(f.ok_at, f.saved_at), f.saved_at) <= $1 - cast(f.alarm_minutes as bigint) * 60000000
		order by f.mailbox_id limit 50`)
	setAlarmed   = sqldb.Q("fetch.alarmed", `update mailbox_fetch set alarmed_at = $2 where mailbox_id = $1`)
	selectUntold = sqldb.Q("inbound.untold", `
		select b.org_id, b.desk_id, count(*) from inbound_mail i join mailbox b on b.id = i.mailbox_id
		where i.told_at is null and (i.outcome = 'quarantined' or i.outcome = 'waiting' and i.received_at < $1) group by b.org_id, b.desk_id`)
	setTold = sqldb.Q("inbound.told", `
		update inbound_mail set told_at = $1 where told_at is null and (outcome = 'quarantined' or outcome = 'waiting' and received_at < $3)
			and mailbox_id in (select id from mailbox where desk_id = $2)`)
	selectUndecided = sqldb.Q("inbound.undecided", `
		select b.org_id, b.desk_id, count(*) from inbound_mail i join mailbox b on b.id = i.mailbox_id
		where i.outcome = 'quarantined' and i.received_at < $1 group by b.org_id, b.desk_id`)
	selectKeepers = sqldb.Q("inbound.keepers", `
		select distinct g.person_id from role_grant g join role_verb v on v.role_id = g.role_id join person p on p.id = g.person_id
		where v.verb = 'mail.quarantine' and p.active and g.ended_at is null and g.valid_from <= $3 and (g.valid_to is null or g.valid_to > $3)
			and (g.reach = 'desk' and g.of_id = $1 or g.reach = 'organisation' and g.of_id = $2) limit 50`)
)

// atDesk is a number of mails at a desk.
type atDesk struct {
	org   directory.OrgID
	desk  directory.DeskID
	count int64
}

func scanAtDesk(r sqldb.Row) (a atDesk, err error) { return a, r.Scan(&a.org, &a.desk, &a.count) }

// Watch tells those who take care of a desk's mail of mailboxes that cannot be fetched and of mails that wait for a
// decision: at once, at most once an hour, and every morning as long as something waits.
func (s *Service) Watch(ctx context.Context) error {
	for _, look := range []func(context.Context, *sqldb.Tx) error{s.tellLate, s.tellNew, s.remind} {
		if err := s.d.DB.Write(ctx, look); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) tellLate(ctx context.Context, tx *sqldb.Tx) error {
	type late struct {
		id             MailboxID
		at             atDesk
		address, fault string
		since          time.Time
	}
	list, err := sqldb.All(ctx, tx, selectLate, func(r sqldb.Row) (l late, err error) {
		return l, r.Scan(&l.id, &l.at.org, &l.at.desk, &l.address, &l.fault, sqldb.ScanTime(&l.since))
	}, sqldb.Time(tx.Now()))
	if err != nil {
		return err
	}
	for _, l := range list {
		key := fmt.Sprintf("mailbox:%d:late:%d", l.id, tx.Now().UnixMicro())
		if _, err := s.say(ctx, tx, l.at, key, "imap.alarm.late", true, "mailbox", l.address, "since", l.since, "error", l.fault); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, setAlarmed, int64(l.id), sqldb.Time(tx.Now())); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) tellNew(ctx context.Context, tx *sqldb.Tx) error {
	before := sqldb.Time(tx.Now().Add(-waitingFor))
	list, err := sqldb.All(ctx, tx, selectUntold, scanAtDesk, before)
	if err != nil {
		return err
	}
	for _, a := range list {
		key := fmt.Sprintf("quarantine:%d:%d", a.desk, tx.Now().Truncate(time.Hour).Unix())
		told, err := s.say(ctx, tx, a, key, "imap.alarm.quarantine", true)
		if err != nil {
			return err
		}
		if told == 0 {
			continue // Told within the hour already: what came since is told with the next.
		}
		if _, err := tx.Exec(ctx, setTold, sqldb.Time(tx.Now()), int64(a.desk), before); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) remind(ctx context.Context, tx *sqldb.Tx) error {
	day := tx.Now().In(clock.Stockholm())
	if day.Hour() < remindFrom {
		return nil
	}
	list, err := sqldb.All(ctx, tx, selectUndecided, scanAtDesk, sqldb.Time(tx.Now().Add(-undecidedFor)))
	if err != nil {
		return err
	}
	for _, a := range list {
		if _, err := s.say(ctx, tx, a, fmt.Sprintf("undecided:%d:%s", a.desk, day.Format(time.DateOnly)), "imap.alarm.undecided", false); err != nil {
			return err
		}
	}
	return nil
}

// say tells those who take care of a desk's mail. The words hold numbers and addresses of ours, nothing of anybody's mail.
func (s *Service) say(ctx context.Context, tx *sqldb.Tx, a atDesk, key, text string, now bool, args ...any) (int, error) {
	people, err := sqldb.All(ctx, tx, selectKeepers, sqldb.Value[directory.PersonID], int64(a.desk), int64(a.org), sqldb.Time(tx.Now()))
	if err != nil || len(people) == 0 {
		return 0, err
	}
	args = append(args, "count", a.count, "link", s.d.BaseURL+"/desk/mail")
	said := func(lang i18n.Lang) notify.Said {
		p := s.d.Texts.Printer(lang)
		return notify.Said{Subject: p.T(text+".subject", args...), Text: p.T(text+".text", args...)}
	}
	return s.d.Notify.TellIn(ctx, tx, notify.Word{
		Org: a.org, Desk: a.desk, Key: key, Mandatory: now, AtDesk: true, Sv: said(i18n.Swedish), En: said(i18n.English), People: people,
	})
}

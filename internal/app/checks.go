package app

import (
	"lotsen/internal/desk/calendar"
	"lotsen/internal/desk/report"
	"lotsen/internal/desk/search"
	"lotsen/internal/desk/sla"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/check"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
)

var (
	overdueClose = sqldb.Q("app.check.close_due", `
		select id from ticket where state = 'resolved' and close_due is not null and close_due < $1 order by id`)
	overdueHold = sqldb.Q("app.check.hold_over", `
		select id from ticket where state = 'hold' and hold_until is not null and hold_until < $1 order by id`)
	commonCounts = sqldb.Q("app.check.common", `
		select k.id, k.said, k.counted, k.said_residents, k.counted_residents from (
			select t.id, coalesce(c.children, 0) as said, coalesce(c.residents, t.residents) as said_residents,
				(select count(*) from ticket_link l join ticket x on x.id = l.from_id where l.to_id = t.id and l.kind = 'child'
					and x.state not in ('withdrawn', 'merged') and not x.sealed) as counted,
				t.residents + (select coalesce(sum(x.residents), 0) from ticket_link l join ticket x on x.id = l.from_id where l.to_id = t.id
					and l.kind = 'child' and x.state not in ('withdrawn', 'merged') and not x.sealed) as counted_residents
			from ticket t left join common_ticket c on c.ticket_id = t.id
			where t.id in (select l.to_id from ticket_link l where l.kind = 'child' union select c.ticket_id from common_ticket c)) k
		where k.said <> k.counted or k.said_residents <> k.counted_residents order by k.id`)
	oddTickets = sqldb.Q("app.check.ticket_state", `
		select id, state from ticket where active <> (state in ('new', 'open', 'hold'))
			or (state = 'closed' and closed_at is null) or (state = 'merged') <> (merged_into is not null) order by id`)
)

// Checks are those of lotsen check: the foundation's own, and what must be true of the capabilities' rows.
func Checks() *check.Registry {
	r := check.New()
	find, mend := check.Versions(ticket.Stream, "ticket")
	r.Register("ticket versions", find, mend)
	r.Register("ticket states", check.Query(oddTickets, "ticket %v is %v, which its other columns contradict"), nil)
	r.Register("ticket rows", ticket.FindDifferences, nil)
	r.Register("tickets to close", check.Overdue(overdueClose, "ticket %v should have been closed by the sweep"), nil)
	r.Register("tickets to wake", check.Overdue(overdueHold, "ticket %v should have been woken by the sweep"), nil)
	r.Register("common tickets", check.Query(commonCounts, "common ticket %v says %v cases, there are %v; it says %v residents, there are %v"), nil)
	r.Register("search index", search.Find, search.Repair)
	r.Register("figures", report.Find, nil)
	findClocks, mendClocks := sla.Checks(func(db *sqldb.DB) sla.Calendars {
		return calendar.New(calendar.Deps{DB: db, Events: event.NewLog(), Preset: presetHours})
	})
	r.Register("clocks", findClocks, mendClocks)
	return r
}

package alarm

import (
	"context"
	"fmt"
	"time"

	"lotsen/internal/desk/alarm/read"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/sqldb"
)

// groupOf is what holds an alarm together with others under a rule; "" when it stands alone.
func (w *work) groupOf(a *Alarm, rule *Rule) string {
	value := ""
	switch rule.Config.Do.By {
	case ByService:
		if rule.Config.Do.Service != 0 {
			value = fmt.Sprint(int64(rule.Config.Do.Service))
		}
	default:
		value = field(a, rule.Config.Do.By)
	}
	if value == "" {
		return ""
	}
	return fmt.Sprintf("%d:%d:%s:%s", w.src.Desk, rule.ID, rule.Config.Do.By, value)
}

// since is from when on a case of a group takes further alarms.
func since(now time.Time, rule *Rule) time.Time {
	return now.Add(-time.Duration(rule.Config.Do.Within) * time.Minute)
}

type grouped struct {
	id   ticket.ID
	kind string
}

// newest is the group's newest case of a kind on which work remains.
func newest(ctx context.Context, tx *sqldb.Tx, together, kind string, rule *Rule) (grouped, bool, error) {
	return sqldb.Maybe(ctx, tx, groupCase, func(r sqldb.Row) (grouped, error) {
		var g grouped
		return g, r.Scan(&g.id, &g.kind)
	}, together, sqldb.Time(since(tx.Now(), rule)), kind)
}

// join adds an alarm to the case that lists its group. It reports false when there is none.
func (w *work) join(ctx context.Context, tx *sqldb.Tx, a *Alarm, rule *Rule) (bool, error) {
	together := ""
	if rule.Config.Do.Together == InList {
		together = w.groupOf(a, rule)
	}
	if together == "" {
		return false, nil
	}
	g, found, err := newest(ctx, tx, together, "list", rule)
	if err != nil || !found {
		return false, err
	}
	if err := w.joined(ctx, tx, a, rule, g.id, WasJoined); err != nil {
		return false, err
	}
	return true, w.say(ctx, tx, a, w.p.T("alarm.said.joined", "summary", titled(a)), true)
}

// joined ties an alarm to a case that is there.
func (w *work) joined(ctx context.Context, tx *sqldb.Tx, a *Alarm, rule *Rule, id ticket.ID, what string) error {
	a.Ticket, a.Told, a.Rule = id, read.Firing, rule.ID
	if _, err := tx.Exec(ctx, caseJoined, int64(id), sqldb.Time(tx.Now())); err != nil {
		return err
	}
	return note(ctx, tx, a, what, id.String())
}

func titled(a *Alarm) string {
	if a.Host == "" {
		return a.Summary
	}
	return a.Host + ": " + a.Summary
}

// under puts a case of its own below the common one of its group. The second of a group makes the common one.
func (w *work) under(ctx context.Context, tx *sqldb.Tx, a *Alarm, rule *Rule, child ticket.ID, together string) error {
	by := as(&w.src)
	g, found, err := newest(ctx, tx, together, "parent", rule)
	if err != nil {
		return err
	}
	if found {
		if _, err := tx.Exec(ctx, caseJoined, int64(g.id), sqldb.Time(tx.Now())); err != nil {
			return err
		}
		return w.t.Link(ctx, by, child, g.id, ticket.LinkChild)
	}
	sibling, found, err := w.sibling(ctx, tx, together, child, rule)
	if err != nil || !found {
		return err
	}
	first, err := ticket.LoadIn(ctx, tx, by, sibling)
	if err != nil {
		return err
	}
	name := w.commonName(a, rule)
	in := ticket.ReportInput{
		Desk: first.Desk, Kind: first.Kind, Channel: ticket.Alarm, SenderName: w.src.Name, Title: w.p.T("alarm.common.title", "what", name),
		Text: w.p.T("alarm.common.text", "what", name, "source", w.src.Name), Category: first.Category, Service: first.Service, Group: first.Group,
		Impact: first.Impact, Urgency: first.Urgency,
	}
	parent, err := w.report(ctx, tx, in)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, insertCase, int64(parent.ID), int64(w.src.Org), int64(w.src.ID), "parent", together, sqldb.Time(tx.Now())); err != nil {
		return err
	}
	for _, id := range []ticket.ID{sibling, child} {
		if err := w.t.Link(ctx, by, id, parent.ID, ticket.LinkChild); err != nil {
			return err
		}
	}
	return nil
}

// sibling is the other case of a group that stands alone still.
func (w *work) sibling(ctx context.Context, tx *sqldb.Tx, together string, child ticket.ID, rule *Rule) (ticket.ID, bool, error) {
	return sqldb.Maybe(ctx, tx, groupSibling, sqldb.Value[ticket.ID], together, sqldb.Time(since(tx.Now(), rule)), int64(child))
}

var groupSibling = sqldb.Q("alarm.group_sibling", `
	select c.ticket_id from alarm_case c join ticket t on t.id = c.ticket_id
	where c.together = $1 and c.joined_at >= $2 and c.kind = 'child' and t.active and c.ticket_id <> $3
		and not exists (select 1 from ticket_link l where l.from_id = c.ticket_id and l.kind = 'child')
	order by c.ticket_id desc limit 1`)

// commonName is what a group has in common, as people would say it.
func (w *work) commonName(a *Alarm, rule *Rule) string {
	switch by := rule.Config.Do.By; by {
	case ByService, ByGroup:
		return rule.Name
	default:
		return field(a, by)
	}
}

// leftOut tells the case of a call that its source knows of more alarms than it sent.
func (w *work) leftOut(ctx context.Context, tx *sqldb.Tx, taken []Taken, n int) error {
	text := w.p.T("alarm.said.left_out", "n", n)
	if _, err := tx.Exec(ctx, setError, int64(w.src.ID), text, sqldb.Time(tx.Now())); err != nil {
		return err
	}
	for _, x := range taken {
		if x.Ticket == 0 {
			continue
		}
		c, found, err := caseOf(ctx, tx, x.Ticket)
		if err != nil || !found || c.leftOut == n {
			return err // It has been told already.
		}
		if _, err := tx.Exec(ctx, caseLeft, int64(x.Ticket), n); err != nil {
			return err
		}
		_, err = w.sayTo(ctx, tx, x.Ticket, text, true)
		return err
	}
	return nil
}

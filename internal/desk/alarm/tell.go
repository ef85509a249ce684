package alarm

import (
	"context"
	"fmt"
	"sort"
	"strings"
	"time"

	"lotsen/internal/desk/alarm/read"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// mostSaid is how many notes alarms write to one case. Further ones are counted on its page.
const mostSaid = 30

// tell lets an alarm that fires have a case: the one that it had, one of its group, or one of its own.
func (w *work) tell(ctx context.Context, tx *sqldb.Tx, a *Alarm, rule *Rule, flaps bool) error {
	var before ticket.ID
	if a.Ticket != 0 {
		done, err := w.tellAgain(ctx, tx, a, rule, flaps)
		if done || err != nil {
			return err
		}
		before = a.Ticket
	}
	stormed, err := w.stormed(ctx, tx, a, rule)
	if stormed || err != nil {
		return err
	}
	if joined, err := w.join(ctx, tx, a, rule); joined || err != nil {
		return err
	}
	kind, together := "single", ""
	if rule.Config.Do.Together != Single {
		if together = w.groupOf(a, rule); together != "" {
			kind = map[string]string{InList: "list", Below: "child"}[rule.Config.Do.Together]
		}
	}
	t, err := w.open(ctx, tx, a, rule, flaps)
	if err != nil {
		return err
	}
	if err := w.kept(ctx, tx, a, rule, t.ID, kind, together); err != nil {
		return err
	}
	if err := note(ctx, tx, a, WasOpened, t.ID.String()); err != nil {
		return err
	}
	if before != 0 {
		if err := w.t.Link(ctx, as(&w.src), t.ID, before, ticket.LinkFollows); err != nil && !errs.Is(err, errs.NotFound) {
			return err
		}
	}
	if kind == "child" {
		return w.under(ctx, tx, a, rule, t.ID, together)
	}
	return nil
}

// kept ties an alarm to a case.
func (w *work) kept(ctx context.Context, tx *sqldb.Tx, a *Alarm, rule *Rule, id ticket.ID, kind, together string) error {
	a.Ticket, a.Told, a.Rule = id, read.Firing, rule.ID
	_, err := tx.Exec(ctx, insertCase, int64(id), int64(w.src.Org), int64(w.src.ID), kind, together, sqldb.Time(tx.Now()))
	return err
}

// tellAgain goes on with the case that an alarm had. It reports false when that has been over for too long.
func (w *work) tellAgain(ctx context.Context, tx *sqldb.Tx, a *Alarm, rule *Rule, flaps bool) (bool, error) {
	t, err := followed(ctx, tx, a.Ticket)
	if err != nil {
		return false, err
	}
	text := w.p.T("alarm.said.again", "summary", a.Summary, "n", a.Count)
	if flaps {
		text = w.p.T("alarm.said.flaps", "summary", a.Summary, "minutes", w.src.Config.FlapMinutes)
	}
	if !t.State.Active() {
		since := a.Changed
		if !t.ResolvedAt.IsZero() {
			since = t.ResolvedAt
		}
		if tx.Now().Sub(since) > time.Duration(rule.Config.Do.Reopen)*time.Minute {
			return false, nil
		}
		a.Ticket = t.ID
		if _, err := w.t.Reopen(ctx, as(&w.src), t.ID, text); err != nil {
			return false, err
		}
		if err := note(ctx, tx, a, WasReopened, t.ID.String()); err != nil {
			return false, err
		}
	}
	a.Ticket, a.Told, a.Rule = t.ID, read.Firing, rule.ID
	return true, w.say(ctx, tx, a, text, true)
}

// followed is a case, or the one in which it lives on.
func followed(ctx context.Context, q sqldb.Querier, id ticket.ID) (ticket.Ticket, error) {
	t, err := ticket.LoadIn(ctx, q, authz.System("alarm"), id)
	for err == nil && t.State == ticket.StateMerged && t.MergedInto != 0 {
		t, err = ticket.LoadIn(ctx, q, authz.System("alarm"), t.MergedInto) // A merge never loops.
	}
	return t, err
}

// open makes a case of an alarm. A place that is gone meanwhile is left out: the case matters more.
func (w *work) open(ctx context.Context, tx *sqldb.Tx, a *Alarm, rule *Rule, flaps bool) (ticket.Ticket, error) {
	do := &rule.Config.Do
	in := ticket.ReportInput{
		Desk: w.src.Desk, Kind: do.Kind, Channel: ticket.Alarm, SenderName: w.src.Name, Title: rule.title(a, w.src.Name, w.severity(a.Severity)), Text: w.text(a, flaps),
		Category: do.Category, Service: do.Service, Group: do.Group, Impact: do.Impact, Urgency: do.Urgency, DetectedAt: detected(tx.Now(), a),
		References: map[string]string{w.src.Code: a.Key},
	}
	if do.Desk != 0 {
		in.Desk = do.Desk
	}
	if in.Impact == 0 {
		in.Impact = impactOf[a.Severity]
	}
	if in.Urgency == 0 {
		in.Urgency = impactOf[a.Severity]
	}
	return w.report(ctx, tx, in)
}

// report registers a case. When its place refuses it, it is registered at the source's desk without one.
func (w *work) report(ctx context.Context, tx *sqldb.Tx, in ticket.ReportInput) (ticket.Ticket, error) {
	t, err := w.Ticket.ReportIn(ctx, tx, as(&w.src), in)
	if err == nil || !errs.Is(err, errs.Invalid) && !errs.Is(err, errs.NotFound) {
		return t, err
	}
	in.Desk, in.Category, in.Service, in.Group, in.Kind = w.src.Desk, 0, 0, 0, ticket.Incident
	return w.Ticket.ReportIn(ctx, tx, as(&w.src), in)
}

// impactOf gives the impact and urgency of a severity.
var impactOf = map[int]int{1: 1, 2: 2, 3: 2, 4: 3, 5: 3}

// detected is when it began, which is never later than now, and believed for a month.
func detected(now time.Time, a *Alarm) time.Time {
	if a.Started.IsZero() || a.Started.After(now) || now.Sub(a.Started) > 31*24*time.Hour {
		return time.Time{}
	}
	return a.Started
}

func (w *work) severity(n int) string { return w.p.T(fmt.Sprintf("alarm.severity.%d", n)) }

// text is what a case begins with.
func (w *work) text(a *Alarm, flaps bool) string {
	var b strings.Builder
	line := func(key, value string) {
		if value != "" {
			b.WriteString(w.p.T("alarm.fact."+key) + ": " + value + "\n")
		}
	}
	b.WriteString(a.Summary + "\n\n")
	if flaps {
		b.WriteString(w.p.T("alarm.said.flaps", "summary", a.Summary, "minutes", w.src.Config.FlapMinutes) + "\n\n")
	}
	if a.Details != "" && a.Details != a.Summary {
		b.WriteString(a.Details + "\n\n")
	}
	line("source", w.src.Name)
	line("severity", w.severity(a.Severity))
	line("host", a.Host)
	line("component", a.Component)
	if !a.Started.IsZero() {
		line("started", w.p.DateTime(a.Started))
	}
	line("link", a.Link)
	var labels []string
	for k, v := range a.Labels {
		if v != "" {
			labels = append(labels, k+"="+v)
		}
	}
	sort.Strings(labels)
	line("labels", strings.Join(labels, ", "))
	return b.String()
}

// say writes a note to an alarm's case, as long as there are not too many. One that wants attention asks the desk to look.
func (w *work) say(ctx context.Context, tx *sqldb.Tx, a *Alarm, text string, attention bool) error {
	_, err := w.sayTo(ctx, tx, a.Ticket, text, attention)
	return err
}

func (w *work) sayTo(ctx context.Context, tx *sqldb.Tx, id ticket.ID, text string, attention bool) (bool, error) {
	c, found, err := caseOf(ctx, tx, id)
	if err != nil || found && c.said > mostSaid {
		return false, err
	}
	if found && c.said == mostSaid {
		text += "\n\n" + w.p.T("alarm.said.enough")
	}
	if _, err := tx.Exec(ctx, caseSaid, int64(id)); err != nil {
		return false, err
	}
	_, _, err = w.t.NoteIn(ctx, tx, as(&w.src), id, ticket.Words{Text: text, Channel: ticket.Alarm, Attention: attention})
	return true, err
}

// topic is where pages that show a desk's alarms listen.
func topic(desk directory.DeskID) string { return fmt.Sprintf("desk:%d", desk) }

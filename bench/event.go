package main

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/clock"
)

// payload is what an event of a ticket says, in the form in which the product writes it: the columns that differ in the
// order of their names, then the rest.
func payload(b []byte, before, after *ticket.Ticket, p *ticket.Payload) []byte {
	d := differ{b: append(b, '{')}
	d.instant("assigned_at", before.AssignedAt, after.AssignedAt)
	d.id("assignee_id", int64(before.Assignee), int64(after.Assignee))
	d.flag("awaits_desk", before.AwaitsDesk, after.AwaitsDesk)
	d.id("category_id", int64(before.Category), int64(after.Category))
	d.text("channel", string(before.Channel), string(after.Channel))
	d.instant("close_due", before.CloseDue, after.CloseDue)
	d.instant("closed_at", before.ClosedAt, after.ClosedAt)
	d.text("closed_how", before.ClosedHow, after.ClosedHow)
	d.instant("created_at", before.CreatedAt, after.CreatedAt)
	d.num("desk_id", int64(before.Desk), int64(after.Desk))
	d.instant("detected_at", before.DetectedAt, after.DetectedAt)
	d.flag("first_contact", before.FirstContact, after.FirstContact)
	d.id("group_id", int64(before.Group), int64(after.Group))
	d.num("hand_overs", int64(before.HandOvers), int64(after.HandOvers))
	d.text("hold_reason", before.HoldReason, after.HoldReason)
	d.instant("hold_until", before.HoldUntil, after.HoldUntil)
	d.num("impact", int64(before.Impact), int64(after.Impact))
	d.text("kind", string(before.Kind), string(after.Kind))
	d.num("org_id", int64(before.Org), int64(after.Org))
	d.num("priority", int64(before.Priority), int64(after.Priority))
	d.instant("replied_at", before.RepliedAt, after.RepliedAt)
	d.num("reopened", int64(before.Reopened), int64(after.Reopened))
	d.id("requester_id", int64(before.Requester), int64(after.Requester))
	d.instant("resolved_at", before.ResolvedAt, after.ResolvedAt)
	d.id("site_id", int64(before.Site), int64(after.Site))
	d.text("solution", before.Solution, after.Solution)
	d.text("state", string(before.State), string(after.State))
	d.text("substate", before.Substate, after.Substate)
	d.text("title", before.Title, after.Title)
	d.instant("told_at", before.ToldAt, after.ToldAt)
	d.id("unit_id", int64(before.Unit), int64(after.Unit))
	d.num("urgency", int64(before.Urgency), int64(after.Urgency))
	if d.any {
		d.b = append(d.b, '}')
	}
	if device := p.Fields["device"]; device != "" {
		d.member("fields")
		d.b = append(d.b, `{"device":`...)
		d.b = append(quote(d.b, device), '}')
	}
	if p.Message != 0 {
		d.member("message")
		d.b = strconv.AppendInt(d.b, int64(p.Message), 10)
	}
	if p.Internal {
		d.member("internal")
		d.b = append(d.b, "true"...)
	}
	if p.How != "" {
		d.member("how")
		d.b = quote(d.b, p.How)
	}
	return append(d.b, '}')
}

// differ writes the members of "changes".
type differ struct {
	b   []byte
	any bool
}

func (d *differ) begin(column string) {
	if d.any {
		d.b = append(d.b, ',')
	} else {
		d.b, d.any = append(d.b, `"changes":{`...), true
	}
	d.b = append(d.b, '"')
	d.b = append(d.b, column...)
	d.b = append(d.b, `":{"from":`...)
}

// member begins a member after the changes.
func (d *differ) member(name string) {
	if d.b[len(d.b)-1] != '{' {
		d.b = append(d.b, ',')
	}
	d.b = append(d.b, '"')
	d.b = append(d.b, name...)
	d.b = append(d.b, `":`...)
}

func (d *differ) to()  { d.b = append(d.b, `,"to":`...) }
func (d *differ) end() { d.b = append(d.b, '}') }

func (d *differ) num(column string, from, to int64) {
	if from != to {
		d.begin(column)
		d.b = strconv.AppendInt(d.b, from, 10)
		d.to()
		d.b = strconv.AppendInt(d.b, to, 10)
		d.end()
	}
}

// id is a number whose zero is null.
func (d *differ) id(column string, from, to int64) {
	if from != to {
		d.begin(column)
		d.orNull(from, from == 0)
		d.to()
		d.orNull(to, to == 0)
		d.end()
	}
}

func (d *differ) orNull(n int64, null bool) {
	if null {
		d.b = append(d.b, "null"...)
		return
	}
	d.b = strconv.AppendInt(d.b, n, 10)
}

func (d *differ) instant(column string, from, to time.Time) {
	if !from.Equal(to) {
		d.begin(column)
		d.orNull(clock.Micros(from), from.IsZero())
		d.to()
		d.orNull(clock.Micros(to), to.IsZero())
		d.end()
	}
}

func (d *differ) text(column, from, to string) {
	if from != to {
		d.begin(column)
		d.b = quote(d.b, from)
		d.to()
		d.b = quote(d.b, to)
		d.end()
	}
}

func (d *differ) flag(column string, from, to bool) {
	if from != to {
		d.begin(column)
		d.b = strconv.AppendBool(d.b, from)
		d.to()
		d.b = strconv.AppendBool(d.b, to)
		d.end()
	}
}

// quote writes a string as JSON, the quick way where nothing in it needs care.
func quote(b []byte, s string) []byte {
	if !strings.ContainsAny(s, "\"\\<>&\n\r\t\u2028\u2029") {
		b = append(b, '"')
		b = append(b, s...)
		return append(b, '"')
	}
	raw, err := json.Marshal(s)
	if err != nil {
		panic("bench: a string that is no JSON")
	}
	return append(b, raw...)
}

package ticket

import (
	"fmt"
	"time"

	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/sqldb"
)

// field is one column that use cases change. The table of fields is what makes an update, the event that tells of it,
// the replay of events and the conflict check agree.
type field struct {
	column string
	get    func(t *Ticket) any // Nil, int64, string or bool, as the database and the event keep it.
	set    func(t *Ticket, v any)
}

// fields lists every column of a ticket that events tell of. Version and updated_at follow from the events themselves.
var fields = []field{
	num("org_id", func(t *Ticket) any { return &t.Org }),
	num("desk_id", func(t *Ticket) any { return &t.Desk }),
	str("kind", func(t *Ticket) any { return &t.Kind }),
	num("kind_version", func(t *Ticket) any { return &t.KindVersion }),
	str("state", func(t *Ticket) any { return &t.State }),
	str("substate", func(t *Ticket) any { return &t.Substate }),
	flag("sealed", func(t *Ticket) *bool { return &t.Sealed }),
	str("title", func(t *Ticket) any { return &t.Title }),
	str("channel", func(t *Ticket) any { return &t.Channel }),
	id("requester_id", func(t *Ticket) any { return &t.Requester }),
	id("reporter_id", func(t *Ticket) any { return &t.Reporter }),
	str("sender_name", func(t *Ticket) any { return &t.SenderName }),
	str("sender_address", func(t *Ticket) any { return &t.SenderAddress }),
	id("unit_id", func(t *Ticket) any { return &t.Unit }),
	id("site_id", func(t *Ticket) any { return &t.Site }),
	id("category_id", func(t *Ticket) any { return &t.Category }),
	num("impact", func(t *Ticket) any { return &t.Impact }),
	num("urgency", func(t *Ticket) any { return &t.Urgency }),
	num("priority", func(t *Ticket) any { return &t.Priority }),
	id("group_id", func(t *Ticket) any { return &t.Group }),
	id("assignee_id", func(t *Ticket) any { return &t.Assignee }),
	id("service_id", func(t *Ticket) any { return &t.Service }),
	id("supplier_id", func(t *Ticket) any { return &t.Supplier }),
	str("hold_code", func(t *Ticket) any { return &t.HoldCode }),
	str("hold_reason", func(t *Ticket) any { return &t.HoldReason }),
	instant("hold_until", func(t *Ticket) *time.Time { return &t.HoldUntil }),
	str("solution", func(t *Ticket) any { return &t.Solution }),
	str("solution_code", func(t *Ticket) any { return &t.SolutionCode }),
	str("closed_how", func(t *Ticket) any { return &t.ClosedHow }),
	flag("first_contact", func(t *Ticket) *bool { return &t.FirstContact }),
	num("reopened", func(t *Ticket) any { return &t.Reopened }),
	num("hand_overs", func(t *Ticket) any { return &t.HandOvers }),
	id("merged_into", func(t *Ticket) any { return &t.MergedInto }),
	instant("detected_at", func(t *Ticket) *time.Time { return &t.DetectedAt }),
	instant("created_at", func(t *Ticket) *time.Time { return &t.CreatedAt }),
	instant("assigned_at", func(t *Ticket) *time.Time { return &t.AssignedAt }),
	instant("replied_at", func(t *Ticket) *time.Time { return &t.RepliedAt }),
	instant("resolved_at", func(t *Ticket) *time.Time { return &t.ResolvedAt }),
	instant("told_at", func(t *Ticket) *time.Time { return &t.ToldAt }),
	instant("close_due", func(t *Ticket) *time.Time { return &t.CloseDue }),
	instant("closed_at", func(t *Ticket) *time.Time { return &t.ClosedAt }),
	instant("followed_up_at", func(t *Ticket) *time.Time { return &t.FollowedUpAt }),
	num("residents", func(t *Ticket) any { return &t.Residents }),
	str("via", func(t *Ticket) any { return &t.Via }),
	str("contact_way", func(t *Ticket) any { return &t.ContactWay }),
	flag("awaits_desk", func(t *Ticket) *bool { return &t.AwaitsDesk }),
	optional("within_target", func(t *Ticket) **bool { return &t.WithinTarget }),
}

// Diff is what an event says about one field.
type Diff struct {
	From any `json:"from"`
	To   any `json:"to"`
}

// diff compares two versions of a ticket, column by column.
func diff(before, after *Ticket) map[string]Diff {
	out := map[string]Diff{}
	for _, f := range fields {
		if from, to := f.get(before), f.get(after); from != to {
			out[f.column] = Diff{From: from, To: to}
		}
	}
	return out
}

// apply puts the new values of an event's changes into t. Numbers arrive from JSON as float64.
func apply(t *Ticket, changes map[string]Diff) {
	for _, f := range fields {
		if c, ok := changes[f.column]; ok {
			f.set(t, c.To)
		}
	}
}

func num(column string, at func(*Ticket) any) field {
	return field{column, func(t *Ticket) any { return readInt(at(t)) }, func(t *Ticket, v any) { writeInt(at(t), toInt(v)) }}
}

// id is a number whose zero is null.
func id(column string, at func(*Ticket) any) field {
	get := func(t *Ticket) any {
		if n := readInt(at(t)); n != 0 {
			return n
		}
		return nil
	}
	return field{column, get, func(t *Ticket, v any) { writeInt(at(t), toInt(v)) }}
}

func str(column string, at func(*Ticket) any) field {
	return field{column, func(t *Ticket) any { return readText(at(t)) }, func(t *Ticket, v any) {
		s, _ := v.(string)
		writeText(at(t), s)
	}}
}

func flag(column string, at func(*Ticket) *bool) field {
	return field{column, func(t *Ticket) any { return *at(t) }, func(t *Ticket, v any) { *at(t), _ = v.(bool) }}
}

func optional(column string, at func(*Ticket) **bool) field {
	get := func(t *Ticket) any {
		if p := *at(t); p != nil {
			return *p
		}
		return nil
	}
	return field{column, get, func(t *Ticket, v any) {
		if b, ok := v.(bool); ok {
			*at(t) = &b
			return
		}
		*at(t) = nil
	}}
}

func instant(column string, at func(*Ticket) *time.Time) field {
	return field{column, func(t *Ticket) any { return sqldb.Time(*at(t)) }, func(t *Ticket, v any) {
		if v == nil {
			*at(t) = time.Time{}
			return
		}
		*at(t) = clock.FromMicros(toInt(v))
	}}
}

func toInt(v any) int64 {
	switch n := v.(type) {
	case int64:
		return n
	case float64:
		return int64(n)
	case nil:
		return 0
	}
	panic(fmt.Sprintf("ticket: a number field holds %T", v))
}

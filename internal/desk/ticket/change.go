package ticket

import (
	"context"
	"encoding/json"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// ChangeInput is an edit of a ticket's facts. A nil field is left as it is.
type ChangeInput struct {
	// Version is the ticket that the editor saw; what others changed since, and the editor changes too, is a conflict.
	// 0 skips the check.
	Version    int64
	Title      *string
	Kind       *Kind
	Category   *CategoryID
	Service    *ServiceID
	Residents  *int
	Impact     *int
	Urgency    *int
	Requester  *directory.PersonID
	DetectedAt *time.Time
	Substate   *string
	Fields     map[string]string
	// Seen is what the editor saw in the extra fields. One that is left as seen is not changed; one that somebody else
	// has changed meanwhile, to another value than the editor's, is a conflict. Nil skips the check.
	Seen map[string]string
}

// mine lists the columns that the input names, with the editor's values.
func (in *ChangeInput) mine() map[string]any {
	m := map[string]any{}
	if in.Title != nil {
		m["title"] = *in.Title
	}
	if in.Kind != nil {
		m["kind"] = string(*in.Kind)
	}
	if in.Category != nil {
		m["category_id"] = sqldb.ID(*in.Category)
	}
	if in.Service != nil {
		m["service_id"] = sqldb.ID(*in.Service)
	}
	if in.Residents != nil {
		m["residents"] = int64(*in.Residents)
	}
	if in.Impact != nil {
		m["impact"] = int64(*in.Impact)
	}
	if in.Urgency != nil {
		m["urgency"] = int64(*in.Urgency)
	}
	if in.Requester != nil {
		m["requester_id"] = sqldb.ID(*in.Requester)
	}
	if in.DetectedAt != nil {
		m["detected_at"] = sqldb.Time(*in.DetectedAt)
	}
	if in.Substate != nil {
		m["substate"] = *in.Substate
	}
	return m
}

// Change edits a ticket's facts. Errors: errs.Invalid with every wrong field; errs.Conflict with both values of each
// field that somebody else changed meanwhile; errs.Forbidden; errs.NotFound.
func (s *Service) Change(ctx context.Context, by authz.Actor, id ID, in ChangeInput) (Ticket, error) {
	return s.update(ctx, by, id, MayWork, EventChanged, func(ctx context.Context, tx *sqldb.Tx, t *Ticket, p *Payload) error {
		mine := in.mine()
		if err := fieldConflict(ctx, tx, t, &in, s.conflict(ctx, tx, t, in.Version, mine)); err != nil {
			return err
		}
		if err := s.change(ctx, tx, by, t, &in, mine); err != nil {
			return err
		}
		p.Fields = in.Fields
		return saveFields(ctx, tx, t.ID, in.Fields)
	})
}

func (s *Service) change(ctx context.Context, tx *sqldb.Tx, by authz.Actor, t *Ticket, in *ChangeInput, mine map[string]any) error {
	var f errs.Fields
	if title, ok := mine["title"].(string); ok {
		t.Title = clean.KeepLine(title)
		if clean.Blank(t.Title) {
			f.Add("title", "ticket.error.title_missing")
		}
		if clean.Length(t.Title) > MaxTitle {
			f.Add("title", "error.too_long", "max", MaxTitle)
		}
	}
	if _, ok := mine["impact"]; ok {
		if t.Impact = *in.Impact; t.Impact == 0 {
			f.Add("impact", "error.choose")
		}
		checkLevel(&f, "impact", t.Impact)
	}
	if _, ok := mine["urgency"]; ok {
		if t.Urgency = *in.Urgency; t.Urgency == 0 {
			f.Add("urgency", "error.choose")
		}
		checkLevel(&f, "urgency", t.Urgency)
	}
	if _, ok := mine["residents"]; ok {
		t.Residents = *in.Residents
		checkResidents(&f, t.Residents)
	}
	if _, ok := mine["detected_at"]; ok {
		if t.DetectedAt = in.DetectedAt.UTC(); t.DetectedAt.After(t.CreatedAt) {
			f.Add("detected_at", "ticket.error.detected_later")
		}
	}
	if _, ok := mine["kind"]; ok {
		if t.Kind = *in.Kind; !t.Kind.Valid() {
			f.Add("kind", "error.choose")
		}
	}
	if err := f.Err(); err != nil {
		return err
	}
	return s.changeRest(ctx, tx, by, t, in, mine)
}

// changeRest does what must look things up.
func (s *Service) changeRest(ctx context.Context, tx *sqldb.Tx, by authz.Actor, t *Ticket, in *ChangeInput, mine map[string]any) error {
	if _, ok := mine["category_id"]; ok {
		t.Category = *in.Category
		if t.Category == 0 && t.State != StateNew {
			var f errs.Fields
			f.Add("category", "ticket.error.category_first")
			return f.Err()
		}
		if err := s.checkPlace(ctx, tx, t, t.Group == 0); err != nil {
			return err
		}
	}
	if _, ok := mine["service_id"]; ok {
		t.Service = *in.Service
		if err := checkService(ctx, tx, t); err != nil {
			return err
		}
	}
	if _, ok := mine["requester_id"]; ok && *in.Requester != t.Requester {
		p, err := directory.PersonIn(ctx, tx, by, *in.Requester)
		if err != nil {
			return err
		}
		if p.Org != t.Org {
			return errs.Missing()
		}
		t.Requester, t.Unit, t.Site, t.Sealed = p.ID, p.Unit, p.Site, t.Sealed || p.Protected
	}
	if err := s.applyKind(ctx, tx, t, in.Fields, stageChange, false); err != nil {
		return err
	}
	if in.Substate != nil {
		if err := s.substate(ctx, tx, t, *in.Substate); err != nil {
			return err
		}
	}
	begin(t)
	var err error
	t.Priority, err = priority(ctx, tx, t)
	return err
}

var selectSince = sqldb.Q("ticket.since", `
	select payload from event where kind = 'ticket' and stream_id = $1 and pos > $2 order by pos`)

// conflict compares what the editor saw (version) with what others have changed since. A column that the editor left as
// seen is dropped from mine, so that it does not undo the other's change; one that both changed, to different values,
// is a conflict that names both.
func (s *Service) conflict(ctx context.Context, q sqldb.Querier, t *Ticket, version int64, mine map[string]any) error {
	if version == 0 || version >= t.Version {
		return nil
	}
	payloads, err := sqldb.All(ctx, q, selectSince, sqldb.Value[string], int64(t.ID), version)
	if err != nil {
		return err
	}
	seen := map[string]any{}
	for _, raw := range payloads {
		var p Payload
		if err := json.Unmarshal([]byte(raw), &p); err != nil {
			return err
		}
		for column, d := range p.Changes {
			if _, first := seen[column]; !first {
				seen[column] = normal(d.From)
			}
		}
	}
	var f errs.Fields
	for _, fd := range fields {
		value, edited := mine[fd.column]
		was, touched := seen[fd.column]
		if !edited || !touched {
			continue
		}
		now := fd.get(t)
		switch {
		case normal(value) == was || normal(value) == normal(now):
			delete(mine, fd.column)
		default:
			f.Add(fd.column, "ticket.error.changed_meanwhile", "column", fd.column, "theirs", now, "mine", value)
		}
	}
	if len(f) > 0 {
		return &errs.Error{Kind: errs.Conflict, Key: "ticket.error.conflict", Fields: f}
	}
	return nil
}

// fieldConflict is conflict for the extra fields, whose values the editor brings along as seen. It returns earlier
// joined with what it finds.
func fieldConflict(ctx context.Context, q sqldb.Querier, t *Ticket, in *ChangeInput, earlier error) error {
	if in.Seen == nil || earlier != nil && !errs.Is(earlier, errs.Conflict) {
		return earlier
	}
	now, err := loadFields(ctx, q, t.ID)
	if err != nil {
		return err
	}
	f, edited := errs.FieldsOf(earlier), map[string]string{}
	for key, value := range in.Fields {
		seen := in.Seen[key]
		switch value = clean.Text(value, maxField); {
		case value == seen || value == now[key]:
		case now[key] != seen:
			f.Add("field."+key, "ticket.error.changed_meanwhile", "column", "field."+key, "theirs", now[key], "mine", value)
		default:
			edited[key] = value
		}
	}
	if len(f) > 0 {
		return &errs.Error{Kind: errs.Conflict, Key: "ticket.error.conflict", Fields: f}
	}
	in.Fields = edited
	return nil
}

// normal makes numbers from JSON, from Go and from the database comparable.
func normal(v any) any {
	switch n := v.(type) {
	case float64:
		return int64(n)
	case int:
		return int64(n)
	}
	return v
}

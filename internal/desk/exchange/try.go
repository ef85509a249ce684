package exchange

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"lotsen/internal/desk/delegation"
	"lotsen/internal/desk/exchange/tmf"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
)

// TryOut writes a case as the partner would be told it, with the maps as they are now. Nothing is sent. Errors:
// errs.NotFound for a partner or a case that the actor does not see.
func (s *Service) TryOut(ctx context.Context, by authz.Actor, id PartnerID, about ticket.ID) (string, error) {
	p, err := s.Partner(ctx, by, id)
	if err != nil {
		return "", err
	}
	row, err := s.d.Ticket.Show(ctx, by, about)
	if err != nil {
		return "", err
	}
	t, c := &row.Ticket, &p.Config
	out := tmf.TroubleTicket{
		Type: "TroubleTicket", Name: t.Title, Description: "…", Severity: c.Severity[t.Impact], Priority: c.Priority[t.Priority], TicketType: c.ticketType(t.Kind),
		Status:             p.status(t.State, t.HoldCode),
		ExternalIdentifier: []tmf.ExternalIdentifier{{Type: "ExternalIdentifier", ID: t.ID.String(), Owner: s.d.System, Kind: "TroubleTicket"}},
	}
	if t.Sealed {
		out.Name = t.ID.String()
	}
	out.Characteristic, err = s.characteristics(ctx, s.d.DB, &p, &delegation.View{User: delegation.User{Unit: row.UnitName}}, t)
	if err != nil {
		return "", err
	}
	raw, err := json.MarshalIndent(out, "", "  ")
	return string(raw), err
}

// Tried is what a call of the partner would come to: pairs of a name of ours and a value.
type Tried struct{ Name, Value string }

// TryIn reads a case or a change as the partner would send it. Nothing is kept. Errors: errs.Invalid with every fault.
func (s *Service) TryIn(ctx context.Context, by authz.Actor, id PartnerID, body string) ([]Tried, error) {
	p, err := s.Partner(ctx, by, id)
	if err != nil {
		return nil, err
	}
	r, err := tmf.Read([]byte(body))
	if err != nil {
		return nil, err
	}
	var out []Tried
	add := func(name string, value any) { out = append(out, Tried{name, fmt.Sprint(value)}) }
	if r.Name != nil {
		add("title", *r.Name)
	}
	if r.TicketType != nil {
		if k, ok := p.Config.kind(*r.TicketType); ok {
			add("kind", k)
		}
	}
	if r.Severity != nil {
		add("impact", p.Config.impact(*r.Severity))
	}
	if r.Priority != nil {
		add("urgency", p.Config.urgency(*r.Priority))
	}
	if r.Status != nil {
		add("status", p.Config.In[*r.Status])
	}
	var in ticket.ReportInput
	s.fieldsIn(ctx, &p, &r, &in)
	if in.Category != 0 {
		add("category", strconv.FormatInt(int64(in.Category), 10))
	}
	if in.Service != 0 {
		add("service", strconv.FormatInt(int64(in.Service), 10))
	}
	for _, key := range slices.Sorted(maps.Keys(in.Fields)) {
		add("field:"+key, in.Fields[key])
	}
	for _, n := range r.Numbers {
		add("number", n.ID)
	}
	if note := s.beside(&p, &r, nil); note != "" {
		add("note", note)
	}
	return out, nil
}

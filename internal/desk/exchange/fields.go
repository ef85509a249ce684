package exchange

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"lotsen/internal/desk/delegation"
	"lotsen/internal/desk/exchange/tmf"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/sqldb"
)

// fieldsIn reads the attributes that were agreed on into the case. A value that is none of ours stays in the note that
// the desk reads.
func (s *Service) fieldsIn(ctx context.Context, p *Partner, r *tmf.Request, in *ticket.ReportInput) {
	for _, c := range r.Characteristics {
		value := clean.Line(fmt.Sprint(c.Value), 200)
		ours := p.Config.theirs(c.Name)
		switch key, isField := strings.CutPrefix(ours, "field:"); {
		case isField:
			if in.Fields == nil {
				in.Fields = map[string]string{}
			}
			in.Fields[key] = value
		case ours == "category":
			in.Category = s.categoryNamed(ctx, p, value)
		case ours == "service":
			in.Service = s.serviceNamed(ctx, p, value)
		}
	}
}

func (s *Service) categoryNamed(ctx context.Context, p *Partner, name string) ticket.CategoryID {
	all, err := s.d.Ticket.Categories(ctx, p.Desk)
	if err != nil {
		return 0 // The case must not wait for its category.
	}
	for _, k := range all {
		if k.Active && (strings.EqualFold(k.Sv, name) || strings.EqualFold(k.En, name)) {
			return k.ID
		}
	}
	return 0
}

var selectServiceNamed = sqldb.Q("exchange.service_named", `
	select id from service where org_id = $1 and active and (code = $2 or name_sv = $2 or name_en = $2) order by id limit 1`)

func (s *Service) serviceNamed(ctx context.Context, p *Partner, name string) ticket.ServiceID {
	id, _, err := sqldb.Maybe(ctx, s.d.DB, selectServiceNamed, sqldb.Value[ticket.ServiceID], int64(p.Org), name)
	if err != nil {
		return 0 // The case must not wait for it.
	}
	return id
}

// beside writes for the desk what came with a case and has no place in it; "" when everything has.
func (s *Service) beside(p *Partner, r *tmf.Request, aside []string) string {
	t := s.d.Texts.Printer(i18n.ParseLang(p.Lang))
	var lines []string
	if r.Severity != nil && p.Config.impact(*r.Severity) == 0 {
		lines = append(lines, "severity: "+clean.Line(*r.Severity, 200))
	}
	if r.TicketType != nil {
		if _, ok := p.Config.kind(*r.TicketType); !ok {
			lines = append(lines, "ticketType: "+clean.Line(*r.TicketType, 200))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(r.Extra)) {
		lines = append(lines, name+": "+flat(r.Extra[name]))
	}
	for _, f := range aside {
		lines = append(lines, t.T("exchange.note.file", "name", f))
	}
	if len(lines) == 0 {
		return ""
	}
	return t.T("exchange.note.beside") + "\n" + strings.Join(lines, "\n")
}

// flat writes JSON as a person reads it, without what only machines need.
func flat(raw json.RawMessage) string {
	var v any
	if json.Unmarshal(raw, &v) != nil {
		return clean.Line(string(raw), 1000)
	}
	return clean.Line(words(v), 1000)
}

func words(v any) string {
	switch x := v.(type) {
	case map[string]any:
		var out []string
		for _, k := range slices.Sorted(maps.Keys(x)) {
			if !strings.HasPrefix(k, "@") && k != "href" {
				out = append(out, k+" "+words(x[k]))
			}
		}
		return strings.Join(out, ", ")
	case []any:
		var out []string
		for _, e := range x {
			out = append(out, words(e))
		}
		return strings.Join(out, "; ")
	}
	return fmt.Sprint(v)
}

var selectOurs = sqldb.Q("exchange.ours", `
	select 'category', c.name_sv from ticket t join category c on c.id = t.category_id where t.id = $1
	union all select 'service', v.name_sv from ticket t join service v on v.id = t.service_id where t.id = $1
	union all select 'desk', d.name from ticket t join desk d on d.id = t.desk_id where t.id = $1`)

// characteristics are the attributes of ours that were agreed on, as far as the receiver's view shows them.
func (s *Service) characteristics(ctx context.Context, q sqldb.Querier, p *Partner, v *delegation.View, t *ticket.Ticket) ([]json.RawMessage, error) {
	if len(p.Config.Fields) == 0 {
		return nil, nil
	}
	ours := map[string]string{"unit": v.User.Unit, "site": v.User.Site}
	if p.Config.Names {
		ours["requester"] = v.User.Name
	}
	for _, f := range v.Fields {
		ours["field:"+f.Key] = f.Value
	}
	err := sqldb.Each(ctx, q, selectOurs, func(r sqldb.Row) error {
		var name, value string
		err := r.Scan(&name, &value)
		ours[name] = value
		return err
	}, int64(t.ID))
	if err != nil {
		return nil, err
	}
	var out []json.RawMessage
	for _, f := range p.Config.Fields {
		if ours[f.Ours] == "" {
			continue
		}
		raw, err := json.Marshal(tmf.Characteristic{Type: "StringCharacteristic", Name: f.Theirs, ValueType: "string", Value: ours[f.Ours]})
		if err != nil {
			return nil, err
		}
		out = append(out, raw)
	}
	return out, nil
}

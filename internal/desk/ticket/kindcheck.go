package ticket

import (
	"context"
	"slices"
	"time"

	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// maxField bounds the value of one extra field, in runes.
const maxField = 4000

// applyKind checks a ticket and its extra fields against the kind's newest configuration and notes its version. A
// person in the portal sees, and must fill, only the fields that are the users' own.
func (s *Service) applyKind(ctx context.Context, q sqldb.Querier, t *Ticket, values map[string]string, stage string, portal bool) error {
	c, err := kindConfig(ctx, q, t.Org, t.Kind)
	if err != nil {
		return err
	}
	var f errs.Fields
	if stage == stageReport {
		t.KindVersion = c.Version
		if !c.Enabled || portal && !c.Portal {
			f.Add("kind", "error.choose")
		}
		c.checkColumns(&f, t, stageReport)
	}
	for key := range values {
		if !slices.ContainsFunc(c.Fields, func(spec FieldSpec) bool { return spec.Key == key && (!portal || spec.Portal) }) {
			f.Add("field."+key, "error.unknown_field", "name", key)
		}
	}
	for _, spec := range c.Fields {
		value, given := values[spec.Key]
		if given {
			values[spec.Key] = spec.check(&f, value)
		}
		if stage == stageReport && spec.Required == stageReport && (!portal || spec.Portal) && clean.Blank(value) {
			f.Add("field."+spec.Key, "error.required")
		}
	}
	return f.Err()
}

// check returns the cleaned value of one extra field.
func (spec FieldSpec) check(f *errs.Fields, value string) string {
	value = clean.Text(value, maxField)
	if clean.Blank(value) {
		return ""
	}
	switch spec.Type {
	case "choice":
		if !slices.Contains(spec.Choices, value) {
			f.Add("field."+spec.Key, "error.choose")
		}
	case "date":
		if _, err := time.Parse(time.DateOnly, value); err != nil {
			f.Add("field."+spec.Key, "error.date")
		}
	}
	return value
}

// checkColumns adds an error for each column that the stage requires and the ticket lacks.
func (c KindConfig) checkColumns(f *errs.Fields, t *Ticket, stage string) {
	for _, column := range c.Required[stage] {
		i := slices.IndexFunc(fields, func(fd field) bool { return fd.column == column })
		if i < 0 {
			continue
		}
		if v := fields[i].get(t); v == nil || v == "" || v == int64(0) {
			f.Add(formName(column), "error.required")
		}
	}
}

// formName is what forms call a column.
func formName(column string) string {
	if name, ok := map[string]string{"category_id": "category", "requester_id": "requester", "group_id": "group", "assignee_id": "assignee"}[column]; ok {
		return name
	}
	return column
}

// requiredFields checks what a kind wants filled before a later stage.
func (s *Service) requiredFields(ctx context.Context, q sqldb.Querier, t *Ticket, stage string) error {
	c, err := kindConfig(ctx, q, t.Org, t.Kind)
	if err != nil {
		return err
	}
	var f errs.Fields
	c.checkColumns(&f, t, stage)
	values, err := loadFields(ctx, q, t.ID)
	if err != nil {
		return err
	}
	for _, spec := range c.Fields {
		if spec.Required == stage && clean.Blank(values[spec.Key]) {
			f.Add("field."+spec.Key, "error.required")
		}
	}
	return f.Err()
}

var (
	upsertField = sqldb.Q("field.upsert", `
		insert into ticket_field (ticket_id, key, value) values ($1, $2, $3)
		on conflict (ticket_id, key) do update set value = excluded.value`)
	selectFields = sqldb.Q("field.list", `select key, value from ticket_field where ticket_id = $1 order by key`)
)

func saveFields(ctx context.Context, tx *sqldb.Tx, id ID, values map[string]string) error {
	for key, value := range values {
		if _, err := tx.Exec(ctx, upsertField, int64(id), key, value); err != nil {
			return err
		}
	}
	return nil
}

func loadFields(ctx context.Context, q sqldb.Querier, id ID) (map[string]string, error) {
	out := map[string]string{}
	return out, sqldb.Each(ctx, q, selectFields, func(r sqldb.Row) error {
		var key, value string
		err := r.Scan(&key, &value)
		out[key] = value
		return err
	}, int64(id))
}

// Fields returns a ticket's extra fields. The caller has loaded the ticket, and so may see it.
func (s *Service) Fields(ctx context.Context, t *Ticket) (map[string]string, error) {
	return loadFields(ctx, s.db, t.ID)
}

package setting

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"lotsen/internal/kit/sqldb"
)

var (
	selectValue = sqldb.Q("setting.get", `
		select o.preset, coalesce((select s.value from setting s where s.org_id = o.id and s.key = $2 and s.valid_from <= $3
			order by s.valid_from desc, s.id desc limit 1), '')
		from organisation o where o.id = $1`)
)

type found struct{ preset, value string }

// Get returns the value in force for an organisation at an instant: what was set, else the organisation's preset, else
// the product's default.
func Get[T any](ctx context.Context, q sqldb.Querier, org int64, k Key[T], at time.Time) (T, error) {
	var v T
	f, err := sqldb.One(ctx, q, selectValue, func(r sqldb.Row) (found, error) {
		var f found
		return f, r.Scan(&f.preset, &f.value)
	}, org, k.spec.Name, sqldb.Time(at))
	if err != nil && !errors.Is(err, sqldb.ErrNone) {
		return v, err
	}
	raw := k.spec.Default
	if preset, ok := k.spec.Presets[f.preset]; ok {
		raw = preset
	}
	if f.value != "" {
		raw = json.RawMessage(f.value)
	}
	if err := json.Unmarshal(raw, &v); err != nil {
		return v, fmt.Errorf("setting %s of organisation %d: %w", k.spec.Name, org, err)
	}
	return v, nil
}

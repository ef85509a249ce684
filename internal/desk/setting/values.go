package setting

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"lotsen/internal/kit/sqldb"
)

// Values are what several settings say at an instant, read at once.
type Values struct {
	preset string
	values map[Key]string
}

// The latest value of each key by then; of two for the same instant, the one that was decided last.
var valuesAt = sqldb.Q("setting.several_at", `
	select o.preset, s.key, s.value from organisation o
	left join setting s on s.org_id = o.id and s.key {{in $2}} and s.valid_from <= $3
		and not exists (select 1 from setting n where n.org_id = s.org_id and n.key = s.key and n.valid_from <= $3
			and (n.valid_from > s.valid_from or n.valid_from = s.valid_from and n.id > s.id))
	where o.id = $1`)

// AtOnce reads settings of one organisation in one statement, for pages and steps that need more than one.
func AtOnce[O ~int64](ctx context.Context, q sqldb.Querier, org O, at time.Time, keys ...Key) (Values, error) {
	if at.IsZero() {
		at = q.Now()
	}
	v := Values{values: map[Key]string{}}
	return v, sqldb.Each(ctx, q, valuesAt, func(r sqldb.Row) error {
		var key Key
		var value string
		err := r.Scan(&v.preset, sqldb.ScanText((*string)(&key)), sqldb.ScanText(&value))
		if key != "" {
			v.values[key] = value
		}
		return err
	}, int64(org), sqldb.List[Key](keys), sqldb.Time(at))
}

// Of is what one of them says.
func Of[T any](v Values, key Key) (T, error) {
	var out T
	d, ok := definitionOf(key)
	if !ok {
		return out, fmt.Errorf("setting %q does not exist", key)
	}
	value := v.values[key]
	if value == "" {
		value = d.preset(v.preset)
	}
	if err := json.Unmarshal([]byte(value), &out); err != nil {
		return out, fmt.Errorf("setting %s: %w", key, err)
	}
	return out, nil
}

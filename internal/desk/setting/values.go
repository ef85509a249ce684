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
	select o.id, o.preset, s.key, s.value from organisation o
	left join setting s on s.org_id = o.id and s.key {{in $2}} and s.valid_from <= $3
		and not exists (select 1 from setting n where n.org_id = s.org_id and n.key = s.key and n.valid_from <= $3
			and (n.valid_from > s.valid_from or n.valid_from = s.valid_from and n.id > s.id))
	where o.id {{in $1}}`)

// AtOnce reads settings of one organisation in one statement, for pages and steps that need more than one.
func AtOnce[O ~int64](ctx context.Context, q sqldb.Querier, org O, at time.Time, keys ...Key) (Values, error) {
	all, err := OfEach(ctx, q, []O{org}, at, keys...)
	return all[org], err
}

// OfEach is AtOnce for several organisations, in one statement too.
func OfEach[O ~int64](ctx context.Context, q sqldb.Querier, orgs []O, at time.Time, keys ...Key) (map[O]Values, error) {
	if at.IsZero() {
		at = q.Now()
	}
	out := map[O]Values{}
	return out, sqldb.Each(ctx, q, valuesAt, func(r sqldb.Row) error {
		var id int64
		var preset, key, value string
		if err := r.Scan(&id, &preset, sqldb.ScanText(&key), sqldb.ScanText(&value)); err != nil {
			return err
		}
		v, known := out[O(id)]
		if !known {
			v = Values{preset: preset, values: map[Key]string{}}
			out[O(id)] = v
		}
		if key != "" {
			v.values[Key(key)] = value
		}
		return nil
	}, sqldb.List[O](orgs), sqldb.List[Key](keys), sqldb.Time(at))
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

package setting

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"lotsen/internal/kit/sqldb"
)

// Past is all that was ever decided on some settings of an organisation, for figures that need several of them or at
// several instants.
type Past struct {
	org     int64
	preset  string
	decided map[Key][]Value // By instant; of several for one, the one decided last comes last.
}

// History reads it in one statement.
func History[O ~int64](ctx context.Context, q sqldb.Querier, org O, keys ...Key) (Past, error) {
	p := Past{org: int64(org), decided: map[Key][]Value{}}
	err := sqldb.Each(ctx, q, historyOf, func(r sqldb.Row) error {
		var key Key
		var raw string
		var v Value
		var id int64
		if err := r.Scan(&key, &raw, sqldb.ScanTime(&v.ValidFrom), &id); err != nil {
			return err
		}
		if key == "" {
			p.preset = raw
			return nil
		}
		v.Raw = json.RawMessage(raw)
		p.decided[key] = append(p.decided[key], v)
		return nil
	}, int64(org), sqldb.List[Key](keys))
	return p, err
}

// In is Get for what History has read.
func In[T any](p *Past, key Key, at time.Time) (T, error) {
	var v T
	d, ok := definitionOf(key)
	if !ok {
		return v, fmt.Errorf("setting %q does not exist", key)
	}
	raw := []byte(d.preset(p.preset))
	for _, decided := range p.decided[key] {
		if !decided.ValidFrom.After(at) {
			raw = decided.Raw
		}
	}
	if err := json.Unmarshal(raw, &v); err != nil {
		return v, fmt.Errorf("setting %s of organisation %d: %w", key, p.org, err)
	}
	return v, nil
}

var historyOf = sqldb.Q("setting.history", `
	select '' as key, o.preset as value, null as valid_from, 0 as id from organisation o where o.id = $1
	union all
	select s.key, cast(s.value as text), s.valid_from, s.id from setting s where s.org_id = $1 and s.key {{in $2}}
	order by 3, 4`)

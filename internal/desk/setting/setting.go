package setting

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
)

// Key names a setting.
type Key string

// The presets: columns of Appendix A. An organisation without a preset gets the defaults.
const (
	PresetStorstad = "storstad"
	PresetEkdal    = "ekdal"
)

// Presets lists the presets' names.
func Presets() []string { return []string{PresetStorstad, PresetEkdal} }

// Deps is what the package works with.
type Deps struct {
	DB     *sqldb.DB
	Events *event.Log
}

// Service is the use cases of whoever decides on settings.
type Service struct {
	db     *sqldb.DB
	events *event.Log
}

// New returns the service.
func New(d Deps) *Service { return &Service{db: d.DB, events: d.Events} }

// Get returns what counts for an organisation at an instant, in one statement; zero for at means now. T is the type of
// the key's kind: int, bool, string, float64, []string, []int or [][]int. An unknown key and a wrong T are errors.
func Get[T any, O ~int64](ctx context.Context, q sqldb.Querier, org O, key Key, at time.Time) (T, error) {
	var v T
	d, ok := definitionOf(key)
	if !ok {
		return v, fmt.Errorf("setting %q does not exist", key)
	}
	if at.IsZero() {
		at = q.Now()
	}
	var preset, value string
	_, _, err := sqldb.Maybe(ctx, q, valueAt, func(r sqldb.Row) (struct{}, error) {
		return struct{}{}, r.Scan(&preset, sqldb.ScanText(&value))
	}, int64(org), string(key), sqldb.Time(at))
	if err != nil {
		return v, err
	}
	if value == "" {
		value = d.preset(preset)
	}
	if err := json.Unmarshal([]byte(value), &v); err != nil {
		return v, fmt.Errorf("setting %s of organisation %d: %w", key, org, err)
	}
	return v, nil
}

// The subquery picks by instant first; of two for the same instant, the one that was decided last.
var valueAt = sqldb.Q("setting.at", `
	select o.preset, (select s.value from setting s where s.org_id = o.id and s.key = $2 and s.valid_from <= $3
		order by s.valid_from desc, s.id desc limit 1)
	from organisation o where o.id = $1`)

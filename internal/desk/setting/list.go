package setting

import (
	"context"
	"encoding/json"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// Value is what was decided on a setting at some time.
type Value struct {
	Raw       json.RawMessage
	ValidFrom time.Time
	SetBy     directory.PersonID // 0 for the system.
	SetAt     time.Time
}

// State is a setting with its past and future, for the page on which it is decided.
type State struct {
	Definition
	Preset   json.RawMessage // What counts where nothing is decided.
	Current  Value           // Zero ValidFrom: the preset.
	Coming   []Value         // The next one first.
	Previous []Value         // The latest one first; values that were decided anew before they counted are among them.
}

// All lists every setting of an organisation in the page's order. It asks for verb setting.write there.
func (s *Service) All(ctx context.Context, by authz.Actor, org directory.OrgID) ([]State, error) {
	if !by.MayIn(Write, authz.Organisation, int64(org)) {
		return nil, errs.Denied(string(Write))
	}
	preset, found, err := sqldb.Maybe(ctx, s.db, presetOf, sqldb.Value[string], int64(org))
	if err != nil {
		return nil, err
	}
	if !found {
		return nil, errs.Missing()
	}
	decided, err := s.decided(ctx, org)
	if err != nil {
		return nil, err
	}
	now := s.db.Now()
	var all []State
	for _, d := range Definitions() {
		st := State{Definition: d, Preset: json.RawMessage(d.preset(preset))}
		st.Current.Raw = st.Preset
		// Values come by instant, later decisions for the same instant last.
		for i, v := range decided[d.Key] {
			overruled := i+1 < len(decided[d.Key]) && decided[d.Key][i+1].ValidFrom.Equal(v.ValidFrom)
			switch {
			case overruled:
				st.Previous = append([]Value{v}, st.Previous...)
			case v.ValidFrom.After(now):
				st.Coming = append(st.Coming, v)
			default:
				if !st.Current.ValidFrom.IsZero() {
					st.Previous = append([]Value{st.Current}, st.Previous...)
				}
				st.Current = v
			}
		}
		all = append(all, st)
	}
	return all, nil
}

func (s *Service) decided(ctx context.Context, org directory.OrgID) (map[Key][]Value, error) {
	values := map[Key][]Value{}
	_, err := sqldb.All(ctx, s.db, allValues, func(r sqldb.Row) (struct{}, error) {
		var key Key
		var v Value
		var raw string
		err := r.Scan(&key, &raw, sqldb.ScanTime(&v.ValidFrom), sqldb.ScanID(&v.SetBy), sqldb.ScanTime(&v.SetAt))
		v.Raw = json.RawMessage(raw)
		values[key] = append(values[key], v)
		return struct{}{}, err
	}, int64(org))
	return values, err
}

var (
	presetOf  = sqldb.Q("setting.preset", `select preset from organisation where id = $1`)
	allValues = sqldb.Q("setting.all", `
		select key, value, valid_from, set_by, set_at from setting where org_id = $1 order by key, valid_from, id`)
)

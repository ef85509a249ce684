package setting_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lotsen/internal/desk/directory/directorytest"
	"lotsen/internal/desk/setting"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/testkit/dbtest"
	"lotsen/locales"
)

func get[T any](t *testing.T, env *dbtest.Env, w *directorytest.World, key setting.Key, at time.Time) T {
	t.Helper()
	v, err := setting.Get[T](t.Context(), env.DB, w.Org.ID, key, at)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestPresets(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		city := directorytest.New(t, env.DB)
		rural, plain := city.Another("ekdal"), city.Another("annan")
		var now time.Time
		if a, b := get[string](t, env, city, setting.OpeningHours, now), get[string](t, env, rural, setting.OpeningHours, now); a != "mon-sun 07:00-22:00" || b != "mon-thu 07:30-16:30; fri 07:30-16:00" {
			t.Errorf("opening hours: %q, %q", a, b)
		}
		if a, b := get[string](t, env, city, setting.DirectContact, now), get[string](t, env, rural, setting.DirectContact, now); a != setting.ContactWhenNeeded || b != setting.ContactOpenTicket {
			t.Errorf("direct contact: %q, %q", a, b)
		}
		if a, b := get[string](t, env, city, setting.CloseWho, now), get[string](t, env, plain, setting.CloseWho, now); a != setting.CloseByDesk || b != setting.CloseByAssignee {
			t.Errorf("who closes: %q, %q", a, b)
		}
		if h := get[int](t, env, plain, setting.CloseAfterHours, now); h != 72 {
			t.Errorf("close after %d hours", h)
		}
		if m := get[[][]int](t, env, plain, setting.PriorityMatrix, now); m[0][0] != 1 || m[2][2] != 5 || m[0][2] != 3 {
			t.Errorf("matrix %v", m)
		}
		var stats sqldb.Stats
		if _, err := setting.Get[int](sqldb.WithStats(t.Context(), &stats), env.DB, int64(city.Org.ID), setting.StatusAfter, now); err != nil || stats.Statements.Load() != 1 {
			t.Errorf("%v, statements %v", err, stats.Names())
		}
		if _, err := setting.Get[int](t.Context(), env.DB, city.Org.ID, "no.such.key", now); err == nil {
			t.Error("an unknown key must be an error")
		}
		if _, err := setting.Get[int](t.Context(), env.DB, city.Org.ID, setting.CloseWho, now); err == nil {
			t.Error("a wrong type must be an error")
		}
	})
}

func TestSet(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		w := directorytest.New(t, env.DB)
		other := w.Another("ekdal")
		svc := setting.New(setting.Deps{DB: env.DB, Events: w.Events})
		boss := directorytest.InOrg(w.Person("Bo Chef"), setting.Write)
		start := env.Clock.Now()
		set := func(value any, from time.Time) {
			t.Helper()
			if err := svc.Set(t.Context(), boss, w.Org.ID, setting.CloseAfterHours, value, from); err != nil {
				t.Fatal(err)
			}
		}
		set(48, time.Time{})
		set(24, start.Add(48*time.Hour))
		set(96, start.Add(24*time.Hour))
		set(100, start.Add(24*time.Hour))
		for after, want := range map[time.Duration]int{-time.Hour: 72, 0: 48, 23 * time.Hour: 48, 24 * time.Hour: 100, 48 * time.Hour: 24} {
			if got := get[int](t, env, w, setting.CloseAfterHours, start.Add(after)); got != want {
				t.Errorf("after %v: %d, want %d", after, got, want)
			}
		}
		if got := get[int](t, env, other, setting.CloseAfterHours, start.Add(100*time.Hour)); got != 72 {
			t.Errorf("another organisation's rule moved to %d", got)
		}

		t.Run("the_page_shows_past_present_and_future", func(t *testing.T) {
			env.Clock.Advance(25 * time.Hour)
			all, err := svc.All(t.Context(), boss, w.Org.ID)
			if err != nil {
				t.Fatal(err)
			}
			i := slices.IndexFunc(all, func(s setting.State) bool { return s.Key == setting.CloseAfterHours })
			st := all[i]
			raws := func(values []setting.Value) (out []string) {
				for _, v := range values {
					out = append(out, string(v.Raw))
				}
				return out
			}
			if string(st.Preset) != "72" || string(st.Current.Raw) != "100" || int64(st.Current.SetBy) != boss.Person {
				t.Errorf("%+v", st)
			}
			if diff := cmp.Diff([]string{"24"}, raws(st.Coming)); diff != "" {
				t.Error(diff)
			}
			if previous := raws(st.Previous); !slices.Contains(previous, "48") || !slices.Contains(previous, "96") {
				t.Errorf("previous %v", previous)
			}
		})
		t.Run("every_decision_is_an_event_with_the_value_before", func(t *testing.T) {
			events, err := event.Stream(t.Context(), env.DB, setting.Stream, int64(w.Org.ID))
			if err != nil || len(events) != 4 {
				t.Fatalf("%d events, %v", len(events), err)
			}
			var told setting.Told
			if err := events[0].Decode(&told); err != nil || string(told.Old) != "72" || string(told.New) != "48" || events[0].Actor != boss.Person {
				t.Errorf("%+v, %v", told, err)
			}
		})
		t.Run("wrong_values_are_refused_with_a_reason", func(t *testing.T) {
			for name, row := range map[string]struct {
				key   setting.Key
				value any
			}{
				"text_for_a_number":    {setting.CloseAfterHours, "72"},
				"too_small":            {setting.CloseAfterHours, 0},
				"broken_number":        {setting.CloseAfterHours, 1.5},
				"nothing":              {setting.CloseAfterHours, nil},
				"no_option":            {setting.CloseWho, "anybody"},
				"one_wrong_of_several": {setting.PublishPlaces, []string{"portal", "moon"}},
				"a_matrix_with_a_hole": {setting.PriorityMatrix, [][]int{{1, 2, 3}, {2, 3}, {3, 4, 5}}},
				"a_priority_of_six":    {setting.PriorityMatrix, [][]int{{1, 2, 3}, {2, 3, 4}, {3, 4, 6}}},
				"hours_backwards":      {setting.OpeningHours, "mon-fri 17:00-08:00"},
				"days_backwards":       {setting.OpeningHours, "fri-mon 08:00-17:00"},
				"hours_in_words":       {setting.OpeningHours, "alltid"},
			} {
				if err := svc.Set(t.Context(), boss, w.Org.ID, row.key, row.value, time.Time{}); !errs.Is(err, errs.Invalid) {
					t.Errorf("%s: %v", name, err)
				}
			}
			if err := svc.Set(t.Context(), boss, w.Org.ID, setting.CloseAfterHours, 72, start.Add(-time.Hour)); !errs.Is(err, errs.Invalid) {
				t.Errorf("the past: %v", err)
			}
		})
		t.Run("a_stranger_decides_and_reads_nothing", func(t *testing.T) {
			for name, by := range map[string]struct{ err error }{
				"set_elsewhere": {svc.Set(t.Context(), boss, other.Org.ID, setting.CloseAfterHours, 1, time.Time{})},
				"set":           {svc.Set(t.Context(), directorytest.Actor(w.Person("Nils Nobody")), w.Org.ID, setting.CloseAfterHours, 1, time.Time{})},
				"list":          {second(svc.All(t.Context(), boss, other.Org.ID))},
			} {
				if !errs.Is(by.err, errs.Forbidden) {
					t.Errorf("%s: %v", name, by.err)
				}
			}
		})
	})
}

func second[T any](_ T, err error) error { return err }

// Every key constant has a definition, every default passes its own check, and both languages name everything.
func TestDefinitions(t *testing.T) {
	t.Parallel()
	texts, err := i18n.Load(locales.Files)
	if err != nil {
		t.Fatal(err)
	}
	defined := map[setting.Key]bool{}
	for _, d := range setting.Definitions() {
		if defined[d.Key] {
			t.Errorf("%s is defined twice", d.Key)
		}
		defined[d.Key] = true
		for _, preset := range append(setting.Presets(), "") {
			if wrong := d.CheckPreset(preset); wrong != "" {
				t.Errorf("%s: preset %q: %s", d.Key, preset, wrong)
			}
		}
		keys := []string{d.Label(), d.Help(), "setting.topic." + string(d.Topic)}
		if d.Unit != "" {
			keys = append(keys, "setting.unit."+d.Unit)
		}
		for _, o := range d.Options {
			keys = append(keys, d.OptionLabel(o))
		}
		for _, lang := range i18n.Langs() {
			for _, key := range keys {
				if !texts.Printer(lang).Has(key) {
					t.Errorf("%s has no text %s", lang, key)
				}
			}
		}
	}
	file, err := parser.ParseFile(token.NewFileSet(), "keys.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		if id, ok := spec.Type.(*ast.Ident); ok && id.Name == "Key" {
			lit, ok := spec.Values[0].(*ast.BasicLit)
			if !ok || !defined[setting.Key(strings.Trim(lit.Value, `"`))] {
				t.Errorf("%s has no definition", spec.Names[0])
			}
		}
		return true
	})
}

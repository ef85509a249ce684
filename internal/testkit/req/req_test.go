package req_test

import (
	"strings"
	"testing"

	"lotsen/internal/testkit/req"
)

func TestThe_catalogue_holds_all_rows(t *testing.T) {
	t.Parallel()
	rows, err := req.Load(req.Root(t))
	if err != nil {
		t.Fatal(err)
	}
	byLevel := map[string]int{}
	for _, r := range rows {
		byLevel[r.Level]++
		if r.Text == "" || r.Heading == "" {
			t.Errorf("%s has no text or no heading", r.ID)
		}
	}
	if byLevel["M"] != 408 || byLevel["S"] != 120 || byLevel["offer"]+byLevel["context"] != 61 {
		t.Fatalf("rows by level: %v", byLevel)
	}
}

func TestAn_id_that_comes_twice_is_an_error(t *testing.T) {
	t.Parallel()
	line := "| CH-01 | M | One desk. | 003 | See it. |\n"
	if _, err := req.Parse(line + line); err == nil || !strings.Contains(err.Error(), "CH-01") {
		t.Fatalf("got %v", err)
	}
}

// recorder is a testing.TB that remembers what Proves did to it.
type recorder struct {
	testing.TB
	attrs  []string
	failed bool
}

func (r *recorder) Attr(key, value string)  { r.attrs = append(r.attrs, key+"="+value) }
func (r *recorder) Fatalf(string, ...any)   { r.failed = true; panic(r) }
func (r *recorder) recovered() (again bool) { return recover() != nil }

func TestProves_records_known_rows_and_refuses_others(t *testing.T) {
	t.Parallel()
	good := &recorder{TB: t}
	req.Proves(good, "CH-01", "NS-61")
	if strings.Join(good.attrs, " ") != "requirement=CH-01 requirement=NS-61" || good.failed {
		t.Errorf("recorded %q", good.attrs)
	}
	bad := &recorder{TB: t}
	func() {
		defer bad.recovered()
		req.Proves(bad, "CH-99")
	}()
	if !bad.failed || len(bad.attrs) > 0 {
		t.Errorf("took an id that is not in the catalogue: %q", bad.attrs)
	}
}

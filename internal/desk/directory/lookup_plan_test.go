package directory

import (
	"strings"
	"testing"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/testkit/dbtest"
)

// Counting stops at broad, so that as many may be more: a limit would leave out whoever comes first by name.
func TestA_gathering_leaves_nobody_out(t *testing.T) {
	t.Parallel()
	for counted, limited := range map[int64]bool{14: true, 399: true, broad - 1: true, broad: false} {
		stmt, _ := gatherStatement(PeopleSeen(authz.System("test")), 1, []string{"a"}, counted, 20)
		if inner, _, _ := strings.Cut(stmt.Text, ") hit"); strings.Contains(inner, " limit ") != limited {
			t.Errorf("%d counted: %s", counted, inner)
		}
	}
}

func TestLookUpPlans(t *testing.T) {
	t.Parallel()
	env := dbtest.SQLite(t)
	agent := authz.Actor{Person: 1, Org: 1, Grants: []authz.Grant{{Verb: PersonRead, Reach: authz.Desk, Of: 1}}}
	words := []string{"anna", "berg"}
	count, countArgs := countStatement(1, words)
	gather, gatherArgs := gatherStatement(PeopleSeen(agent), 1, words, 30, 20)
	walk, walkArgs := walkStatement(PeopleSeen(agent), 1, words, []byte{1}, 20)
	for name, row := range map[string]struct {
		stmt sqldb.Stmt
		args []any
		must string
	}{
		"counting_reads_the_word_index_alone": {count, countArgs, "SEARCH pw USING PRIMARY KEY (org_id=? AND word>? AND word<?)"},
		"gathering_starts_from_the_words":     {gather, gatherArgs, "SEARCH p USING INTEGER PRIMARY KEY"},
		"walking_follows_the_registers_order": {walk, walkArgs, "SEARCH p USING INDEX person_sort (org_id=? AND sort_key<?)"},
		"walking_reads_a_persons_own_words":   {walk, walkArgs, "USING COVERING INDEX person_word_person (person_id=? AND word>? AND word<?)"},
	} {
		t.Run(name, func(t *testing.T) {
			plan, err := sqldb.All(t.Context(), env.DB, sqldb.Q("test.explain", "explain query plan "+row.stmt.Text), func(r sqldb.Row) (string, error) {
				var id, parent, unused int64
				var detail string
				err := r.Scan(&id, &parent, &unused, &detail)
				return detail, err
			}, row.args...)
			if err != nil {
				t.Fatal(err)
			}
			all := strings.Join(plan, "\n")
			if !strings.Contains(all, row.must) || strings.Contains(all, "SCAN p\n") || strings.Contains(all, "SCAN pw") {
				t.Errorf("want %s in\n%s", row.must, all)
			}
		})
	}
}

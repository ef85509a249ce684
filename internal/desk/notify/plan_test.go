package notify

import (
	"strings"
	"testing"

	"lotsen/internal/kit/sqldb"
	"lotsen/internal/testkit/dbtest"
)

// What is swept every half minute reads what is due by an index, however much is stored, and sorts nothing.
func TestThe_sweep_reads_only_what_is_due(t *testing.T) {
	t.Parallel()
	env := dbtest.SQLite(t)
	for index, stmt := range map[string]sqldb.Stmt{"contact_task_due": selectUnflag, "outbound_word_due": selectWhoDue, "outbound_word_who": selectDue, "contact_task_open": selectTask} {
		args := []any{int64(1)}
		if strings.Contains(stmt.Text, "$2") {
			args = append(args, int64(1))
		}
		stmt.Text = "explain query plan " + stmt.Text
		steps, err := sqldb.All(t.Context(), env.DB, stmt, func(r sqldb.Row) (string, error) {
			var id, parent, unused int64
			var detail string
			return detail, r.Scan(&id, &parent, &unused, &detail)
		}, args...)
		if err != nil {
			t.Fatal(err)
		}
		plan := strings.Join(steps, "; ")
		if !strings.Contains(plan, index) || strings.Contains(plan, "SCAN") || strings.Contains(plan, "TEMP B-TREE") && stmt.Name != selectDue.Name {
			t.Errorf("%s: %s", stmt.Name, plan)
		}
	}
}

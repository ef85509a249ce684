package chat

import (
	"strings"
	"testing"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/testkit/dbtest"
)

// Chats that are over are many; nothing that a page of open ones asks, and nothing that is swept, reads them.
func TestWhat_is_open_is_found_without_reading_what_is_over(t *testing.T) {
	t.Parallel()
	env := dbtest.SQLite(t)
	agent := authz.Actor{Person: 1, Org: 1, Grants: []authz.Grant{{Verb: MayTake, Reach: authz.Desk, Of: 1}, {Verb: ticket.MayReport, Reach: authz.Own}}}
	var w sqldb.Where
	line := sqldb.Q("chat.waiting", waiting(&w, agent, 1, "c.id"))
	for _, x := range []struct {
		index string
		stmt  sqldb.Stmt
		args  []any
	}{
		{"chat_open", line, w.Args()},
		{"chat_open", selectPlace, []any{int64(1), int64(1), 0, int64(1)}},
		{"chat_ended", selectPace, []any{int64(1), int64(1)}},
		{"chat_quiet", selectQuiet, []any{int64(1), 10}},
		{"chat_agent", selectMineAtWork, []any{int64(1)}},
		{"chat_person_open", selectOwnOpen, []any{int64(1), "web"}},
		{"chat_external", selectByExternal, []any{"teams", "x"}},
	} {
		x.stmt.Text = "explain query plan " + x.stmt.Text
		steps, err := sqldb.All(t.Context(), env.DB, x.stmt, func(r sqldb.Row) (string, error) {
			var id, parent, unused int64
			var detail string
			return detail, r.Scan(&id, &parent, &unused, &detail)
		}, x.args...)
		if err != nil {
			t.Fatalf("%s: %v", x.stmt.Name, err)
		}
		plan := strings.Join(steps, "; ")
		if !strings.Contains(plan, x.index) || strings.Contains(plan, "SCAN c") || strings.Contains(plan, "SCAN m") || strings.Contains(plan, "SCAN o") {
			t.Errorf("%s: %s", x.stmt.Name, plan)
		}
	}
}

package ticket

import (
	"context"
	"strings"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

// CountCap is where counting stops: "99+" tells as much as 48 213, and costs the same whatever is stored.
const CountCap = 100

// Counts returns how many tickets each filter shows, at most CountCap, in one statement.
func (s *Service) Counts(ctx context.Context, by authz.Actor, org directory.OrgID, desk directory.DeskID, filters []Filter) ([]int, error) {
	if len(filters) == 0 {
		return nil, nil
	}
	stmt, args := countStatement(by, org, desk, filters)
	out := make([]int, len(filters))
	return out, sqldb.Each(ctx, s.db, stmt, func(r sqldb.Row) error {
		var i, n int
		if err := r.Scan(&i, &n); err != nil {
			return err
		}
		out[i] = n
		return nil
	}, args...)
}

func countStatement(by authz.Actor, org directory.OrgID, desk directory.DeskID, filters []Filter) (sqldb.Stmt, []any) {
	var all sqldb.Where
	scope := atDesk(by, org, desk)
	parts := make([]string, 0, len(filters))
	for i, f := range filters {
		var part sqldb.Where
		condition, args := scope.SQL()
		part.And(condition, args...)
		f.where(&part, by)
		// The part's own numbers are replaced by those of the whole statement.
		from := "ticket t"
		if index := f.indexAt(by, org, desk, true); index != "" {
			from += " {{indexed " + index + "}}"
		}
		text := "select " + all.Numbered("cast(? as integer)", i) + ", count(*) from (select 1 from " + from + " where " +
			renumber(part.SQL(), &all, part.Args()) + all.Numbered(" limit ?", CountCap) + ") hits"
		parts = append(parts, text)
	}
	return sqldb.Q("ticket.counts", strings.Join(parts, " union all ")), all.Args()
}

// renumber moves a condition's $n behind the arguments that the statement already has.
func renumber(condition string, all *sqldb.Where, args []any) string {
	var b strings.Builder
	for i := 0; i < len(condition); i++ {
		if condition[i] != '$' {
			b.WriteByte(condition[i])
			continue
		}
		j := i + 1
		n := 0
		for j < len(condition) && condition[j] >= '0' && condition[j] <= '9' {
			n = n*10 + int(condition[j]-'0')
			j++
		}
		b.WriteString(all.Numbered("?", args[n-1]))
		i = j - 1
	}
	return b.String()
}

// CountStatement is the statement behind one count, for the test that reads its plan.
func CountStatement(by authz.Actor, org directory.OrgID, desk directory.DeskID, f Filter) (sqldb.Stmt, []any) {
	return countStatement(by, org, desk, []Filter{f})
}

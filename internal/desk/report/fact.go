package report

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"lotsen/internal/desk/report/ledger"
	"lotsen/internal/kit/sqldb"
)

const factColumns = `t.id, t.version, t.org_id, t.desk_id, coalesce(t.group_id, 0), coalesce(t.site_id, 0), coalesce(t.unit_id, 0), t.sealed,
	t.kind, t.channel, case when t.substate <> '' then t.substate else t.state end, t.impact, t.urgency, t.priority, t.first_contact, t.within_target,
	coalesce(t.category_id, 0), coalesce(t.requester_id, 0), t.created_at, coalesce(t.resolved_at, 0), coalesce(t.closed_at, 0), t.reopened, t.hand_overs`

var (
	selectFacts = sqldb.Q("report.facts", `select `+factColumns+` from ticket t where t.id {{in $1}}`)
	selectNext  = sqldb.Q("report.facts_next", `select `+factColumns+` from ticket t where t.id >= $1 order by t.id limit $2`)
	// How often each label was noted at each ticket, in the order in which histories are written.
	selectHistories = sqldb.Q("report.histories", `
		select e.stream_id, e.label, count(*) from event e where e.kind = 'ticket' and e.stream_id {{in $1}} group by e.stream_id, e.label`)
	selectHistoriesBetween = sqldb.Q("report.histories_between", `
		select e.stream_id, e.label, count(*) from event e where e.kind = 'ticket' and e.stream_id >= $1 and e.stream_id <= $2 group by e.stream_id, e.label`)
)

// reader reads facts. It is used by one goroutine at a time.
type reader struct{ clock *wall }

// scan reads one ticket's facts, all but its history.
func (rd *reader) scan(r sqldb.Row) (ledger.Fact, error) {
	var f ledger.Fact
	var resolved, closed int64
	var within *bool
	err := r.Scan(&f.ID, &f.Version, &f.Place.Org, &f.Place.Desk, &f.Place.Group, &f.Place.Site, &f.Place.Unit, &f.Place.Sealed,
		&f.Class.Kind, &f.Class.Channel, &f.Class.State, &f.Class.Impact, &f.Class.Urgency, &f.Class.Priority, &f.Class.First, &within,
		&f.Category, &f.Requester, &f.Created, &resolved, &closed, &f.Reopened, &f.HandOvers)
	if err != nil {
		return f, err
	}
	f.Class.InTarget, f.Class.OutTarget = within != nil && *within, within != nil && !*within
	f.ClosedAt = closed
	created := rd.clock.local(f.Created)
	f.OpenedDay = floorDiv(created, dayMicros)
	f.ResolvedDay, f.ToResolve = rd.lasted(created, resolved)
	f.ClosedDay, f.ToClose = rd.lasted(created, closed)
	return f, nil
}

// lasted is the day on which something ended and the seconds that clocks showed between.
func (rd *reader) lasted(created, at int64) (day, seconds int64) {
	if at == 0 {
		return ledger.Never, 0
	}
	local := rd.clock.local(at)
	return floorDiv(local, dayMicros), (local - created) / 1_000_000
}

// these reads the facts of some tickets; those that are not there are missing in what it returns.
func (rd *reader) these(ctx context.Context, q sqldb.Querier, ids sqldb.List[int64]) ([]ledger.Fact, error) {
	facts, err := sqldb.All(ctx, q, selectFacts, rd.scan, ids)
	if err != nil {
		return nil, err
	}
	return facts, histories(ctx, q, facts, selectHistories, ids)
}

// next reads the facts of n tickets numbered from id on, all but their histories.
func (rd *reader) next(ctx context.Context, q sqldb.Querier, id int64, n int) ([]ledger.Fact, error) {
	return sqldb.All(ctx, q, selectNext, rd.scan, id, n)
}

// histories fills in how often each label was noted.
func histories(ctx context.Context, q sqldb.Querier, facts []ledger.Fact, s sqldb.Stmt, args ...any) error {
	at := make(map[int64][]string, len(facts))
	err := sqldb.Each(ctx, q, s, func(r sqldb.Row) error {
		var id, n int64
		var label string
		if err := r.Scan(&id, &label, &n); err != nil {
			return err
		}
		at[id] = append(at[id], label+"\x1f"+strconv.FormatInt(n, 10))
		return nil
	}, args...)
	for i := range facts {
		// The engines sort texts differently.
		slices.Sort(at[facts[i].ID])
		facts[i].History = strings.Join(at[facts[i].ID], "\x1e")
	}
	return err
}

// noted calls fn with each label of a history and how often it was noted.
func noted(history string, fn func(label string, n int64)) {
	for part := range strings.SplitSeq(history, "\x1e") {
		label, count, ok := strings.Cut(part, "\x1f")
		if n, err := strconv.ParseInt(count, 10, 64); ok && err == nil {
			fn(label, n)
		}
	}
}

package report

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"lotsen/internal/desk/report/ledger"
)

// Dimension is what a report's rows stand for.
type Dimension string

// The dimensions.
const (
	ByNothing       Dimension = ""
	ByState         Dimension = "state"
	ByPriority      Dimension = "priority"
	ByImpact        Dimension = "impact"
	ByUrgency       Dimension = "urgency"
	ByChannel       Dimension = "channel"
	ByKind          Dimension = "kind"
	ByCategory      Dimension = "category"
	ByGroup         Dimension = "group"
	ByRequester     Dimension = "requester"
	BySite          Dimension = "site"
	ByUnit          Dimension = "unit"
	ByOpenedDay     Dimension = "opened_day"
	ByOpenedWeek    Dimension = "opened_week"
	ByOpenedMonth   Dimension = "opened_month"
	ByOpenedTertial Dimension = "opened_tertial"
	ByOpenedYear    Dimension = "opened_year"
	ByOpenedWeekday Dimension = "opened_weekday"
	ByResolvedMonth Dimension = "resolved_month"
	ByClosedMonth   Dimension = "closed_month"
)

// Dimensions lists the dimensions in the order in which a page offers them; the first one is "no grouping".
func Dimensions() []Dimension {
	return []Dimension{
		ByNothing, ByState, ByPriority, ByImpact, ByUrgency, ByKind, ByChannel, ByCategory, ByGroup, ByUnit, BySite, ByRequester, ByOpenedDay,
		ByOpenedWeek, ByOpenedMonth, ByOpenedTertial, ByOpenedYear, ByOpenedWeekday, ByResolvedMonth, ByClosedMonth,
	}
}

// dimension is how tickets get their key.
type dimension struct {
	column string // The expression that is read for each ticket: a text.
	number bool   // It is a number: an id or a level, 0 where not known.
	// moment is the time whose bucket is the key; then column is not read.
	moment func(*facts) int64
	bucket func(day int64) string
	// text is the beginning of the key of a value's text; names is the table that names it.
	text  string
	names string
	order func([]Row)
	// query is how the ledger gets the same key.
	query ledger.Query
}

func byPlace(of func(*ledger.Place) int64) ledger.Query {
	return ledger.Query{By: ledger.ByPlace, OfPlace: of}
}

func byClass(of func(*ledger.Class) string) ledger.Query {
	return ledger.Query{By: ledger.ByClass, OfClass: of}
}

func byLevel(of func(*ledger.Class) int64) ledger.Query {
	return byClass(func(c *ledger.Class) string { return number(of(c)) })
}

func byState() ledger.Query {
	q := byClass(func(c *ledger.Class) string { return c.State })
	q.Histories = true
	return q
}

func opened(f *facts) int64   { return f.created }
func resolved(f *facts) int64 { return f.resolved }
func closed(f *facts) int64   { return f.closed }

var dimensions = map[Dimension]dimension{
	ByNothing:       {column: `''`, order: byKey},
	ByState:         {column: `case when t.substate <> '' then t.substate else t.state end`, text: "desk.state.", names: "state", order: byTickets, query: byState()},
	ByPriority:      {column: "t.priority", number: true, text: "desk.priority.", order: byKey, query: byLevel(func(c *ledger.Class) int64 { return c.Priority })},
	ByImpact:        {column: "t.impact", number: true, text: "desk.impact.", order: byKey, query: byLevel(func(c *ledger.Class) int64 { return c.Impact })},
	ByUrgency:       {column: "t.urgency", number: true, text: "desk.urgency.", order: byKey, query: byLevel(func(c *ledger.Class) int64 { return c.Urgency })},
	ByChannel:       {column: "t.channel", text: "desk.channel.", order: byTickets, query: byClass(func(c *ledger.Class) string { return c.Channel })},
	ByKind:          {column: "t.kind", text: "desk.kind.", order: byTickets, query: byClass(func(c *ledger.Class) string { return c.Kind })},
	ByCategory:      {column: "coalesce(t.category_id, 0)", number: true, names: "category", order: byTickets, query: ledger.Query{By: ledger.ByCategory}},
	ByGroup:         {column: "coalesce(t.group_id, 0)", number: true, names: "desk_group", order: byTickets, query: byPlace(func(p *ledger.Place) int64 { return p.Group })},
	ByRequester:     {column: "coalesce(t.requester_id, 0)", number: true, names: "person", order: byTickets, query: ledger.Query{By: ledger.ByRequester}},
	BySite:          {column: "coalesce(t.site_id, 0)", number: true, names: "site", order: byTickets, query: byPlace(func(p *ledger.Place) int64 { return p.Site })},
	ByUnit:          {column: "coalesce(t.unit_id, 0)", number: true, names: "unit", order: byTickets, query: byPlace(func(p *ledger.Place) int64 { return p.Unit })},
	ByOpenedDay:     {moment: opened, bucket: day, order: byKey, query: ledger.Query{By: ledger.ByOpened}},
	ByOpenedWeek:    {moment: opened, bucket: week, order: byKey, query: ledger.Query{By: ledger.ByOpened}},
	ByOpenedMonth:   {moment: opened, bucket: month, order: byKey, query: ledger.Query{By: ledger.ByOpened}},
	ByOpenedTertial: {moment: opened, bucket: tertial, order: byKey, query: ledger.Query{By: ledger.ByOpened}},
	ByOpenedYear:    {moment: opened, bucket: year, order: byKey, query: ledger.Query{By: ledger.ByOpened}},
	ByOpenedWeekday: {moment: opened, bucket: weekday, text: "report.weekday.", order: byKey, query: ledger.Query{By: ledger.ByOpened}},
	ByResolvedMonth: {moment: resolved, bucket: month, order: byKey, query: ledger.Query{By: ledger.ByResolved}},
	ByClosedMonth:   {moment: closed, bucket: month, order: byKey, query: ledger.Query{By: ledger.ByClosed}},
}

// civil is a day by its number since 1970.
func civil(day int64) time.Time { return time.Unix(day*86400, 0).UTC() }

func day(n int64) string   { return civil(n).Format(time.DateOnly) }
func month(n int64) string { return civil(n).Format("2006-01") }
func year(n int64) string  { return civil(n).Format("2006") }

func week(n int64) string {
	y, w := civil(n).ISOWeek()
	return strconv.Itoa(y) + "-W" + pad(w)
}

func tertial(n int64) string {
	d := civil(n)
	return strconv.Itoa(d.Year()) + "-T" + strconv.Itoa((int(d.Month())-1)/4+1)
}

// weekday is 1 for Monday to 7 for Sunday.
func weekday(n int64) string { return strconv.Itoa((int(civil(n).Weekday())+6)%7 + 1) }

func pad(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}

// byKey is the natural order; what is not known comes last.
func byKey(rows []Row) {
	sorted(rows, func(a, b *Row) int { return cmp.Or(unknownLast(a, b), strings.Compare(a.Key, b.Key)) })
}

func byTickets(rows []Row) {
	sorted(rows, func(a, b *Row) int {
		switch {
		case a.Tickets != b.Tickets:
			return cmp.Compare(b.Tickets, a.Tickets)
		case a.Events != b.Events:
			return cmp.Compare(b.Events, a.Events)
		}
		return cmp.Or(unknownLast(a, b), strings.Compare(a.Sv, b.Sv), strings.Compare(a.Key, b.Key))
	})
}

// sorted sorts by what the rows hold, without moving them about: they are large, and can be many.
func sorted(rows []Row, compare func(a, b *Row) int) {
	at := make([]*Row, len(rows))
	for i := range rows {
		at[i] = &rows[i]
	}
	slices.SortStableFunc(at, compare)
	out := make([]Row, len(rows))
	for i, r := range at {
		out[i] = *r
	}
	copy(rows, out)
}

func unknownLast(a, b *Row) int {
	switch {
	case a.Key == "" && b.Key != "":
		return 1
	case a.Key != "" && b.Key == "":
		return -1
	}
	return 0
}

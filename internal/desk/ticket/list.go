package ticket

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"slices"
	"strings"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// PageSize is how many rows a list shows.
const PageSize = 50

// Sort is an order of a list. Each has an index behind it.
type Sort string

// The orders.
const (
	Newest   Sort = "newest"
	Oldest   Sort = "oldest"
	Updated  Sort = "updated"
	Priority Sort = "priority"
	Due      Sort = "due" // What breaks first.
)

// Sorts lists the orders.
func Sorts() []Sort { return []Sort{Due, Newest, Oldest, Updated, Priority} }

// Filter says which tickets a list shows. Empty fields do not limit.
type Filter struct {
	States     []State             `json:"states,omitempty"` // Empty: those with work left.
	AnyState   bool                `json:"any,omitempty"`
	Kinds      []Kind              `json:"kinds,omitempty"`
	Channels   []Channel           `json:"channels,omitempty"`
	Groups     []directory.GroupID `json:"groups,omitempty"`
	NoGroup    bool                `json:"no_group,omitempty"`
	Assignee   directory.PersonID  `json:"assignee,omitempty"`
	Mine       bool                `json:"mine,omitempty"`
	MyGroups   bool                `json:"my_groups,omitempty"`
	Unowned    bool                `json:"unowned,omitempty"`
	Requester  directory.PersonID  `json:"requester,omitempty"`
	Category   CategoryID          `json:"category,omitempty"` // With everything below it.
	Unit       directory.UnitID    `json:"unit,omitempty"`     // With everything below it.
	Site       directory.SiteID    `json:"site,omitempty"`
	Priority   int                 `json:"priority,omitempty"` // This priority or more urgent.
	Awaiting   bool                `json:"awaiting,omitempty"` // The last word was the user's, or ours came back.
	Service    ServiceID           `json:"service,omitempty"`
	Supplier   SupplierID          `json:"supplier,omitempty"`
	Delegated  bool                `json:"delegated,omitempty"`  // Some supplier has it now.
	Owed       bool                `json:"owed,omitempty"`       // The desk owes the user a word, solved or not.
	Channelled bool                `json:"channelled,omitempty"` // Came by a priority channel.
	Sort       Sort                `json:"sort,omitempty"`       // Empty: newest.
}

// Row is a line of a list: the ticket and the names that go with it.
type Row struct {
	Ticket
	RequesterName string
	GroupName     string
	AssigneeName  string
	CategorySv    string
	CategoryEn    string
	UnitName      string
	ServiceSv     string
	ServiceEn     string
	ServiceClass  string // not_working, or "".
	// Mark is the number of the newest event when the row was read; 0 in lists.
	Mark int64
}

// Page is a stretch of a list and the way to its neighbours.
type Page struct {
	Rows []Row
	Next string // Cursor of the following page; "" at the end.
	Prev string // Cursor of the page before; "" at the beginning.
}

// rowColumns are a ticket's columns and the names beside it. The names are looked up for the rows that are shown, one by
// one: as joins, PostgreSQL would think longer about their order than the page takes. Mask is a condition on the
// assignee, a.
func rowColumns(mask string) string {
	return columns + `,
	coalesce((select r.given_name || ' ' || r.family_name from person r where r.id = t.requester_id), ''),
	coalesce((select g.name from desk_group g where g.id = t.group_id), ''),
	coalesce((select a.given_name || ' ' || a.family_name from person a where a.id = t.assignee_id and ` + mask + `), ''),
	coalesce((select c.name_sv from category c where c.id = t.category_id), ''), coalesce((select c.name_en from category c where c.id = t.category_id), ''),
	coalesce((select un.name from unit un where un.id = t.unit_id), ''),
	coalesce((select v.name_sv from service v where v.id = t.service_id), ''), coalesce((select v.name_en from service v where v.id = t.service_id), ''),
	coalesce((select v.class from service v where v.id = t.service_id), '')`
}

func scanRow(r sqldb.Row) (Row, error) {
	var row Row
	return row, r.Scan(row.places()...)
}

// places are the places that a row of rowColumns is scanned into.
func (r *Row) places() []any {
	return append(r.targets(), &r.RequesterName, &r.GroupName, &r.AssigneeName, &r.CategorySv, &r.CategoryEn, &r.UnitName,
		&r.ServiceSv, &r.ServiceEn, &r.ServiceClass)
}

// order is a sort as SQL: the columns, whether they fall, and the value of a row in them.
type order struct {
	column string // "" when the id alone orders.
	fall   bool
	value  func(*Ticket) int64
}

var orders = map[Sort]order{
	Newest:   {"", true, nil},
	Oldest:   {"", false, nil},
	Updated:  {"t.updated_at", true, func(t *Ticket) int64 { return t.UpdatedAt.UnixMicro() }},
	Priority: {"t.priority", false, func(t *Ticket) int64 { return int64(t.Priority) }},
	Due:      {"t.due_at", false, dueValue},
}

// cursor is a place in a list: the row beside it, and on which side the wanted page lies.
type cursor struct {
	Value int64 `json:"v"`
	ID    ID    `json:"i"`
	Back  bool  `json:"b,omitempty"`
}

func (c cursor) String() string {
	raw, _ := json.Marshal(c) //nolint:errchkjson // Three numbers always marshal.
	return base64.RawURLEncoding.EncodeToString(raw)
}

func parseCursor(s string) (cursor, error) {
	var c cursor
	raw, err := base64.RawURLEncoding.DecodeString(s)
	if err == nil {
		err = json.Unmarshal(raw, &c)
	}
	if err != nil || c.ID <= 0 {
		return c, errs.E(errs.Invalid, "error.cursor")
	}
	return c, nil
}

// Queue returns a page of a desk's tickets. Errors: errs.Invalid for a cursor or sort that is none of ours.
func (s *Service) Queue(ctx context.Context, by authz.Actor, org directory.OrgID, desk directory.DeskID, f Filter, at string, limit int) (Page, error) {
	return s.list(ctx, by, listed{scope: atDesk(by, org, desk), index: f.indexAt(by, org, desk, false)}, f, at, limit)
}

// Tickets returns a page of all tickets that the actor may see, over all desks.
func (s *Service) Tickets(ctx context.Context, by authz.Actor, f Filter, at string, limit int) (Page, error) {
	return s.list(ctx, by, listed{scope: Visible(by)}, f, at, limit)
}

// Mine returns a page of the tickets that concern the actor as a user, whatever rights they have at work.
func (s *Service) Mine(ctx context.Context, by authz.Actor, f Filter, at string) (Page, error) {
	return s.list(ctx, by, listed{scope: own(by)}, f, at, PageSize)
}

// listed is the part of all tickets that a list is about, and the index that leads through it.
type listed struct {
	scope authz.Scope
	index string // "" for the planner's choice.
}

// ListStatement is the statement behind a queue's first page, for the test that reads its plan.
func ListStatement(by authz.Actor, org directory.OrgID, desk directory.DeskID, f Filter) (sqldb.Stmt, []any) {
	return listStatement(by, listed{scope: atDesk(by, org, desk), index: f.indexAt(by, org, desk, false)}, f, nil, PageSize+1)
}

func listStatement(by authz.Actor, l listed, f Filter, c *cursor, limit int) (sqldb.Stmt, []any) {
	var w sqldb.Where
	o := orders[f.Sort]
	fall, cmp := o.fall, "<"
	if c != nil && c.Back {
		fall = !fall
	}
	direction := " desc"
	if !fall {
		direction, cmp = "", ">"
	}
	condition, args := l.scope.SQL()
	w.And(condition, args...)
	f.where(&w, by)
	orderBy := "t.id" + direction
	if o.column != "" {
		orderBy = o.column + direction + ", " + orderBy
	}
	if c != nil {
		if o.column == "" {
			w.And("t.id "+cmp+" ?", int64(c.ID))
		} else {
			w.And("("+o.column+", t.id) "+cmp+" (?, ?)", c.Value, int64(c.ID))
		}
	}
	where := w.SQL()
	from := " from ticket t"
	if l.index != "" {
		from += " {{indexed " + l.index + "}}"
	}
	text := from + " where " + where + " order by " + orderBy + w.Numbered(" limit ?", limit)
	if f.sorts(l.index) {
		// What has to be sorted is numbers alone; the rest is read for those that are shown.
		text = " from ticket t where t.id in (select t.id" + text + ") order by " + orderBy
	}
	text = "select " + rowColumns(maskOf(&w, by)) + text
	return sqldb.Q("ticket.list", text), w.Args()
}

// maskOf keeps the names of agents with protected identity from those without the permission. Tickets about such a
// person are sealed already, and their requester may see their own name.
func maskOf(w *sqldb.Where, by authz.Actor) string { return namesSeen(w, by, "a") }

func (s *Service) list(ctx context.Context, by authz.Actor, l listed, f Filter, at string, limit int) (Page, error) {
	if f.Sort == "" {
		f.Sort = Newest
	}
	if !slices.Contains(Sorts(), f.Sort) {
		return Page{}, errs.E(errs.Invalid, "error.sort")
	}
	if l.scope.Empty() {
		return Page{}, nil
	}
	if limit < 1 || limit > 200 {
		limit = PageSize
	}
	var c *cursor
	if at != "" {
		parsed, err := parseCursor(at)
		if err != nil {
			return Page{}, err
		}
		c = &parsed
	}
	stmt, args := listStatement(by, l, f, c, limit+1)
	rows, err := sqldb.All(ctx, s.db, stmt, scanRow, args...)
	if err != nil {
		return Page{}, err
	}
	return pageOf(rows, f.Sort, c, limit), nil
}

// pageOf cuts the one row too many that tells whether there is more, and makes the cursors.
func pageOf(rows []Row, sort Sort, c *cursor, limit int) Page {
	more := len(rows) > limit
	if more {
		rows = rows[:limit]
	}
	back := c != nil && c.Back
	if back {
		slices.Reverse(rows)
	}
	p := Page{Rows: rows}
	if len(rows) == 0 {
		return p
	}
	mark := func(r *Row, back bool) string {
		m := cursor{ID: r.ID, Back: back}
		if v := orders[sort].value; v != nil {
			m.Value = v(&r.Ticket)
		}
		return m.String()
	}
	if more || back {
		p.Next = mark(&rows[len(rows)-1], false)
	}
	if back && more || c != nil && !back {
		p.Prev = mark(&rows[0], true)
	}
	return p
}

// String returns the filter as JSON: so it travels in an address and in a saved view.
func (f Filter) String() string {
	raw, _ := json.Marshal(f) //nolint:errchkjson // Plain values always marshal.
	return string(raw)
}

// ParseFilter reads what String wrote; unknown fields are refused.
func ParseFilter(s string) (Filter, error) {
	var f Filter
	d := json.NewDecoder(strings.NewReader(s))
	d.DisallowUnknownFields()
	if err := d.Decode(&f); err != nil {
		return f, errs.E(errs.Invalid, "error.filter").Because(err)
	}
	return f, nil
}

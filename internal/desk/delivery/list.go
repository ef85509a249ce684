package delivery

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"lotsen/internal/desk/order"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/sqldb"
)

// View is a part of the tasks.
type View string

// The views of the desk's list.
const (
	Undelivered View = "open" // What is late comes first.
	Overdue     View = "late"
	Unanswered  View = "waiting" // Delivered, and the receiver has not said anything.
	Over        View = "over"
)

// Views lists them in their order.
func Views() []View { return []View{Undelivered, Overdue, Unanswered, Over} }

var viewConditions = map[View]string{
	Undelivered: "k.state in ('todo', 'started', 'fault')",
	Overdue:     "k.state in ('todo', 'started', 'fault') and k.planned_on < ?",
	Unanswered:  "k.state = 'delivered'",
	Over:        "k.state in ('accepted', 'cancelled')",
}

// Filter narrows the desk's list.
type Filter struct {
	Desk  directory.DeskID // 0: every desk.
	View  View
	After string // Where the page before ended.
}

// Page is a part of a list.
type Page struct {
	Tasks []Task
	Next  string // "" on the last page.
}

// perPage is how many tasks a page shows.
const perPage = 50

// read reads the tasks of a scope with the names around them. And narrows and orders.
func read(ctx context.Context, q sqldb.Querier, by authz.Actor, scope authz.Scope, narrow func(w *sqldb.Where), sorted string) ([]Task, error) {
	if scope.Empty() {
		return nil, nil
	}
	var w sqldb.Where
	seen, names := directory.NamesSeen(by).For("r").SQL()
	text := "select " + taskColumns + `, coalesce(s.name, g.name, ''), coalesce(p.given_name || ' ' || p.family_name, ''),
		case when ` + w.Numbered(seen, names...) + ` then coalesce(r.given_name || ' ' || r.family_name, '') else '' end, coalesce(e.name, '')
		from delivery_task k left join supplier s on s.id = k.supplier_id left join desk_group g on g.id = k.group_id left join person p on p.id = k.person_id
		left join person r on r.id = k.receiver_id left join site e on e.id = k.site_id where `
	condition, args := scope.SQL()
	w.And(condition, args...)
	narrow(&w)
	return sqldb.All(ctx, q, sqldb.Q("delivery.list", text+w.SQL()+sorted), func(r sqldb.Row) (Task, error) {
		var t Task
		return t, r.Scan(append(t.targets(), &t.Executor, &t.For, &t.Receives, &t.Place)...)
	}, w.Args()...)
}

// Today is the day on which a task planned for the day before is late.
func (s *Service) Today() string { return dayOf(s.d.DB.Now()) }

// List returns what the actor carries out: what is late first, of what is over the newest.
func (s *Service) List(ctx context.Context, by authz.Actor, f Filter) (Page, error) {
	if f.View == "" {
		f.View = Undelivered
	}
	sorted, compare := " order by k.planned_on, k.id limit ", "(k.planned_on, k.id) > (?, ?)"
	if f.View == Over {
		sorted, compare = " order by k.planned_on desc, k.id desc limit ", "(k.planned_on, k.id) < (?, ?)"
	}
	list, err := read(ctx, s.d.DB, by, executes(by), func(w *sqldb.Where) {
		condition := viewConditions[f.View]
		if condition == "" {
			condition = "1 = 0"
		}
		if f.View == Overdue {
			w.And(condition, s.Today())
		} else {
			w.And(condition)
		}
		if f.Desk != 0 {
			w.And("k.desk_id = ?", int64(f.Desk))
		}
		if day, id, ok := readCursor(f.After); ok {
			w.And(compare, day, id)
		}
	}, sorted+strconv.Itoa(perPage+1))
	var p Page
	if p.Tasks = list; len(list) > perPage {
		p.Tasks = list[:perPage]
		last := p.Tasks[perPage-1]
		p.Next = last.Planned + "." + last.ID.String()
	}
	return p, err
}

func readCursor(s string) (day string, id int64, ok bool) {
	day, rest, found := strings.Cut(s, ".")
	id, err := strconv.ParseInt(rest, 10, 64)
	return day, id, found && err == nil
}

// Late is how many tasks of the actor's are late, at most so many.
func (s *Service) Late(ctx context.Context, by authz.Actor) (int, error) {
	scope := executes(by)
	if scope.Empty() {
		return 0, nil
	}
	var w sqldb.Where
	condition, args := scope.SQL()
	w.And(condition, args...)
	w.And(viewConditions[Overdue], s.Today())
	return sqldb.One(ctx, s.d.DB, sqldb.Q("delivery.count_late", "select count(*) from (select 1 from delivery_task k where "+w.SQL()+" limit 1000) x"), sqldb.Value[int], w.Args()...)
}

// mostOfOne bounds what one page shows of a case or an order.
const mostOfOne = MaxAtOnce

// OfTicket returns the tasks of a case that the actor carries out, in the order of the lines.
func (s *Service) OfTicket(ctx context.Context, by authz.Actor, id ticket.ID) ([]Task, error) {
	return read(ctx, s.d.DB, by, executes(by), func(w *sqldb.Where) { w.And("k.ticket_id = ?", int64(id)) }, fmt.Sprintf(" order by k.id limit %d", mostOfOne))
}

// OfOwnCase returns the tasks of a case for the person whose case it is: it was opened for what they ordered.
func (s *Service) OfOwnCase(ctx context.Context, by authz.Actor, x *ticket.Ticket) ([]Task, error) {
	if by.Person == 0 || int64(x.Requester) != by.Person {
		return nil, nil
	}
	return read(ctx, s.d.DB, by, ordered(by).Or(mine(by)), func(w *sqldb.Where) { w.And("k.ticket_id = ?", int64(x.ID)) }, fmt.Sprintf(" order by k.id limit %d", mostOfOne))
}

// ToReceive returns what waits for the actor's word, the oldest first, and what they said lately.
func (s *Service) ToReceive(ctx context.Context, by authz.Actor) ([]Task, error) {
	since := s.d.DB.Now().In(clock.Stockholm()).AddDate(0, 0, -30).UTC()
	return read(ctx, s.d.DB, by, receives(by), func(w *sqldb.Where) {
		w.And("(k.state = 'delivered' or k.state in ('accepted', 'fault') and k.delivered_at >= ?)", sqldb.Time(since))
	}, " order by case when k.state = 'delivered' then 0 else 1 end, k.delivered_at, k.id limit 500")
}

// Waiting is how many deliveries wait for the actor's own word as the receiver.
func (s *Service) Waiting(ctx context.Context, by authz.Actor) (int, error) {
	return sqldb.One(ctx, s.d.DB, countWaiting, sqldb.Value[int], by.Person)
}

var countWaiting = sqldb.Q("delivery.waiting", `select count(*) from (select 1 from delivery_task k where k.receiver_id = $1 and k.state = 'delivered' limit 1000) x`)

// OfLines returns the tasks of lines of an order that the caller has shown to the actor.
func (s *Service) OfLines(ctx context.Context, by authz.Actor, id order.ID, lines []order.LineID) ([]Task, error) {
	scope := anybodys(by).Or(mine(by))
	return read(ctx, s.d.DB, by, scope, func(w *sqldb.Where) {
		w.And("k.order_id = ?", int64(id))
		w.And("k.line_id {{in ?}}", sqldb.List[order.LineID](lines))
	}, fmt.Sprintf(" order by k.id limit %d", mostOfOne))
}

// Step is something that happened to a task.
type Step struct {
	Task    ID
	What    string
	Day     string // The new day, of a step about a day.
	Was     string
	Text    string
	Ticket  ticket.ID // The case of a fault.
	By, For string    // Names; "" of the system, and of whom the actor may not know.
	At      time.Time
}

// StepsOf returns what happened to tasks that the actor was shown, in order, at most the latest thousand.
func (s *Service) StepsOf(ctx context.Context, by authz.Actor, list []Task) ([]Step, error) {
	if len(list) == 0 {
		return nil, nil
	}
	var w sqldb.Where
	seen, args := directory.NamesSeen(by).For("b").SQL()
	text := `select h.task_id, h.what, h.day, h.was, h.text, h.ticket_id, case when ` + w.Numbered(seen, args...) + ` then coalesce(b.given_name || ' ' || b.family_name, '') else '' end`
	seen, args = directory.NamesSeen(by).For("f").SQL()
	text += `, case when ` + w.Numbered(seen, args...) + ` then coalesce(f.given_name || ' ' || f.family_name, '') else '' end, h.at
		from delivery_step h left join person b on b.id = h.by_id left join person f on f.id = h.for_id where `
	w.And("h.task_id {{in ?}}", idsOf(list))
	return sqldb.All(ctx, s.d.DB, sqldb.Q("delivery.steps_of", text+w.SQL()+" order by h.id limit 1000"), func(r sqldb.Row) (Step, error) {
		var x Step
		return x, r.Scan(&x.Task, &x.What, &x.Day, &x.Was, &x.Text, sqldb.ScanID(&x.Ticket), &x.By, &x.For, sqldb.ScanTime(&x.At))
	}, w.Args()...)
}

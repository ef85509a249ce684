package agent

import (
	"net/url"
	"slices"
	"strconv"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
)

// defaultView is the queue that the desk opens with: what nobody has taken yet, the most urgent first.
const defaultView ticket.ViewID = -4

// list is all that a queue's address says: every link out of the queue carries it, so that the way back leads to the
// same place in the same list.
type list struct {
	Desk     directory.DeskID
	View     ticket.ViewID
	Filtered bool // The filter stands in the address; else it is the view's.
	Filter   ticket.Filter
	Sort     ticket.Sort // Chosen by a heading; "" for the filter's own.
	At       string      // Where in the list.
}

// readList reads an address's query. Values that no form of ours sends are refused, not guessed at.
func readList(q url.Values) (list, error) {
	l := list{View: defaultView, Filtered: q.Get("f") == "1", At: q.Get("at"), Sort: ticket.Sort(q.Get("sort"))}
	n := numbers{q: q}
	l.Desk = directory.DeskID(n.get("desk"))
	if v := n.get("view"); v != 0 {
		l.View = ticket.ViewID(v)
	}
	if l.Sort != "" && !slices.Contains(ticket.Sorts(), l.Sort) {
		return l, errs.E(errs.Invalid, "desk.error.address")
	}
	if l.Filtered {
		var err error
		if l.Filter, err = readFilter(q, &n); err != nil {
			return l, err
		}
	}
	if n.bad {
		return l, errs.E(errs.Invalid, "desk.error.address")
	}
	return l, nil
}

// numbers reads whole numbers and remembers whether one was none.
type numbers struct {
	q   url.Values
	bad bool
}

func (n *numbers) get(name string) int64 {
	s := n.q.Get(name)
	if s == "" {
		return 0
	}
	v, err := strconv.ParseInt(s, 10, 64)
	n.bad = n.bad || err != nil
	return v
}

func readFilter(q url.Values, n *numbers) (ticket.Filter, error) {
	var f ticket.Filter
	var wrong bool
	switch s := q.Get("state"); s {
	case "":
	case "any":
		f.AnyState = true
	default:
		f.States = []ticket.State{ticket.State(s)}
		wrong = wrong || !f.States[0].Valid()
	}
	if s := q.Get("kind"); s != "" {
		f.Kinds = []ticket.Kind{ticket.Kind(s)}
		wrong = wrong || !f.Kinds[0].Valid()
	}
	if s := q.Get("channel"); s != "" {
		f.Channels = []ticket.Channel{ticket.Channel(s)}
		wrong = wrong || !f.Channels[0].Valid()
	}
	switch q.Get("group") {
	case "mine":
		f.MyGroups = true
	case "none":
		f.NoGroup = true
	default:
		if id := n.get("group"); id != 0 {
			f.Groups = []directory.GroupID{directory.GroupID(id)}
		}
	}
	switch q.Get("assignee") {
	case "me":
		f.Mine = true
	case "none":
		f.Unowned = true
	default:
		f.Assignee = directory.PersonID(n.get("assignee"))
	}
	f.Category = ticket.CategoryID(n.get("category"))
	f.Unit = directory.UnitID(n.get("unit"))
	f.Requester = directory.PersonID(n.get("requester"))
	f.Priority = int(n.get("priority"))
	f.Awaiting = q.Get("awaiting") == "1"
	if wrong || f.Priority < 0 || f.Priority > 5 {
		return f, errs.E(errs.Invalid, "desk.error.address")
	}
	return f, nil
}

// settle fills in what the view says, once the views are known.
func (l *list) settle(views []ticket.View) (ticket.View, error) {
	i := slices.IndexFunc(views, func(v ticket.View) bool { return v.ID == l.View })
	if i < 0 {
		return ticket.View{}, errs.Missing()
	}
	v := views[i]
	if !l.Filtered {
		l.Filter = v.Filter
	}
	if l.Filter.Sort == "" {
		l.Filter.Sort = v.Filter.Sort
	}
	if l.Sort != "" {
		l.Filter.Sort = l.Sort
	}
	return v, nil
}

// values is the address's query again.
func (l list) values() url.Values {
	q := url.Values{}
	set := func(name, value string) {
		if value != "" && value != "0" {
			q.Set(name, value)
		}
	}
	set("desk", id(l.Desk))
	set("view", id(l.View))
	set("sort", string(l.Sort))
	set("at", l.At)
	if l.Filtered {
		q.Set("f", "1")
		for name, value := range filterValues(l.Filter) {
			set(name, value)
		}
	}
	return q
}

// filterValues is a filter as the fields of its form.
func filterValues(f ticket.Filter) map[string]string {
	v := map[string]string{
		"category": id(f.Category), "unit": id(f.Unit), "requester": id(f.Requester), "priority": strconv.Itoa(f.Priority), "assignee": id(f.Assignee),
	}
	switch {
	case f.AnyState:
		v["state"] = "any"
	case len(f.States) > 0:
		v["state"] = string(f.States[0])
	}
	if len(f.Kinds) > 0 {
		v["kind"] = string(f.Kinds[0])
	}
	if len(f.Channels) > 0 {
		v["channel"] = string(f.Channels[0])
	}
	switch {
	case f.MyGroups:
		v["group"] = "mine"
	case f.NoGroup:
		v["group"] = "none"
	case len(f.Groups) > 0:
		v["group"] = id(f.Groups[0])
	}
	switch {
	case f.Mine:
		v["assignee"] = "me"
	case f.Unowned:
		v["assignee"] = "none"
	}
	if f.Awaiting {
		v["awaiting"] = "1"
	}
	return v
}

// query is the address's query as text: what a ticket's address carries in "list".
func (l list) query() string { return l.values().Encode() }

// href is the list's address.
func (l list) href() string { return paths.Desk() + "?" + l.query() }

// sorted is the address of the same list in another order, from its beginning.
func (l list) sorted(s ticket.Sort) string {
	l.Sort, l.At = s, ""
	return l.href()
}

// at is the address of another stretch of the same list; "" when there is none.
func (l list) at(cursor string) string {
	if cursor == "" {
		return ""
	}
	l.At = cursor
	return l.href()
}

// listHref is the address of the list that a ticket was opened from, rebuilt from what its own address carries.
func listHref(carried string) string {
	q, err := url.ParseQuery(carried)
	if err != nil || carried == "" {
		return paths.Desk()
	}
	l, err := readList(q)
	if err != nil {
		return paths.Desk()
	}
	return l.href()
}

// fromList is the list in the request's own address.
func fromList(c *web.Ctx) (list, error) { return readList(c.Request().URL.Query()) }

func id[T ~int | ~int64](v T) string { return strconv.FormatInt(int64(v), 10) }

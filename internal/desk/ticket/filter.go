package ticket

import (
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

// where adds the filter's conditions. Every column and operator is text of ours; what people chose are arguments.
func (f *Filter) where(w *sqldb.Where, by authz.Actor) {
	f.whereState(w)
	f.whereOwner(w, by)
	if len(f.Kinds) > 0 {
		w.And("t.kind {{in ?}}", sqldb.List[Kind](f.Kinds))
	}
	if len(f.Channels) > 0 {
		w.And("t.channel {{in ?}}", sqldb.List[Channel](f.Channels))
	}
	if f.Requester != 0 {
		w.And("t.requester_id = ?", int64(f.Requester))
	}
	if f.Category != 0 {
		w.And(`t.category_id in (select k.id from category k join category top on top.id = ? and k.desk_id = top.desk_id
			and k.path >= top.path and k.path < top.path || '~')`, int64(f.Category))
	}
	if f.Unit != 0 {
		w.And(`t.unit_id in (select u.id from unit u join unit top on top.id = ? and u.org_id = top.org_id
			and u.path >= top.path and u.path < top.path || '~')`, int64(f.Unit))
	}
	if f.Site != 0 {
		w.And("t.site_id = ?", int64(f.Site))
	}
	if f.Priority != 0 {
		w.And("t.priority <= ?", f.Priority)
	}
	if f.Service != 0 {
		w.And("t.service_id = ?", int64(f.Service))
	}
	if f.Supplier != 0 {
		w.And("t.supplier_id = ?", int64(f.Supplier))
	}
	if f.Delegated {
		w.And("t.supplier_id is not null")
	}
	if f.Awaiting {
		if f.awaitsAny() {
			w.And("t.awaits_desk and t.state {{in ?}}", sqldb.List[State]{StateNew, StateOpen, StateOnHold, StateResolved})
		} else {
			w.And("t.awaits_desk = ?", true)
		}
	}
	if f.Channelled {
		w.And("t.via <> '' and t.via <> 'guardian'")
	}
	if f.Owed {
		w.And("t.owed_at is not null")
	}
}

// whereState names the states; the plain "work left" is the partial index of every queue.
func (f *Filter) whereState(w *sqldb.Where) {
	if f.AnyState {
		return
	}
	if f.openOnly() {
		w.And("t.active")
	}
	switch len(f.States) {
	case 0:
	case 1:
		// One state has an index of its own; "is one of" would keep the planner from it.
		w.And("t.state = ?", string(f.States[0]))
	default:
		w.And("t.state {{in ?}}", sqldb.List[State](f.States))
	}
}

func (f *Filter) whereOwner(w *sqldb.Where, by authz.Actor) {
	if len(f.Groups) > 0 {
		groups := make(sqldb.List[int64], len(f.Groups))
		for i, g := range f.Groups {
			groups[i] = int64(g)
		}
		w.And("t.group_id {{in ?}}", groups)
	}
	if f.NoGroup {
		w.And("t.group_id is null")
	}
	if f.MyGroups {
		w.And("t.group_id in (select gm.group_id from group_member gm where gm.person_id = ?)", by.Person)
	}
	switch {
	case f.Mine:
		w.And("t.assignee_id = ?", by.Person)
	case f.Assignee != 0:
		w.And("t.assignee_id = ?", int64(f.Assignee))
	case f.Unowned:
		w.And("t.assignee_id is null")
	}
}

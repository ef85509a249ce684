package ticket

import (
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
)

// index names the index that a list or a count at one desk walks, "" where the planner may choose. SQLite would guess
// from a sample that does not know how many cases are open, and a guess that is right for ten thousand cases reads all of
// a million. PostgreSQL's planner knows, and is left alone.
//
// Whatever stands in a filter, the page costs one of two things: the stretch of an index that is shown, or those open
// cases that one person, group, category or unit has.
func (f *Filter) index(counting bool) string {
	switch {
	case f.Owed:
		return "ticket_owed"
	case f.awaitsAny():
		return "ticket_awaits"
	case !f.openOnly():
		return f.wholeIndex(counting)
	}
	if f.Channelled {
		return "ticket_channelled"
	}
	oneGroup := len(f.Groups) > 0 || f.NoGroup || f.MyGroups
	switch {
	case f.Requester != 0 || f.Site != 0 || f.Service != 0 || f.Supplier != 0 || f.Delegated:
		return ""
	case f.Unit != 0:
		return "ticket_active_unit"
	case f.Mine || f.Assignee != 0 || f.Unowned && (counting || f.Sort == Priority):
		return "ticket_active_assignee"
	case oneGroup && !(f.Unowned && !counting):
		return "ticket_active_group"
	case f.Category != 0:
		return "ticket_active_category"
	case f.Awaiting && (counting || f.Sort == Updated):
		return "ticket_active_awaits"
	case len(f.States) == 1 && (counting || f.byNumber()):
		return "ticket_state"
	case counting || f.byNumber():
		return "ticket_active_id"
	case f.Sort == Updated:
		return "ticket_active_updated"
	case f.Sort == Due:
		return "ticket_active_due"
	}
	return "ticket_active_priority"
}

// sorts reports whether what an index leads to must be sorted: what one person, group, category or unit has comes by
// priority, and from several of them in stretches.
func (f *Filter) sorts(index string) bool {
	switch index {
	case "ticket_active_assignee":
		return f.Sort != Priority
	case "ticket_active_group":
		return f.Sort != Priority || f.MyGroups || len(f.Groups) > 1
	case "ticket_active_category", "ticket_active_unit", "ticket_owed", "ticket_channelled":
		return true
	case "ticket_awaits":
		return f.Sort != Updated
	}
	return false
}

// wholeIndex is index for lists that closed cases are in.
func (f *Filter) wholeIndex(counting bool) string {
	switch {
	case f.Requester != 0 || f.Unit != 0 || f.Site != 0 || f.Assignee != 0 || f.Mine || len(f.States) > 1 ||
		f.Service != 0 || f.Supplier != 0 || f.Delegated:
		return ""
	case len(f.States) == 1 && (counting || f.byNumber()):
		return "ticket_state"
	case counting || f.byNumber():
		return "ticket_desk"
	case f.Sort == Updated:
		return "ticket_updated"
	case f.Sort == Due:
		return "ticket_due"
	}
	return "ticket_priority"
}

// openOnly reports whether nothing but cases with work left can be in the list: then the partial indexes serve.
func (f *Filter) openOnly() bool {
	if f.AnyState || f.Owed || f.awaitsAny() {
		return false
	}
	for _, s := range f.States {
		if !s.Active() {
			return false
		}
	}
	return true
}

// awaitsAny reports whether the list is of all that awaits the desk: open cases, and solved ones whose word came back.
func (f *Filter) awaitsAny() bool { return f.Awaiting && len(f.States) == 0 && !f.AnyState }

func (f *Filter) byNumber() bool { return f.Sort == "" || f.Sort == Newest || f.Sort == Oldest }

// indexAt is index where the actor reads all of a desk; elsewhere the scope decides what is to be read.
func (f *Filter) indexAt(by authz.Actor, org directory.OrgID, desk directory.DeskID, counting bool) string {
	if !mayAt(by, MayRead, org, desk) {
		return ""
	}
	return f.index(counting)
}

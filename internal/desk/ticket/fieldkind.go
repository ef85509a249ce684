package ticket

import (
	"fmt"

	"lotsen/internal/desk/directory"
)

// The four functions below reach through a pointer to a field of a named type; a field of a type that is missing here
// shows at the first test.

func readInt(p any) int64 {
	switch p := p.(type) {
	case *int:
		return int64(*p)
	case *int64:
		return *p
	case *ID:
		return int64(*p)
	case *CategoryID:
		return int64(*p)
	case *ServiceID:
		return int64(*p)
	case *SupplierID:
		return int64(*p)
	case *directory.OrgID:
		return int64(*p)
	case *directory.DeskID:
		return int64(*p)
	case *directory.PersonID:
		return int64(*p)
	case *directory.UnitID:
		return int64(*p)
	case *directory.SiteID:
		return int64(*p)
	case *directory.GroupID:
		return int64(*p)
	}
	panic(fmt.Sprintf("ticket: no number field of type %T", p))
}

func writeInt(p any, n int64) {
	switch p := p.(type) {
	case *int:
		*p = int(n)
	case *int64:
		*p = n
	case *ID:
		*p = ID(n)
	case *CategoryID:
		*p = CategoryID(n)
	case *ServiceID:
		*p = ServiceID(n)
	case *SupplierID:
		*p = SupplierID(n)
	case *directory.OrgID:
		*p = directory.OrgID(n)
	case *directory.DeskID:
		*p = directory.DeskID(n)
	case *directory.PersonID:
		*p = directory.PersonID(n)
	case *directory.UnitID:
		*p = directory.UnitID(n)
	case *directory.SiteID:
		*p = directory.SiteID(n)
	case *directory.GroupID:
		*p = directory.GroupID(n)
	default:
		panic(fmt.Sprintf("ticket: no number field of type %T", p))
	}
}

func readText(p any) string {
	switch p := p.(type) {
	case *string:
		return *p
	case *Kind:
		return string(*p)
	case *State:
		return string(*p)
	case *Channel:
		return string(*p)
	}
	panic(fmt.Sprintf("ticket: no text field of type %T", p))
}

func writeText(p any, s string) {
	switch p := p.(type) {
	case *string:
		*p = s
	case *Kind:
		*p = Kind(s)
	case *State:
		*p = State(s)
	case *Channel:
		*p = Channel(s)
	default:
		panic(fmt.Sprintf("ticket: no text field of type %T", p))
	}
}

package ticket

import "reflect"

// The four functions below reach through a pointer to a field of a named type, such as *State or *directory.OrgID. A
// field of another kind of type panics at the first test.

func readInt(p any) int64 { return reflect.ValueOf(p).Elem().Int() }

func writeInt(p any, n int64) { reflect.ValueOf(p).Elem().SetInt(n) }

func readText(p any) string {
	v := reflect.ValueOf(p).Elem()
	if v.Kind() != reflect.String {
		// String of anything else would be a description, not a panic.
		panic("ticket: no text field of type " + v.Type().String())
	}
	return v.String()
}

func writeText(p any, s string) { reflect.ValueOf(p).Elem().SetString(s) }

package roster

import "strings"

// placeIndex finds units or sites by their id in the register, or by a name that only one of them has.
type placeIndex struct {
	byKey  map[string]int64
	byName map[string]int64 // -1: several have it.
	names  map[int64]string
}

func (x *placeIndex) add(id int64, key, name string) {
	if x.names == nil {
		x.byKey, x.byName, x.names = map[string]int64{}, map[string]int64{}, map[int64]string{}
	}
	x.names[id] = name
	if key != "" {
		x.byKey[key] = id
	}
	folded := strings.ToLower(name)
	if _, twice := x.byName[folded]; twice {
		x.byName[folded] = -1
		return
	}
	x.byName[folded] = id
}

// find returns 0 for an empty word, and false for one that names nothing or several.
func (x *placeIndex) find(word string) (int64, bool) {
	if word == "" {
		return 0, true
	}
	if id, ok := x.byKey[word]; ok {
		return id, true
	}
	id, ok := x.byName[strings.ToLower(word)]
	return max(id, 0), ok && id > 0
}

func (x *placeIndex) name(id int64) string { return x.names[id] }

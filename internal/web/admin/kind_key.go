package admin

import (
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"lotsen/internal/kit/errs"
)

// newKey makes the key by which code, events and reports know a state or field: from its name, so that nobody has to
// think of one. Taken says which are in use.
func newKey(en, sv string, taken func(string) bool) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(strings.ToLower(orValue(en, sv))) {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			b.WriteRune(r)
		case r == ' ' || r == '-' || r == '_':
			b.WriteByte('_')
		}
	}
	key := strings.Trim(b.String(), "_0123456789")
	if key = key[:min(len(key), 30)]; key == "" {
		key = "own"
	}
	for n, base := 2, key; taken(key); n++ {
		key = base + "_" + strconv.Itoa(n)
	}
	return key
}

// bare takes the prefix from the names of field errors: "substates.3.sv" is the form's "sv".
func bare(err error, prefix string) error {
	names := map[string]string{}
	for _, f := range errs.FieldsOf(err) {
		if name, ok := strings.CutPrefix(f.Name, prefix); ok {
			names[f.Name] = name
		}
	}
	return rename(err, names)
}

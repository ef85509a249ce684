package tmf

import (
	"encoding/json"
	"strings"

	"lotsen/internal/kit/errs"
)

// maxSteps bounds a patch.
const maxSteps = 100

// ReadPatch reads a JSON Patch (RFC 6902) as far as it can be done to a case: attributes are replaced, and notes and
// files are added; nothing that was said is changed or taken away. Errors: errs.Invalid with every fault.
func ReadPatch(body []byte) (Request, error) {
	var r Request
	var steps []struct {
		Op, Path string
		Value    json.RawMessage
	}
	if err := one(body, &steps); err != nil || len(steps) == 0 || len(steps) > maxSteps {
		return r, errs.E(errs.Invalid, "tmf.error.patch").Because(err)
	}
	var f errs.Fields
	all := map[string]json.RawMessage{}
	lists := map[string][]json.RawMessage{}
	for _, s := range steps {
		name, rest, _ := strings.Cut(strings.TrimPrefix(s.Path, "/"), "/")
		want, known := attributes[name]
		switch {
		case !known || !strings.HasPrefix(s.Path, "/"):
			f.Add(name, "tmf.error.unknown")
		case want == list && s.Op == "add" && (rest == "" || rest == "-") && s.Value != nil:
			var several []json.RawMessage
			if json.Unmarshal(s.Value, &several) == nil {
				lists[name] = append(lists[name], several...)
			} else {
				lists[name] = append(lists[name], s.Value)
			}
		case want != list && rest == "" && (s.Op == "add" || s.Op == "replace") && s.Value != nil:
			all[name] = s.Value
		default:
			f.Add(name, "tmf.error.step", "op", s.Op)
		}
	}
	if err := f.Err(); err != nil {
		return r, err
	}
	for name, values := range lists {
		raw, err := json.Marshal(values)
		if err != nil {
			return r, errs.E(errs.Invalid, "tmf.error.patch").Because(err)
		}
		all[name] = raw
	}
	return r, r.read(all)
}

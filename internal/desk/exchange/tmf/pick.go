package tmf

import (
	"encoding/json"
	"strings"
)

// always are the attributes that no selection leaves out.
const always = ",@type,id,href,"

// Pick leaves of an answer the first-level attributes that are asked for, separated by commas; "" is all. Names that
// are none choose nothing.
func Pick(v any, fields string) (any, error) {
	fields = strings.ReplaceAll(fields, " ", "")
	if fields == "" {
		return v, nil
	}
	raw, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	var all map[string]json.RawMessage
	if err := json.Unmarshal(raw, &all); err != nil {
		return nil, err
	}
	want := "," + fields + ","
	for name := range all {
		if !strings.Contains(want, ","+name+",") && !strings.Contains(always, ","+name+",") {
			delete(all, name)
		}
	}
	return all, nil
}

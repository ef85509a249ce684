package read

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
)

// decode reads JSON that is no deeper than any source has reason to be.
func decode(body []byte, into any) error {
	if err := shallow(body); err != nil {
		return err
	}
	if err := json.Unmarshal(body, into); err != nil {
		return fmt.Errorf("%w: %s", ErrFormat, err.Error())
	}
	return nil
}

// shallow refuses what is nested too deep before anything is built of it.
func shallow(body []byte) error {
	depth, quoted, escaped := 0, false, false
	for _, b := range body {
		switch {
		case escaped:
			escaped = false
		case quoted && b == '\\':
			escaped = true
		case b == '"':
			quoted = !quoted
		case quoted:
		case b == '{' || b == '[':
			if depth++; depth > maxDepth {
				return fmt.Errorf("%w: nested deeper than %d", ErrFormat, maxDepth)
			}
		case b == '}' || b == ']':
			depth--
		}
	}
	return nil
}

// word is a value that some send as text and some as a number.
type word string

// UnmarshalJSON implements json.Unmarshaler.
func (w *word) UnmarshalJSON(raw []byte) error {
	raw = bytes.TrimSpace(raw)
	switch {
	case len(raw) == 0 || bytes.Equal(raw, []byte("null")):
		*w = ""
	case raw[0] == '"':
		var s string
		if err := json.Unmarshal(raw, &s); err != nil {
			return err
		}
		*w = word(s)
	default:
		var v any
		if err := json.Unmarshal(raw, &v); err != nil {
			return err
		}
		switch v := v.(type) {
		case float64:
			*w = word(strconv.FormatFloat(v, 'f', -1, 64))
		case bool:
			*w = word(strconv.FormatBool(v))
		default:
			*w = word(raw)
		}
	}
	return nil
}

// words are labels, whatever their values look like.
type words map[string]word

func (w words) plain() map[string]string {
	out := make(map[string]string, len(w))
	for k, v := range w {
		out[k] = string(v)
	}
	return out
}

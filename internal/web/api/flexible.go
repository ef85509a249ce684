package api

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// Name is a thing by its number or by a word that people know it by: a login, an address, a name. Both forms of JSON do.
type Name string

// UnmarshalJSON implements json.Unmarshaler.
func (n *Name) UnmarshalJSON(raw []byte) error {
	if raw = bytes.TrimSpace(raw); len(raw) > 0 && raw[0] == '"' {
		var s string
		err := json.Unmarshal(raw, &s)
		*n = Name(strings.TrimSpace(s))
		return err
	}
	var number int64
	if err := json.Unmarshal(raw, &number); err != nil {
		return err //nolint:wrapcheck // The decoder wraps it.
	}
	if *n = Name(strconv.FormatInt(number, 10)); number == 0 {
		*n = ""
	}
	return nil
}

// Schema implements huma.SchemaProvider.
func (Name) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{OneOf: []*huma.Schema{{Type: huma.TypeString}, {Type: huma.TypeInteger, Format: "int64"}}}
}

// number is the id when the name is one.
func (n Name) number() (int64, bool) {
	id, err := strconv.ParseInt(string(n), 10, 64)
	return id, err == nil && id > 0
}

package tmf_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"gopkg.in/yaml.v3"

	"lotsen/internal/testkit/shared"
)

// standard is the published description of the interface.
type standard struct{ root map[string]any }

func load(t testing.TB) *standard {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(shared.Dir(t), "tmf621", "TMF621-Trouble_Ticket-v5.0.1.oas.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	s := &standard{}
	if err := yaml.Unmarshal(raw, &s.root); err != nil {
		t.Fatal(err)
	}
	return s
}

func (s *standard) at(path ...string) map[string]any {
	v := any(s.root)
	for _, key := range path {
		m, _ := v.(map[string]any)
		v = m[key]
	}
	m, _ := v.(map[string]any)
	return m
}

// examples are the published examples, as JSON.
func (s *standard) examples(t testing.TB) map[string]string {
	t.Helper()
	out := map[string]string{}
	for name, e := range s.at("components", "examples") {
		raw, err := json.Marshal(e.(map[string]any)["value"])
		if err != nil {
			t.Fatal(err)
		}
		out[name] = string(raw)
	}
	return out
}

// faults checks a document against a schema of the standard: the keywords that it uses, and no others.
func (s *standard) faults(t testing.TB, schema, document string) []string {
	t.Helper()
	var v any
	if err := json.Unmarshal([]byte(document), &v); err != nil {
		return []string{err.Error()}
	}
	return s.check(map[string]any{"$ref": "#/components/schemas/" + schema}, v, "$")
}

func (s *standard) check(schema map[string]any, v any, at string) []string {
	if ref, ok := schema["$ref"].(string); ok {
		target := s.at(strings.Split(strings.TrimPrefix(ref, "#/"), "/")...)
		if target == nil {
			return []string{at + ": no schema " + ref}
		}
		return s.check(target, v, at)
	}
	var out []string
	for _, part := range list(schema["allOf"]) {
		out = append(out, s.check(part.(map[string]any), v, at)...)
	}
	if some := list(schema["oneOf"]); len(some) > 0 {
		out = append(out, s.one(schema, some, v, at)...)
	}
	if kind, ok := schema["type"].(string); ok && !is(kind, v) {
		return append(out, fmt.Sprintf("%s: %T is no %s", at, v, kind))
	}
	if values := list(schema["enum"]); len(values) > 0 && !slices.Contains(values, v) {
		out = append(out, fmt.Sprintf("%s: %v is none of %v", at, v, values))
	}
	if text, ok := v.(string); ok {
		switch schema["format"] {
		case "date-time":
			if _, err := time.Parse(time.RFC3339Nano, text); err != nil {
				out = append(out, at+": "+err.Error())
			}
		case "base64":
			if _, err := base64.StdEncoding.DecodeString(text); err != nil {
				out = append(out, at+": "+err.Error())
			}
		}
	}
	if m, ok := v.(map[string]any); ok {
		for _, name := range list(schema["required"]) {
			if _, there := m[name.(string)]; !there {
				out = append(out, at+": "+name.(string)+" is missing")
			}
		}
		properties, _ := schema["properties"].(map[string]any)
		for name, p := range properties {
			if value, there := m[name]; there {
				out = append(out, s.check(p.(map[string]any), value, at+"."+name)...)
			}
		}
	}
	if items, ok := schema["items"].(map[string]any); ok {
		for i, value := range list(v) {
			out = append(out, s.check(items, value, fmt.Sprintf("%s[%d]", at, i))...)
		}
	}
	return out
}

// one follows the discriminator.
func (s *standard) one(schema map[string]any, some []any, v any, at string) []string {
	m, _ := v.(map[string]any)
	d, _ := schema["discriminator"].(map[string]any)
	mapping, _ := d["mapping"].(map[string]any)
	if ref, ok := mapping[fmt.Sprint(m["@type"])].(string); ok {
		return s.check(map[string]any{"$ref": ref}, v, at)
	}
	return []string{fmt.Sprintf("%s: @type %v is none of %d", at, m["@type"], len(some))}
}

func list(v any) []any {
	l, _ := v.([]any)
	return l
}

func is(kind string, v any) bool {
	switch v.(type) {
	case string:
		return kind == "string"
	case float64:
		return kind == "number" || kind == "integer"
	case bool:
		return kind == "boolean"
	case map[string]any:
		return kind == "object"
	case []any:
		return kind == "array"
	}
	return false
}

// The checker itself must be able to fail.
func TestThe_checker_finds_what_is_wrong(t *testing.T) {
	t.Parallel()
	s := load(t)
	for document, want := range map[string]string{
		`{"@type":"TroubleTicket","id":"1","href":"x"}`:                                                                            "",
		`{"@type":"TroubleTicket","id":"1"}`:                                                                                       "href is missing",
		`{"id":"1","href":"x"}`:                                                                                                    "@type is missing",
		`{"@type":"TroubleTicket","id":1,"href":"x"}`:                                                                              "no string",
		`{"@type":"TroubleTicket","id":"1","href":"x","status":"open"}`:                                                            "none of",
		`{"@type":"TroubleTicket","id":"1","href":"x","creationDate":"i dag"}`:                                                     "parsing time",
		`{"@type":"TroubleTicket","id":"1","href":"x","attachment":[{"@type":"Fil"}]}`:                                             "none of 2",
		`{"@type":"TroubleTicket","id":"1","href":"x","externalIdentifier":[{"id":"7"}]}`:                                          "@type is missing",
		`{"@type":"TroubleTicket","id":"1","href":"x","relatedEntity":[{"@type":"RelatedEntity","entity":{"@type":"EntityRef"}}]}`: "id is missing",
	} {
		got := strings.Join(s.faults(t, "TroubleTicket_RES", document), "; ")
		if want == "" && got != "" || !strings.Contains(got, want) {
			t.Errorf("%s: %q, want %q", document, got, want)
		}
	}
}

package ui

import (
	"strconv"
	"strings"

	"github.com/a-h/templ"
)

// FieldView is one input with its label, help and error.
type FieldView struct {
	Name         string
	Label        string
	LabelHidden  bool // seen by assistive technology only; for search boxes and filters with a clear neighbour
	Description  string
	Error        string // one sentence: what is wrong and how to put it right
	Value        string
	Required     bool
	ReadOnly     bool
	Disabled     bool
	Type         string // "text" when empty; email, tel, url, number, password, search
	Autocomplete string // always set it for a person's own data (WCAG 1.3.5)
	InputMode    string
	MaxLength    int
	Min, Max     string // number, date
	Step         string
	Rows         int    // TextArea
	Width        string // "s", "m" or full
	Lang         string
	List         []string // suggestions that the browser offers
	Shortcut     string
	ID           string // FieldID(Name) when empty
}

// FieldID is the id of the input with a name; ErrorSummary links to it.
func FieldID(name string) string { return "f-" + idSafe.Replace(name) }

// idSafe is made once: making it costs more than all else about a field.
var idSafe = strings.NewReplacer("[", "-", "]", "", ".", "-", " ", "-")

func (v FieldView) id() string {
	if v.ID != "" {
		return v.ID
	}
	return FieldID(v.Name)
}

func (v FieldView) inputType() string {
	if v.Type == "" {
		return "text"
	}
	return v.Type
}

// attrs are what all kinds of input have in common.
func (v FieldView) attrs() templ.Attributes {
	attrs := with(templ.Attributes{
		"class":            "ds-input",
		"id":               v.id(),
		"name":             v.Name,
		"autocomplete":     v.Autocomplete,
		"inputmode":        v.InputMode,
		"min":              v.Min,
		"max":              v.Max,
		"step":             v.Step,
		"lang":             v.Lang,
		"aria-describedby": describedBy(v.id(), v.Description, v.Error),
		"required":         v.Required,
		"readonly":         v.ReadOnly,
		"disabled":         v.Disabled,
	}, shortcut(v.Shortcut))
	if v.Error != "" {
		attrs["aria-invalid"] = "true"
	}
	if v.MaxLength > 0 {
		attrs["maxlength"] = strconv.Itoa(v.MaxLength)
	}
	return attrs
}

// describedBy lists the ids of help and error, in that order.
func describedBy(id, description, problem string) string {
	var ids []string
	if description != "" {
		ids = append(ids, id+"-help")
	}
	if problem != "" {
		ids = append(ids, id+"-error")
	}
	return strings.Join(ids, " ")
}

func (v FieldView) listID() string {
	if len(v.List) == 0 {
		return ""
	}
	return v.id() + "-list"
}

package ui

import "github.com/a-h/templ"

// look is what button and link have in common.
func (v ButtonView) look() templ.Attributes {
	attrs := templ.Attributes{
		"class":        "ds-button",
		"data-variant": string(v.Variant),
		"aria-label":   v.Label,
		"id":           v.ID,
	}
	if v.Danger {
		attrs["data-color"] = "danger"
	}
	if v.Small {
		attrs["data-size"] = "sm"
	}
	return with(attrs)
}

// does is what only a button can do.
func (v ButtonView) does() templ.Attributes {
	if v.Opens != "" {
		return templ.Attributes{"type": "button", "command": "show-modal", "commandfor": v.Opens}
	}
	if v.Closes != "" {
		return templ.Attributes{"type": "button", "command": "close", "commandfor": v.Closes}
	}
	attrs := templ.Attributes{"type": "submit", "name": v.Name, "form": v.Form, "formaction": v.Formaction}
	if v.Type != "" {
		attrs["type"] = v.Type
	}
	if v.Name != "" {
		attrs["value"] = v.Value
	}
	return with(attrs)
}

// newTab opens a link in a new tab, without handing our page over to it.
func newTab(is bool) templ.Attributes {
	if !is {
		return nil
	}
	return templ.Attributes{"target": "_blank", "rel": "noopener"}
}

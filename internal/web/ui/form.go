package ui

import "github.com/a-h/templ"

func (v FormView) attrs() templ.Attributes {
	attrs := templ.Attributes{
		"method":     "post",
		"action":     v.Action,
		"id":         v.ID,
		"aria-label": v.Label,
		"class":      "form",
	}
	if v.Get {
		attrs["method"] = "get"
	}
	if v.Multipart {
		attrs["enctype"] = "multipart/form-data"
	}
	if v.Inline {
		attrs["class"] = "form form--inline"
	}
	return with(attrs)
}

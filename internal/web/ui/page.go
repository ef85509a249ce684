package ui

import (
	"github.com/a-h/templ"

	"lotsen/internal/kit/i18n"
)

// title is "Fel: Page – Organisation": what screen readers say first, and what tells tabs apart.
func (v PageView) title(p *i18n.Printer) string {
	t := v.Title
	if v.Failed {
		t = p.T("ui.error_prefix") + " " + t
	}
	if v.Header.Org != "" {
		t += " – " + v.Header.Org
	}
	return t
}

// live is empty on a failed page: a refresh would fetch another page and wipe errors and draft.
func (v PageView) live() string {
	if v.Failed {
		return ""
	}
	return v.Live
}

func (v PageView) bodyAttrs() templ.Attributes {
	attrs := templ.Attributes{"data-area": string(v.Area), "data-size": "md", "data-color": "brand1"}
	if v.Area == Desk || v.Area == Admin {
		attrs["data-size"] = "sm"
	}
	if live := v.live(); live != "" {
		attrs["data-live"] = live
	}
	if v.Calls != "" && !v.Failed {
		attrs["data-calls"] = v.Calls
	}
	return attrs
}

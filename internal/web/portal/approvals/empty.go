package approvals

import (
	"lotsen/internal/desk/approval"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web/ui"
)

// picks reports whether the list's rows can be decided from it.
func (v listView) picks() bool { return v.which != approval.Past }

// empty says why nothing is listed.
func (v listView) empty(p *i18n.Printer) ui.EmptyView {
	if v.which == approval.Past {
		return ui.EmptyView{Icon: "clock", Title: p.T("approval.list.none_past")}
	}
	return ui.EmptyView{Icon: "check", Title: p.T("approval.list.none"), Text: p.T("approval.list.none_text")}
}

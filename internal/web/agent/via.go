package agent

import (
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web/ui"
)

// viaTags tell that a case came by a priority channel, and how many residents and companies it concerns.
func viaTags(t *i18n.Printer, x *ticket.Ticket) []ui.TagView {
	var out []ui.TagView
	if x.Via.Priority() {
		out = append(out, ui.TagView{Text: t.T("proxy.channel", "who", t.T("proxy.via."+string(x.Via))), Color: ui.Accent, Icon: "alarm"})
	} else if x.Via != "" {
		out = append(out, ui.TagView{Text: t.T("proxy.via." + string(x.Via))})
	}
	if x.Residents > 0 {
		out = append(out, ui.TagView{Text: t.T("proxy.residents", "count", x.Residents, "n", t.Number(int64(x.Residents)))})
	}
	return out
}

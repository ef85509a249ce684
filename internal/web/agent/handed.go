package agent

import (
	"strings"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/web"
	"lotsen/internal/web/ui"
)

// hands are the events about other hands that stand in the conversation as a line.
var hands = map[string]string{
	ticket.EventDelegated: "group", ticket.EventDelegateReported: "group", ticket.EventDelegateDone: "check", ticket.EventRecalled: "reply",
	ticket.EventDelegateLate: "warning", ticket.EventDelegateChased: "phone", ticket.EventContactOpened: "person", ticket.EventNotRemote: "site",
	ticket.EventErrandAsked: "pause", ticket.EventErrandDecided: "check",
}

// handed is a line about a case in other hands.
func handed(c *web.Ctx, d ticketData, e ticket.Entry) (ui.EntryView, bool) {
	icon, ok := hands[e.Type]
	if !ok || e.Handover == nil {
		return ui.EntryView{}, false
	}
	t, h := c.T, e.Handover
	what, status := "", ""
	if key := "delegation.errand." + h.What; h.What != "" && t.Has(key) {
		what = t.T(key)
	}
	if key := "delegation.status." + h.Status; h.Status != "" && t.Has(key) {
		status = t.T(key)
	}
	name := h.Name
	if key := "delegation.usual." + h.What; name == "" && t.Has(key) {
		name = t.T(key)
	}
	v := ui.EntryView{ID: "e-" + id(e.Seq), Kind: ui.Event, Icon: icon, At: e.At, AtText: t.DateTime(e.At)}
	v.Text = t.T("delegation.deed."+strings.TrimPrefix(e.Type, "ticket."), "name", name, "status", status, "what", what)
	if e.Comment != "" {
		v.Text += ": " + e.Comment
	}
	if who := knownName(d, e); who != "" && e.Actor != 0 {
		v.Author.Name = t.T("desk.deed.by", "name", who)
	}
	return v, true
}

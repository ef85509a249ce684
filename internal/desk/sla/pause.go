package sla

import (
	"slices"
	"strings"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/i18n"
)

// Why a case waits. The codes that come with the product; an organisation may add its own.
const (
	WaitUser        = "user"
	WaitCost        = "cost"
	WaitInstruction = "instruction"
	WaitSupplier    = "supplier"
	WaitDelivery    = "delivery"
	WaitPlanned     = "planned"
	WaitOther       = "other"
)

// Reason is why a case waits, and which clocks stop meanwhile.
type Reason struct {
	Org    directory.OrgID
	Code   string
	Sv, En string // "" of the product's own: the text "sla.pause." + code.
	Stops  []Clock
	From   time.Time
	Active bool
	Own    bool // The organisation has decided on it.
}

// Stop reports whether the clock stops.
func (r Reason) Stop(c Clock) bool { return slices.Contains(r.Stops, c) }

// Name is what the reason is called.
func (r Reason) Name(p *i18n.Printer) string {
	switch {
	case p.Lang() == string(i18n.English) && r.En != "":
		return r.En
	case r.Sv != "":
		return r.Sv
	case p.Has("sla.pause." + r.Code):
		return p.T("sla.pause." + r.Code)
	}
	return r.Code
}

// standardReasons are the product's own. Waiting for the user stops everything; for a decision or a delivery outside the
// desk, what depends on it; for a supplier nothing, because the promise to the user is the desk's whoever works.
func standardReasons() []Reason {
	work := []Clock{Handle, Remedy, Resolve}
	return []Reason{
		{Code: WaitUser, Stops: Clocks(), Active: true},
		{Code: WaitCost, Stops: work, Active: true},
		{Code: WaitInstruction, Stops: work, Active: true},
		{Code: WaitSupplier, Active: true},
		{Code: WaitDelivery, Stops: work, Active: true},
		{Code: WaitPlanned, Stops: []Clock{Update, Handle, Remedy, Resolve}, Active: true},
		{Code: WaitOther, Active: true},
	}
}

// bySubstate is the reason of a case that was put on hold with a step alone.
var bySubstate = map[string]string{
	"awaiting_user": WaitUser, "awaiting_supplier": WaitSupplier, "awaiting_approval": WaitCost,
	"awaiting_cost": WaitCost, "awaiting_instruction": WaitInstruction,
}

// codeOf is why a case on hold waits.
func codeOf(hold, substate string) string {
	if hold != "" {
		return hold
	}
	if code, ok := bySubstate[substate]; ok {
		return code
	}
	return WaitOther
}

// packClocks and parseClocks write clocks as one text.
func packClocks(list []Clock) string {
	out := make([]string, len(list))
	for i, c := range list {
		out[i] = string(c)
	}
	return strings.Join(out, " ")
}

func parseClocks(s string) []Clock {
	var out []Clock
	for _, word := range strings.Fields(s) {
		out = append(out, Clock(word))
	}
	return out
}

// reasonsAt returns what counts at an instant: the newest version of each code, and the product's own where there is none.
func reasonsAt(versions []Reason, at time.Time) []Reason {
	out := standardReasons()
	for _, v := range versions {
		if v.From.After(at) {
			continue
		}
		if i := slices.IndexFunc(out, func(r Reason) bool { return r.Code == v.Code }); i >= 0 {
			out[i] = v
			continue
		}
		out = append(out, v)
	}
	return out
}

// reasonAt is the reason with that code at an instant. One that is not known stops nothing.
func reasonAt(versions []Reason, code string, at time.Time) Reason {
	for _, r := range reasonsAt(versions, at) {
		if r.Code == code {
			return r
		}
	}
	return Reason{Code: code}
}

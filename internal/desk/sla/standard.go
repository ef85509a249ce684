package sla

import (
	"encoding/json"
	"fmt"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/service"
	"lotsen/internal/desk/setting"
	"lotsen/internal/desk/ticket"
)

const standardWarn = 75

// ofUsers are the kinds in which somebody waits for an answer. A problem, a change, an improvement are the desk's own: what
// is promised about them a level says.
func ofUsers() []ticket.Kind { return append(ticket.UserKinds(), ticket.Order) }

// standardLevels are the promises that an organisation's settings make without any level: they count where no level
// says otherwise. Values hold what was decided; where nothing was, the preset counts.
func standardLevels(org directory.OrgID, preset string, values map[setting.Key]json.RawMessage) ([]Level, error) {
	var respond, resolve []int
	var days, update int
	var clock string
	for key, to := range map[setting.Key]any{
		setting.RespondMinutes: &respond, setting.ResolveHours: &resolve, setting.NotWorkingDays: &days,
		setting.StatusAfter: &update, setting.StatusClock: &clock,
	} {
		raw, ok := values[key]
		if !ok {
			raw = setting.PresetOf(key, preset)
		}
		if err := json.Unmarshal(raw, to); err != nil {
			return nil, fmt.Errorf("setting %s of organisation %d: %w", key, org, err)
		}
	}
	var out []Level
	for i := range min(len(respond), len(resolve)) {
		out = append(out, Level{Org: org, Fits: Fits{Priorities: []int{i + 1}, Kinds: ofUsers()}, Targets: []Target{
			{Clock: Respond, Amount: respond[i], Unit: Minutes, Basis: ServiceTime, Warn: standardWarn},
			{Clock: Resolve, Amount: resolve[i], Unit: Hours, Basis: ServiceTime, Warn: standardWarn},
		}})
	}
	return append(
		out,
		Level{Org: org, Fits: Fits{Class: service.NotWorking, Kinds: []ticket.Kind{ticket.Incident}}, Targets: []Target{
			{Clock: Handle, Amount: days, Unit: Days, Basis: ServiceTime, Warn: standardWarn},
			{Clock: Remedy, Amount: days, Unit: Days, Basis: ServiceTime, Warn: standardWarn},
		}},
		Level{Org: org, Fits: Fits{Kinds: ofUsers()}, Targets: []Target{{Clock: Update, Amount: update, Unit: Hours, Basis: Basis(clock), Warn: standardWarn}}},
	), nil
}

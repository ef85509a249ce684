package assigned

import (
	"lotsen/internal/desk/delegation"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/web"
	"lotsen/internal/web/portal"
	"lotsen/internal/web/ui"
)

// Part tells a user in plain words how an own case fares in other hands. A case at the desk costs no statement.
func Part(s *delegation.Service) portal.Part {
	return func(c *web.Ctx, x *ticket.Ticket) (portal.PartView, error) {
		t := c.T
		switch x.Substate {
		case ticket.SubRemedied, ticket.SubInstruction, ticket.SubCost:
			return portal.PartView{Notices: []ui.AlertView{{ID: "hands", Text: t.T("delegation.user_word." + x.Substate)}}}, nil
		}
		now, found, err := s.Standing(c.Context(), x)
		if err != nil || !found {
			return portal.PartView{}, err
		}
		text := t.T("delegation.user_word." + string(now.Status))
		if now.Contact != "" {
			text += " " + t.T("delegation.user_word.contact")
		}
		return portal.PartView{Notices: []ui.AlertView{{ID: "hands", Text: text}}}, nil
	}
}

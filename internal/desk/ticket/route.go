package ticket

import (
	"context"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/sqldb"
)

// Routing is where a rule sends a new case, and why.
type Routing struct {
	Group directory.GroupID `json:"group,omitempty"`
	By    []string          `json:"by,omitempty"` // What decided, as parts of text keys: "service", "category".
	// Passed are groups that would have fitted better and where nobody was available.
	Passed []directory.GroupID `json:"passed,omitempty"`
}

// findGroup asks the rules for the group of a case for which nobody chose one; nil when none sends it anywhere.
func (s *Service) findGroup(ctx context.Context, q sqldb.Querier, t *Ticket, fields map[string]string) (*Routing, error) {
	if s.route == nil || t.Group != 0 {
		return nil, nil //nolint:nilnil // Nowhere is an answer.
	}
	r, err := s.route(ctx, q, t, fields)
	if err != nil || r.Group == 0 {
		return nil, err
	}
	t.Group = r.Group
	return &r, nil
}

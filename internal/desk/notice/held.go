package notice

import (
	"context"
	"slices"

	"lotsen/internal/desk/directory"
)

// Held reports whether what tells of an organisation's outages is kept out of a channel now, whatever case it is about:
// for pages that show outages without a notice.
func (s *Service) Held(ctx context.Context, org directory.OrgID, c Channel) (bool, error) {
	list, err := holdsAt(ctx, s.db, org)
	return slices.ContainsFunc(list, func(h Hold) bool { return h.Ticket == 0 && slices.Contains(h.Channels, c) }), err
}

package calendar

import (
	"time"

	"lotsen/internal/desk/calendar/worktime"
	"lotsen/internal/desk/directory"
)

// Lately returns the calendar that a channel followed when this node last asked for the organisation's, without asking
// again: for words on a page that has no statement to spare. Whatever is decided by a calendar asks For.
func (s *Service) Lately(org directory.OrgID, channel string, at time.Time) (*worktime.Calendar, bool) {
	b := s.shelf.get(org)
	if b == nil {
		return nil, false
	}
	t, err := b.channel(channel)
	if err != nil {
		return nil, false
	}
	return t.at(at), true
}

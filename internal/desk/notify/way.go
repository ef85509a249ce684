package notify

import (
	"context"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/setting"
	"lotsen/internal/kit/authz"
)

// Ways lists the ways that people of the actor's organisation may choose from. SMS is among them only where the desk has
// said that it sends them: Lotsen itself has no gateway.
func (s *Service) Ways(ctx context.Context, by authz.Actor) ([]directory.Way, error) {
	if by.Org == 0 {
		return []directory.Way{directory.ByMail}, nil
	}
	sms, err := setting.Get[bool](ctx, s.d.DB, directory.OrgID(by.Org), setting.SMSNotify, s.d.DB.Now())
	var out []directory.Way
	for _, w := range directory.Ways() {
		if w != directory.BySMS || sms {
			out = append(out, w)
		}
	}
	return out, err
}

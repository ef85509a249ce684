package inbox

import (
	"context"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/i18n"
)

// Ensure makes sure that there is a mailbox, so that a mail handed to a fresh installation is taken: it makes an
// organisation, a desk and a mailbox where they are missing. Several processes may do it at once; each finds the same.
func (s *Service) Ensure(ctx context.Context, by authz.Actor) (Mailbox, error) {
	b, err := s.Find(ctx, "")
	if !errs.Is(err, errs.NotFound) {
		return b, err
	}
	p := s.d.Texts.Printer(i18n.Swedish)
	desk, err := s.d.Directory.FirstDesk(ctx, p.T("directory.first.org"), p.T("directory.first.desk"))
	if err != nil {
		return Mailbox{}, err
	}
	_, err = s.SaveMailbox(ctx, by, Mailbox{Org: desk.Org, Desk: desk.ID, Address: "servicedesk@" + s.d.Domain, Name: desk.Name, Active: true})
	if err != nil && !errs.Is(err, errs.Invalid) { // Invalid: another process was quicker.
		return Mailbox{}, err
	}
	return s.Find(ctx, "")
}

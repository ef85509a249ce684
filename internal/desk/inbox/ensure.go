package inbox

import (
	"context"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/sqldb"
)

// firstOrg names what is made where nothing is: whoever sets up the installation renames it.
const firstOrg = "lotsen"

// Ensure makes sure that there is a mailbox, so that a mail handed to a fresh installation is taken: it makes an
// organisation, a desk and a mailbox where they are missing. Several processes may do it at once; each finds the same.
func (s *Service) Ensure(ctx context.Context, by authz.Actor) (Mailbox, error) {
	b, err := s.Find(ctx, "")
	if !errs.Is(err, errs.NotFound) {
		return b, err
	}
	desk, err := s.ensureDesk(ctx, by)
	if err != nil {
		return Mailbox{}, err
	}
	_, err = s.SaveMailbox(ctx, by, Mailbox{Org: desk.Org, Desk: desk.ID, Address: "servicedesk@" + s.d.Domain, Name: desk.Name, Active: true})
	if err != nil && !errs.Is(err, errs.Invalid) { // Invalid: another process was quicker.
		return Mailbox{}, err
	}
	return s.Find(ctx, "")
}

func (s *Service) ensureDesk(ctx context.Context, by authz.Actor) (directory.Desk, error) {
	p := s.d.Texts.Printer(i18n.Swedish)
	org, found, err := sqldb.Maybe(ctx, s.d.DB, selectFirstOrg, sqldb.Value[directory.OrgID])
	if err != nil {
		return directory.Desk{}, err
	}
	if !found {
		o, err := s.d.Directory.AddOrganisation(ctx, by, directory.OrganisationInput{Key: firstOrg, Name: p.T("mailbox.first.org")})
		if errs.Is(err, errs.Invalid) {
			o, err = s.d.Directory.OrganisationByKey(ctx, firstOrg)
		}
		if err != nil {
			return directory.Desk{}, err
		}
		org = o.ID
	}
	desk, err := directory.DeskFor(ctx, s.d.DB, org, 0)
	if !errs.Is(err, errs.NotFound) {
		return desk, err
	}
	if desk, err = s.d.Directory.AddDesk(ctx, by, org, "it", p.T("mailbox.first.desk")); errs.Is(err, errs.Invalid) {
		return directory.DeskFor(ctx, s.d.DB, org, 0)
	}
	return desk, err
}

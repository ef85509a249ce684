package api

import (
	"context"
	"strings"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
)

// person finds somebody by number, login or mail address among those whom the actor may see. Everybody may name
// themselves.
func (s *service) person(c *web.Ctx, f *errs.Fields, field string, n Name) (directory.PersonID, error) {
	if n == "" {
		return 0, nil
	}
	self := c.Identity().Person
	if id, ok := n.number(); ok {
		return directory.PersonID(id), nil
	}
	word := strings.ToLower(string(n))
	if word == self.Login || word == self.Email {
		return self.ID, nil
	}
	hits, err := s.Directory.LookUp(c.Context(), c.Actor(), word, 50)
	if errs.Is(err, errs.Forbidden) && ticket.SpeaksAtSites(c.Actor()) {
		hits, err = s.Directory.LookUpFor(c.Context(), ticket.ForOthers(c.Actor()), ticket.MayReportFor, word, 50)
	}
	if err != nil {
		return 0, err
	}
	var found []directory.PersonID
	for _, h := range hits {
		if word == h.Login || word == h.Email {
			found = append(found, h.ID)
		}
	}
	if len(found) != 1 {
		f.Add(field, "api.error.person")
		return 0, nil
	}
	return found[0], nil
}

// desk finds a desk by number or key; "" is 0: the first of the requester's organisation.
func (s *service) desk(ctx context.Context, by authz.Actor, f *errs.Fields, n Name) (directory.Desk, error) {
	if n == "" {
		return directory.Desk{}, nil
	}
	desks, err := s.Directory.Desks(ctx, by)
	if err != nil {
		return directory.Desk{}, err
	}
	id, _ := n.number()
	for _, d := range desks {
		if int64(d.ID) == id || d.Key == string(n) {
			return d, nil
		}
	}
	f.Add("desk", "error.choose")
	return directory.Desk{}, nil
}

// category finds one of a desk's categories by number or name.
func (s *service) category(ctx context.Context, f *errs.Fields, desk directory.DeskID, n Name) (ticket.CategoryID, error) {
	if id, ok := n.number(); ok || n == "" {
		return ticket.CategoryID(id), nil
	}
	all, err := s.Ticket.Categories(ctx, desk)
	if err != nil {
		return 0, err
	}
	for _, k := range all {
		if k.Active && (strings.EqualFold(k.Sv, string(n)) || strings.EqualFold(k.En, string(n))) {
			return k.ID, nil
		}
	}
	f.Add("category", "error.choose")
	return 0, nil
}

// about finds one of an organisation's services by number, code or name.
func (s *service) about(ctx context.Context, f *errs.Fields, org directory.OrgID, n Name) (ticket.ServiceID, error) {
	if id, ok := n.number(); ok || n == "" {
		return ticket.ServiceID(id), nil
	}
	all, err := s.About.Offered(ctx, org)
	if err != nil {
		return 0, err
	}
	for _, i := range all {
		if i.Code == string(n) || strings.EqualFold(i.Sv, string(n)) || strings.EqualFold(i.En, string(n)) {
			return ticket.ServiceID(i.ID), nil
		}
	}
	f.Add("service", "error.choose")
	return 0, nil
}

// group finds one of a desk's groups by number or name.
func (s *service) group(ctx context.Context, by authz.Actor, f *errs.Fields, desk directory.DeskID, n Name) (directory.GroupID, error) {
	if id, ok := n.number(); ok || n == "" {
		return directory.GroupID(id), nil
	}
	all, err := s.Directory.Groups(ctx, by, desk)
	if err != nil {
		return 0, err
	}
	for _, g := range all {
		if strings.EqualFold(g.Name, string(n)) {
			return g.ID, nil
		}
	}
	f.Add("group", "error.choose")
	return 0, nil
}

// deskOf is the desk that a new ticket would go to: the one named, else the first of the requester's organisation.
func (s *service) deskOf(ctx context.Context, by authz.Actor, named directory.DeskID, org int64) (directory.DeskID, error) {
	if named != 0 {
		return named, nil
	}
	desks, err := s.Directory.Desks(ctx, by)
	if err != nil {
		return 0, err
	}
	for _, d := range desks {
		if int64(d.Org) == org {
			return d.ID, nil
		}
	}
	return 0, nil
}

// number reads a ticket's number from an address. One that is none leads where no ticket is.
func number(ref string) ticket.ID {
	id, _ := ticket.ParseID(ref)
	return id
}

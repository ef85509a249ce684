package shell

import (
	"context"
	"slices"
	"strings"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/ui"
)

// contact is how a reader's desk is reached.
type contact struct {
	org  string
	desk directory.Desk
	ways []directory.ContactWay
	// others are the desks of an installation with several organisations, for those whose own is not known.
	others []other
}

type other struct{ name, phone string }

// mostOthers bounds the footer; the page "contact" has them all.
const mostOthers = 4

// contact reads it anew for each page, so that a change shows at once. When the database does not answer, what was
// known last is better than nothing: that is when people need the number most.
func (s *Shell) contact(c *web.Ctx) contact {
	con, err := s.read(c.Context(), c.Actor(), c.Identity().OrgName)
	if err != nil {
		con = s.recall(directory.OrgID(c.Actor().Org))
	} else {
		s.remember(directory.OrgID(c.Actor().Org), con)
	}
	if con.org == "" {
		con.org = c.T.T("shell.product")
	}
	return con
}

func (s *Shell) remember(org directory.OrgID, con contact) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.known[org] = con
}

// recall is what was known last. Without a database nobody is known either, so where one organisation uses the
// installation its desk is meant.
func (s *Shell) recall(org directory.OrgID) contact {
	s.mu.Lock()
	defer s.mu.Unlock()
	con, ok := s.known[org]
	if !ok && org == 0 && len(s.known) == 1 {
		for _, only := range s.known {
			return only
		}
	}
	return con
}

func (s *Shell) read(ctx context.Context, by authz.Actor, orgName string) (contact, error) {
	if by.Anonymous() {
		return s.readPublic(ctx)
	}
	desk, ways, err := s.deps.Directory.Reached(ctx, by)
	if err != nil {
		return contact{}, err
	}
	return contact{org: orgName, desk: desk, ways: ways}, nil
}

// readPublic is for those who are not logged in: where one organisation uses the installation they see its desk, where
// several do the page "contact" lists them.
func (s *Shell) readPublic(ctx context.Context) (contact, error) {
	desks, err := s.deps.Directory.Desks(ctx, authz.System("contact"))
	if err != nil || len(desks) == 0 {
		return contact{}, err
	}
	if desks[0].Org != desks[len(desks)-1].Org {
		return s.readOthers(ctx, desks)
	}
	con := contact{desk: desks[0]}
	org, err := s.deps.Directory.Organisation(ctx, authz.System("contact"), con.desk.Org)
	if err != nil {
		return con, err
	}
	con.org = org.Name
	con.ways, err = s.deps.Directory.ContactWays(ctx, con.desk.ID)
	return con, err
}

// readOthers returns the first number of each desk.
func (s *Shell) readOthers(ctx context.Context, desks []directory.Desk) (contact, error) {
	var con contact
	for _, d := range desks[:min(mostOthers, len(desks))] {
		ways, err := s.deps.Directory.ContactWays(ctx, d.ID)
		if err != nil {
			return contact{}, err
		}
		if i := slices.IndexFunc(ways, func(w directory.ContactWay) bool { return w.Channel == "phone" }); i >= 0 {
			con.others = append(con.others, other{d.Name, ways[i].Value})
		}
	}
	return con, nil
}

func (s *Shell) footer(c *web.Ctx, con contact) ui.FooterView {
	f := ui.FooterView{}
	for _, o := range con.others {
		f.Links = append(f.Links, ui.LinkView{Href: PhoneHref(o.phone), Text: o.name + ", " + o.phone})
	}
	f.Links = append(f.Links, ui.LinkView{Href: paths.Contact(), Text: c.T.T("shell.contact")})
	if !c.Actor().Anonymous() {
		f.Links = append(f.Links, ui.LinkView{Href: paths.Status(), Text: c.T.T("outage.status.title")})
	}
	f.Links = append(f.Links,
		ui.LinkView{Href: paths.Glossary(), Text: c.T.T("shell.footer.glossary")},
		ui.LinkView{Href: paths.Accessibility(), Text: c.T.T("shell.footer.accessibility")})
	if !c.Actor().Anonymous() {
		f.Links = append(f.Links, ui.LinkView{Href: paths.ReportPortal(), Text: c.T.T("shell.footer.portal")})
	}
	if con.desk.ID == 0 {
		return f
	}
	f.Contact = &ui.ContactView{Name: con.desk.Name}
	for _, w := range con.ways {
		if w.Audience == "" || w.Audience == c.Identity().Person.Category {
			addWay(f.Contact, w, i18n.ParseLang(c.T.Lang()))
		}
	}
	return f
}

// addWay puts a contact way where the footer shows it; of several of a sort the first counts, the page "contact" has
// them all.
func addWay(v *ui.ContactView, w directory.ContactWay, lang i18n.Lang) {
	switch {
	case w.Channel == "phone" && v.Phone == "":
		v.Phone, v.PhoneHref = w.Value, PhoneHref(w.Value)
	case w.Channel == "mail" && v.Email == "":
		v.Email = w.Value
	}
	if v.Hours == "" {
		v.Hours = w.Hours(lang)
	}
}

// PhoneHref is a number as a link dials it.
func PhoneHref(number string) string {
	return "tel:" + strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r == '+' {
			return r
		}
		return -1
	}, number)
}

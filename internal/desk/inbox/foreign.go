package inbox

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/sqldb"
)

// publicMail are providers whose addresses belong to people who have nothing to do with each other.
var publicMail = []string{
	"gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "hotmail.se", "live.com", "live.se", "msn.com", "icloud.com", "me.com",
	"yahoo.com", "yahoo.se", "telia.com", "bredband.net", "comhem.se", "proton.me", "protonmail.com", "gmx.com", "gmx.de",
}

// foreignSource is whose numbers a mail's numbers are: the sender's desk, known by its domain. Our own people's mail
// mentions others' numbers without having any.
func (t *taking) foreignSource() string {
	own := t.person.ID != 0 && t.person.Category != directory.Supplier && t.person.Category != directory.Consultant
	_, domain, ok := strings.Cut(sender(t.mail.From), "@")
	switch {
	case own || t.ownBox || !ok || domain == "":
		return ""
	case slices.Contains(publicMail, domain):
		return sender(t.mail.From)
	}
	return domain
}

// byForeign finds the case that the sender's desk knows by a number of its own. Where the case is not the sender's, the
// words are for the desk alone: a supplier's answer is not the user's to read.
func (t *taking) byForeign(ctx context.Context, tx *sqldb.Tx) (thread, error) {
	source := t.foreignSource()
	if source == "" {
		return thread{}, nil
	}
	for _, n := range t.mail.Numbers {
		x, err := t.foreign(ctx, tx, source, n)
		if err != nil {
			return thread{}, err
		}
		if x.ID == 0 || x.Org != t.box.Org {
			continue
		}
		in, err := t.takesPart(ctx, tx, &x)
		_, domain, _ := strings.Cut(strings.ToLower(x.SenderAddress), "@")
		return thread{ticket: x, aside: !in && (domain == "" || domain != source)}, err
	}
	return thread{}, nil
}

// telling is a number that hardly means two things: INC678439.
var telling = regexp.MustCompile(`^[A-Z]{2,10}-?\d{4,}$`)

// foreign looks for a number under the sender's own name, then under any name that somebody gave it by hand.
func (t *taking) foreign(ctx context.Context, tx *sqldb.Tx, source, number string) (ticket.Ticket, error) {
	id, err := ticket.FindReference(ctx, tx, source, number)
	if err != nil || id != 0 {
		return t.loadOr(ctx, tx, id, err)
	}
	if !telling.MatchString(number) {
		return ticket.Ticket{}, nil
	}
	id, err = ticket.FindNumber(ctx, tx, t.box.Org, number)
	return t.loadOr(ctx, tx, id, err)
}

func (t *taking) loadOr(ctx context.Context, tx *sqldb.Tx, id ticket.ID, err error) (ticket.Ticket, error) {
	if err != nil || id == 0 {
		return ticket.Ticket{}, err
	}
	return t.load(ctx, tx, id)
}

// numbers are the sender's own numbers of the case, kept so that their next mail finds it.
func (t *taking) numbers() []ticket.Reference {
	source := t.foreignSource()
	if source == "" {
		return nil
	}
	var out []ticket.Reference
	for _, n := range t.mail.Numbers {
		out = append(out, ticket.Reference{Source: source, External: n})
	}
	return out
}

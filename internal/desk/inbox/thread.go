package inbox

import (
	"context"
	"regexp"
	"strings"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/notify"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// thread is the case that a mail belongs to.
type thread struct {
	ticket   ticket.Ticket // ID 0: none.
	verified bool          // The sender has proved to have received our mail.
	aside    bool          // For the desk alone: the sender is neither the user nor somebody who takes part.
}

// mention is a case that a mail names without belonging to it.
type mention struct {
	id   ticket.ID
	link bool // The sender has more than the number: the new case is linked.
}

// reply adds the mail to the case that it answers or names.
func (t *taking) reply(ctx context.Context, tx *sqldb.Tx) (bool, error) {
	found, err := t.thread(ctx, tx)
	if err != nil || found.ticket.ID == 0 {
		return false, err
	}
	return true, t.add(ctx, tx, found)
}

// thread looks for the mail's case, by the surest sign first.
func (t *taking) thread(ctx context.Context, tx *sqldb.Tx) (thread, error) {
	for _, look := range []func(context.Context, *sqldb.Tx) (thread, error){t.byToken, t.byReference, t.byNumber, t.byForeign} {
		if found, err := look(ctx, tx); err != nil || found.ticket.ID != 0 {
			return found, err
		}
	}
	return thread{}, nil
}

// byToken finds the mail of ours that is answered, when its mark was made for the sender's address.
func (t *taking) byToken(ctx context.Context, tx *sqldb.Tx) (thread, error) {
	for _, id := range t.mail.Refers {
		n, genuine, ok := notify.ReadToken(t.d.Secret, id, t.mail.From)
		if !ok || !genuine {
			continue
		}
		found, err := t.load(ctx, tx, n)
		if err != nil || found.ID != 0 {
			return thread{ticket: found, verified: true}, err
		}
	}
	return thread{}, nil
}

// byReference finds the case by a mail of ours to somebody else, or by a mail that the case has. Knowing its id proves
// nothing: the sender must take part already.
func (t *taking) byReference(ctx context.Context, tx *sqldb.Tx) (thread, error) {
	for _, id := range t.mail.Refers {
		ids, err := ticket.FindMail(ctx, tx, id)
		if err != nil {
			return thread{}, err
		}
		if sent, found, err := notify.FindSent(ctx, tx, id); err != nil {
			return thread{}, err
		} else if found {
			ids = append(ids, sent.Ticket)
		}
		if found, err := t.joined(ctx, tx, ids, true); err != nil || found.ticket.ID != 0 {
			return found, err
		}
	}
	return thread{}, nil
}

// ownNumber is a number of ours as people leave it in a subject: [L-100042].
var ownNumber = regexp.MustCompile(`(?i)(?:^|[^\p{L}\d-])(L-?\d{6,12})(?:[^\d]|$)`)

// byNumber finds the case that the subject names. Numbers can be guessed.
func (t *taking) byNumber(ctx context.Context, tx *sqldb.Tx) (thread, error) {
	var ids []ticket.ID
	for _, m := range ownNumber.FindAllStringSubmatch(t.mail.Subject, 5) {
		if id, ok := ticket.ParseID(m[1]); ok {
			ids = append(ids, id)
		}
	}
	return t.joined(ctx, tx, ids, false)
}

// joined is the first of the cases in which the sender takes part; the others are mentioned.
func (t *taking) joined(ctx context.Context, tx *sqldb.Tx, ids []ticket.ID, link bool) (thread, error) {
	for _, id := range ids {
		x, err := t.load(ctx, tx, id)
		if err != nil {
			return thread{}, err
		}
		if x.ID == 0 || x.Org != t.box.Org {
			continue
		}
		in, err := t.takesPart(ctx, tx, &x)
		if err != nil || in {
			return thread{ticket: x}, err
		}
		t.mention = append(t.mention, mention{x.ID, link})
	}
	return thread{}, nil
}

// takesPart compares addresses too: several people may share one, and then the directory names nobody.
func (t *taking) takesPart(ctx context.Context, tx *sqldb.Tx, x *ticket.Ticket) (bool, error) {
	if t.known.forged {
		return false, nil
	}
	in, err := ticket.TakesPart(ctx, tx, x, t.person.ID, t.mail.From)
	if err != nil || in || t.mail.From == "" {
		return in, err
	}
	for _, id := range []directory.PersonID{x.Requester, x.Reporter} {
		if id == 0 {
			continue
		}
		p, err := directory.Load(ctx, tx, id)
		if err != nil {
			return false, err
		}
		if strings.EqualFold(p.Email, t.mail.From) {
			return true, nil
		}
	}
	return false, nil
}

// load returns a case, or the zero Ticket where there is none.
func (t *taking) load(ctx context.Context, tx *sqldb.Tx, id ticket.ID) (ticket.Ticket, error) {
	x, err := ticket.LoadIn(ctx, tx, by, id)
	if errs.Is(err, errs.NotFound) {
		return ticket.Ticket{}, nil
	}
	return x, err
}

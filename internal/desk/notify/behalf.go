package notify

import (
	"context"

	"lotsen/internal/desk/access"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/sqldb"
)

// barred reports whether the listener reported for somebody else and may not any more: a guardian whose child is of age,
// local IT support that has left the site. They hear nothing of what they may not read.
func barred(ctx context.Context, tx *sqldb.Tx, to *listener, x *item) (bool, error) {
	if x.ticket == 0 || !x.t.Via.ForAnother() || to.person == 0 || to.person != x.t.Reporter {
		return false, nil
	}
	by, err := access.ActorIn(ctx, tx, to.person)
	if err != nil {
		return false, err
	}
	follows, err := ticket.Follows(ctx, tx, by, x.ticket)
	return !follows, err
}

// onBehalf tells whomever a case is for who reported it, right under the greeting of the receipt.
func onBehalf(ctx context.Context, q sqldb.Querier, p *i18n.Printer, to *listener, parts []part, x *item) ([]part, error) {
	if x.reason != Opened || x.due.word != 0 || !x.t.Via.ForAnother() || to.person == 0 || to.person != x.t.Requester || len(parts) == 0 {
		return parts, nil
	}
	names, err := directory.NamesIn(ctx, q, authz.Actor{Person: int64(to.person)}, x.t.Reporter)
	if err != nil {
		return parts, err
	}
	said := part{text: p.T("proxy.mail."+string(x.t.Via), "name", names[x.t.Reporter])}
	if names[x.t.Reporter] == "" {
		said.text = p.T("proxy.mail.somebody")
	}
	return append([]part{parts[0], said}, parts[1:]...), nil
}

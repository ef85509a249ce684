package outage

import (
	"context"
	"strconv"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
)

// The kinds of streams.
const (
	Stream       = "outage"
	WindowStream = "window"
	CreditStream = "credit"
	ExemptStream = "exemption"
)

// The types of events. The payload is the thing as it was from then on.
const (
	Registered = "outage.registered"
	Changed    = "outage.changed"
	Voided     = "outage.voided"
	Booked     = "window.booked"
	Settled    = "window.settled"
	RuleSet    = "credit.rule_set"
	Exempted   = "credit.exempted"
)

// Topic is the live topic of an organisation's outages.
func Topic(org directory.OrgID) string { return "outages:" + strconv.FormatInt(int64(org), 10) }

func (s *Service) tell(ctx context.Context, tx *sqldb.Tx, by authz.Actor, org directory.OrgID, kind string, id, pos int64, typ string, payload any) error {
	tx.Poke(Topic(org))
	_, err := s.Events.Append(ctx, tx, by, event.Draft{Org: int64(org), Kind: kind, Stream: id, Pos: pos, Type: typ, Payload: payload})
	return err
}

func wrong(name, key string, args ...any) error {
	var f errs.Fields
	f.Add(name, key, args...)
	return f.Err()
}

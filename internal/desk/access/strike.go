package access

import (
	"context"
	"net/netip"
	"time"

	"lotsen/internal/desk/audit"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

const maxLogin = 200

// tally is one thing that is counted, and how often it may happen.
type tally struct {
	key   string
	limit int64
}

// tallies are what a login attempt counts towards. Keys are digests: what was typed may be a secret.
func (l Limits) tallies(client Client, login string) []tally {
	return []tally{
		{"login+address:" + digest(login+"\n"+network(client.Address)), int64(l.ByBoth)},
		{"login:" + digest(login), int64(l.ByLogin)},
		{"address:" + digest(network(client.Address)), int64(l.ByAddress)},
	}
}

// network is the address, or for IPv6 the /64 within which anybody may take as many addresses as they like.
func network(address string) string {
	a, err := netip.ParseAddr(address)
	if err != nil || !a.Is6() || a.Is4In6() {
		return address
	}
	p, err := a.Prefix(64)
	if err != nil {
		return address
	}
	return p.String()
}

// strike counts an attempt before the password is looked at, so that many at the same time are counted too. It fails
// with Limited when there have been too many.
func (s *Service) strike(ctx context.Context, client Client, login string) error {
	var until time.Time
	err := s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		until = time.Time{}
		crossed := false
		for _, t := range s.limits.tallies(client, login) {
			n, since, err := countStrike(ctx, tx, t.key, s.limits.Window)
			if err != nil {
				return err
			}
			if n > t.limit {
				// No further counting: one address must not use up what all together may do.
				until, crossed = since.Add(s.limits.Window), n == t.limit+1
				break
			}
		}
		if !crossed {
			return nil
		}
		return audit.Write(ctx, tx, authz.Actor{}, audit.Entry{What: audit.LoginLimited, Address: client.Address}, nil)
	})
	if err != nil || until.IsZero() {
		return err
	}
	wait := until.Sub(s.db.Now())
	minutes := int((wait + time.Minute - 1) / time.Minute)
	return errs.E(errs.Limited, "login.limited", "count", max(minutes, 1), "seconds", int(wait/time.Second)+1)
}

func countStrike(ctx context.Context, tx *sqldb.Tx, key string, window time.Duration) (n int64, since time.Time, err error) {
	_, err = sqldb.One(ctx, tx, upsertStrike, func(r sqldb.Row) (struct{}, error) {
		return struct{}{}, r.Scan(&n, sqldb.ScanTime(&since))
	}, key, sqldb.Time(tx.Now()), sqldb.Time(tx.Now().Add(-window)))
	return n, since, err
}

// pardon takes back the strikes of an attempt that turned out right.
func pardon(ctx context.Context, tx *sqldb.Tx, client Client, login string) error {
	all := Limits{}.tallies(client, login)
	for _, t := range all[:2] {
		if _, err := tx.Exec(ctx, deleteStrike, t.key); err != nil {
			return err
		}
	}
	_, err := tx.Exec(ctx, pardonStrike, all[2].key)
	return err
}

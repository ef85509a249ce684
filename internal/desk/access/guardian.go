package access

import (
	"context"
	"encoding/json"
	"fmt"

	"lotsen/internal/desk/audit"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/directory/guardian"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
)

// mayEnter refuses a guardian who speaks for no child any more: that was what they came for. It is asked with every
// request, so that nothing rests on sessions being ended in time.
func mayEnter(p directory.Person, grants []authz.Grant) error {
	if p.Category == directory.Guardian && !(authz.Actor{Grants: grants}).May(guardian.MaySpeak) {
		return errs.E(errs.Unauthenticated, "login.guardian")
	}
	return nil
}

// mayEnterIn is mayEnter inside a transaction.
func mayEnterIn(ctx context.Context, tx *sqldb.Tx, p directory.Person) error {
	if p.Category != directory.Guardian {
		return nil
	}
	grants, err := loadGrants(ctx, tx, p)
	if err != nil {
		return err
	}
	return mayEnter(p, grants)
}

// subscribeGuardians ends the sessions of guardians in the transaction in which their last relation stops to carry.
func (s *Service) subscribeGuardians(log *event.Log) {
	one := func(ctx context.Context, tx *sqldb.Tx, by authz.Actor, e event.Event) error {
		var told guardian.Told
		if err := json.Unmarshal(e.Payload, &told); err != nil {
			return fmt.Errorf("event %d: %w", e.Seq, err)
		}
		return s.closeGuardian(ctx, tx, by, told.Guardian)
	}
	log.On(guardian.Ended, one)
	log.On(guardian.Changed, one)
	all := func(ctx context.Context, tx *sqldb.Tx, by authz.Actor, e event.Event) error {
		people, err := guardian.Guardians(ctx, tx, directory.PersonID(e.Stream))
		if err != nil {
			return err
		}
		for _, id := range append(people, directory.PersonID(e.Stream)) {
			if err := s.closeGuardian(ctx, tx, by, id); err != nil {
				return err
			}
		}
		return nil
	}
	log.On(directory.PersonWasHidden, all)
	log.On(directory.PersonEnded, all)
}

// closeGuardian ends the sessions and tokens of a guardian who may not enter any more.
func (s *Service) closeGuardian(ctx context.Context, tx *sqldb.Tx, by authz.Actor, id directory.PersonID) error {
	p, err := directory.Load(ctx, tx, id)
	if err != nil {
		return err
	}
	if err := mayEnterIn(ctx, tx, p); !errs.Is(err, errs.Unauthenticated) {
		return err
	}
	now := sqldb.Time(tx.Now())
	n, err := tx.Exec(ctx, endSessionsOf, int64(id), now, 0)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, endTokensOf, int64(id), now); err != nil || n == 0 {
		return err
	}
	entry := audit.Entry{Org: int64(p.Org), What: audit.SessionRevoked, Subject: "person", SubjectID: int64(id)}
	return audit.Write(ctx, tx, by, entry, map[string]string{"why": "no_relation"})
}

package inbox

import (
	"context"
	"errors"
	"time"

	"lotsen/internal/kit/sqldb"
)

// HoldFor is how long a node that is heard of no more keeps a mailbox from the others.
const HoldFor = 45 * time.Second

// ErrLost says that another node fetches the mailbox by now.
var ErrLost = errors.New("inbox: another node fetches this mailbox")

// Source is a mailbox that is to be fetched.
type Source struct {
	Fetch
	Address string
}

// Free reports whether no node fetches it.
func (s *Source) Free(now time.Time) bool { return s.LeaseBy == "" || s.LeaseUntil.Before(now) }

// Sources lists what is to be fetched.
func (s *Service) Sources(ctx context.Context) ([]Source, error) {
	return sqldb.All(ctx, s.d.DB, selectSources, func(r sqldb.Row) (Source, error) {
		var x Source
		return x, scanFetchInto(r, &x.Fetch, &x.Address)
	})
}

// Hold gives a mailbox to a node when no other has it. It reports whether the node has it now.
func (s *Service) Hold(ctx context.Context, node string, id MailboxID) (bool, error) {
	var n int64
	err := s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) (err error) {
		n, err = tx.Exec(ctx, holdFetch, int64(id), node, sqldb.Time(tx.Now().Add(HoldFor)), sqldb.Time(tx.Now()))
		return err
	})
	return n > 0, err
}

// Holding keeps for the node what it has, and lists it.
func (s *Service) Holding(ctx context.Context, node string) (map[MailboxID]bool, error) {
	out := map[MailboxID]bool{}
	err := s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		list, err := sqldb.All(ctx, tx, renewFetch, sqldb.Value[int64], node, sqldb.Time(tx.Now().Add(HoldFor)), sqldb.Time(tx.Now()))
		clear(out)
		for _, id := range list {
			out[MailboxID(id)] = true
		}
		return err
	})
	return out, err
}

// LetGo lets another node have a mailbox at once.
func (s *Service) LetGo(ctx context.Context, node string, id MailboxID) error {
	return s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, freeFetch, int64(id), node)
		if err == nil {
			tx.Poke(FetchTopic)
		}
		return err
	})
}

// UID names a mail in a mailbox's folder: Validity changes when the server numbers its mail anew.
type UID struct{ Validity, UID uint32 }

// mostTries is how often a mail is tried before it is left aside: as often here as in taking it.
const mostTries = 3

// Trouble is a mail that could not be handed over.
type Trouble struct {
	Tries int
	Error string
}

// Over reports whether it has been tried often enough.
func (t Trouble) Over() bool { return t.Tries >= mostTries }

// Troubles are the mails of a folder that gave trouble before. A mail in hand that nobody has in hand any more counts as
// tried: taking it has ended a process, and shall not end every one that follows.
func (s *Service) Troubles(ctx context.Context, id MailboxID, validity uint32) (map[uint32]Trouble, error) {
	out := map[uint32]Trouble{}
	err := s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		clear(out)
		if _, err := tx.Exec(ctx, dropTroubles, int64(id), int64(validity)); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, countInHand, int64(id), sqldb.Time(tx.Now())); err != nil {
			return err
		}
		type one struct {
			uid uint32
			t   Trouble
		}
		list, err := sqldb.All(ctx, tx, selectTroubles, func(r sqldb.Row) (x one, err error) {
			return x, r.Scan(&x.uid, &x.t.Tries, &x.t.Error)
		}, int64(id))
		for _, x := range list {
			out[x.uid] = x.t
		}
		return err
	})
	return out, err
}

// Hand notes that the node has a mail in hand, and that it is done with the one before (0 for none). Errors: ErrLost.
func (s *Service) Hand(ctx context.Context, node string, id MailboxID, next UID, done uint32) error {
	return s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		ours, err := sqldb.One(ctx, tx, selectOurs, sqldb.Value[int64], int64(id), node, sqldb.Time(tx.Now()))
		if err != nil {
			return err
		}
		if done != 0 {
			if _, err := tx.Exec(ctx, dropTrouble, int64(id), int64(next.Validity), int64(done)); err != nil {
				return err
			}
		}
		if ours == 0 {
			return ErrLost
		}
		if next.UID != 0 {
			_, err = tx.Exec(ctx, upsertInHand, int64(id), int64(next.Validity), int64(next.UID), sqldb.Time(tx.Now()))
		}
		return err
	})
}

// PutDown notes that a mail is in hand no more. With an error its try counts.
func (s *Service) PutDown(ctx context.Context, id MailboxID, u UID, fault string) error {
	return s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if fault == "" {
			_, err := tx.Exec(ctx, putDown, int64(id), int64(u.Validity), int64(u.UID))
			return err
		}
		_, err := tx.Exec(ctx, countTrouble, int64(id), int64(u.Validity), int64(u.UID), fault)
		return err
	})
}

package exchange

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"net/url"
	"strconv"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// ListenerID names a listener.
type ListenerID int64

// Listener is an address that is told what happens to the cases that its owner sees.
type Listener struct {
	ID       ListenerID
	Org      directory.OrgID
	Person   directory.PersonID
	Callback string
	Query    string
}

// mostListeners is how many addresses one account may have told.
const mostListeners = 10

const listenerColumns = `l.id, l.org_id, l.person_id, l.callback, l.query`

var (
	insertListener = sqldb.Q("exchange.listener.insert", `
		insert into exchange_listener (org_id, person_id, callback, query, wide, created_at) values ($1, $2, $3, $4, $5, $6) returning id`)
	selectListener = sqldb.Q("exchange.listener", `select `+listenerColumns+` from exchange_listener l where l.id = $1 and l.active`)
	selectOwn      = sqldb.Q("exchange.listeners", `select `+listenerColumns+` from exchange_listener l where l.person_id = $1 and l.active order by l.id`)
	endListener    = sqldb.Q("exchange.listener.end", `update exchange_listener set active = false where id = $1 and person_id = $2 and active`)
	dropOwed       = sqldb.Q("exchange.listener.drop", `update exchange_delivery set state = 'skipped' where listener_id = $1 and state in ('waiting', 'dead')`)
)

func scanListener(r sqldb.Row) (Listener, error) {
	var l Listener
	return l, r.Scan(&l.ID, &l.Org, &l.Person, &l.Callback, &l.Query)
}

// Listen registers an address for the actor's account and returns the secret with which our calls are signed: it is told
// only now. Errors: errs.Invalid for an address that may not be called, errs.Conflict when there are too many.
func (s *Service) Listen(ctx context.Context, by authz.Actor, callback, query string) (Listener, []byte, error) {
	l := Listener{Org: directory.OrgID(by.Org), Person: directory.PersonID(by.Person), Callback: clean.Line(callback, 0), Query: clean.Line(query, 500)}
	if by.Person == 0 {
		return l, nil, errs.Denied("listen")
	}
	var f errs.Fields
	if len(l.Callback) > 1000 || s.d.Courier.Check(l.Callback) != nil {
		f.Add("callback", "tmf.error.callback")
	}
	if _, err := url.ParseQuery(l.Query); err != nil {
		f.Add("query", "tmf.error.query")
	}
	if err := f.Err(); err != nil {
		return l, nil, err
	}
	err := s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		own, err := sqldb.All(ctx, tx, selectOwn, scanListener, by.Person)
		if err != nil {
			return err
		}
		for _, o := range own {
			if o.Callback == l.Callback && o.Query == l.Query {
				l.ID = o.ID
				return nil
			}
		}
		if len(own) >= mostListeners {
			return errs.E(errs.Conflict, "tmf.error.listeners", "max", mostListeners)
		}
		id, err := tx.Insert(ctx, insertListener, by.Org, by.Person, l.Callback, l.Query, wide(by), sqldb.Time(tx.Now()))
		l.ID = ListenerID(id)
		return err
	})
	return l, s.secretOf(l.ID), err
}

// secretOf is what calls to a listener are signed with. It follows from the installation's secret, so it is kept nowhere.
func (s *Service) secretOf(id ListenerID) []byte {
	mac := hmac.New(sha256.New, s.d.Secret)
	mac.Write([]byte("listener\x00" + strconv.FormatInt(int64(id), 10))) // A hash never fails to write.
	return mac.Sum(nil)
}

// Listener returns one of the actor's own. Errors: errs.NotFound.
func (s *Service) Listener(ctx context.Context, by authz.Actor, id ListenerID) (Listener, error) {
	l, err := sqldb.One(ctx, s.d.DB, selectListener, scanListener, int64(id))
	if errors.Is(err, sqldb.ErrNone) || err == nil && int64(l.Person) != by.Person {
		return Listener{}, errs.Missing()
	}
	return l, err
}

// Unlisten ends one of the actor's own; what was still to be told is not. Errors: errs.NotFound.
func (s *Service) Unlisten(ctx context.Context, by authz.Actor, id ListenerID) error {
	return s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		n, err := tx.Exec(ctx, endListener, int64(id), by.Person)
		if err == nil && n == 0 {
			return errs.Missing()
		}
		if err == nil {
			_, err = tx.Exec(ctx, dropOwed, int64(id))
		}
		return err
	})
}

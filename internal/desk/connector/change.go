package connector

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
)

// Stream is the kind of a connector's stream in the event log; EventChanged its event, which never carries the secret.
const (
	Stream       = "connector"
	EventChanged = "connector.changed"
)

// lately is how long a failed job is counted on the page of its connector.
const lately = 30 * 24 * time.Hour

// List returns an organisation's connectors, without their secrets. Errors: errs.NotFound for one out of reach.
func (s *Service) List(ctx context.Context, by authz.Actor, org directory.OrgID) ([]Connector, error) {
	if !mayArrange(by, org) {
		return nil, errs.Missing()
	}
	list, err := sqldb.All(ctx, s.d.DB, selectAll, scan, int64(org))
	if err != nil || len(list) == 0 {
		return list, err
	}
	return list, sqldb.Each(ctx, s.d.DB, countJobs, func(r sqldb.Row) error {
		var id ID
		var state State
		var n int
		err := r.Scan(&id, &state, &n)
		if at := slices.IndexFunc(list, func(c Connector) bool { return c.ID == id }); at >= 0 {
			if state == Failed {
				list[at].Lost += n
			} else {
				list[at].Open += n
			}
		}
		return err
	}, int64(org), sqldb.Time(s.d.DB.Now().Add(-lately)))
}

// Load returns one of them. Errors: errs.NotFound.
func (s *Service) Load(ctx context.Context, by authz.Actor, id ID) (Connector, error) {
	c, err := sqldb.One(ctx, s.d.DB, selectByID, scan, int64(id))
	if err != nil {
		return c, missing(err)
	}
	if !mayArrange(by, c.Org) {
		return Connector{}, errs.Missing()
	}
	return c, nil
}

// Add keeps a new connector. Errors: errs.Invalid, errs.NotFound.
func (s *Service) Add(ctx context.Context, by authz.Actor, org directory.OrgID, in Input) (ID, error) {
	if !mayArrange(by, org) {
		return 0, errs.Missing()
	}
	f := s.check(&in)
	if in.Secret == "" && needsSecret(in.Way) {
		f.Add("secret", "error.required")
	}
	var id ID
	err := s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if err := s.checkRest(ctx, tx, org, &in, f); err != nil {
			return err
		}
		raw, err := json.Marshal(in.Config)
		if err != nil {
			return err
		}
		n, err := tx.Insert(ctx, insertRow, int64(org), int64(in.Desk), string(in.Kind), string(in.Way), in.Name, int64(in.Category), strings.ToLower(rand.Text()),
			string(raw), in.Minutes, in.PolicySv, in.PolicyEn, in.Active)
		if id = ID(n); err != nil {
			return taken(err)
		}
		return s.changed(ctx, tx, by, org, id, in)
	})
	return id, err
}

// Change writes over a connector; its kind stays. Whoever leads it elsewhere gives the secret anew, so that nobody has it
// sent to an address of their own. Errors: errs.Invalid, errs.NotFound, errs.Conflict.
func (s *Service) Change(ctx context.Context, by authz.Actor, id ID, version int64, in Input) error {
	c, err := s.Load(ctx, by, id)
	if err != nil {
		return err
	}
	in.Kind = c.Kind
	f := s.check(&in)
	if elsewhere := in.Way != c.Way || in.Config.URL != c.Config.URL || in.Config.Bind != c.Config.Bind || in.Config.CA != c.Config.CA ||
		in.Config.StartTLS != c.Config.StartTLS; in.Secret == "" && needsSecret(in.Way) && (elsewhere || !c.HasSecret) {
		f.Add("secret", "connector.error.anew")
	}
	return s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if err := s.checkRest(ctx, tx, c.Org, &in, f); err != nil {
			return err
		}
		raw, err := json.Marshal(in.Config)
		if err != nil {
			return err
		}
		n, err := tx.Exec(ctx, updateRow, int64(id), version, int64(in.Desk), string(in.Way), in.Name, int64(in.Category), string(raw), in.Minutes, in.PolicySv,
			in.PolicyEn, in.Active)
		if err != nil {
			return taken(err)
		}
		if n == 0 {
			return errs.E(errs.Conflict, "error.changed_meanwhile")
		}
		if err := s.changed(ctx, tx, by, c.Org, id, in); err != nil || !in.Active || c.Active {
			return err
		}
		return s.wake(ctx, tx, id)
	})
}

// Pause takes a connector out of use, or into it again. Jobs that wait go on waiting while it is out of use.
// Errors: errs.NotFound, errs.Conflict.
func (s *Service) Pause(ctx context.Context, by authz.Actor, id ID, version int64, active bool) error {
	c, err := s.Load(ctx, by, id)
	if err != nil {
		return err
	}
	return s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		n, err := tx.Exec(ctx, updateActive, int64(id), version, active)
		if err != nil {
			return taken(err)
		}
		if n == 0 {
			return errs.E(errs.Conflict, "error.changed_meanwhile")
		}
		if err := s.tell(ctx, tx, by, c.Org, id, map[string]bool{"active": active}); err != nil || !active {
			return err
		}
		return s.wake(ctx, tx, id)
	})
}

func needsSecret(w Way) bool { return w == ByWebhook || w == ByLDAP }

// taken tells in words that another connector of the kind is in use.
func taken(err error) error {
	if !sqldb.Violates(err, "connector_org_id_kind_key") {
		return err
	}
	var f errs.Fields
	f.Add("active", "connector.error.taken")
	return f.Err()
}

// checkRest checks what the database knows, and what the way's adapter does.
func (s *Service) checkRest(ctx context.Context, tx *sqldb.Tx, org directory.OrgID, in *Input, f errs.Fields) error {
	var desks, categories int
	_, err := sqldb.One(ctx, tx, placeOf, func(r sqldb.Row) (int, error) { return 0, r.Scan(&desks, &categories) }, int64(in.Desk), int64(org), int64(in.Category))
	if err != nil {
		return err
	}
	switch {
	case desks == 0:
		f.Add("desk", "error.choose")
	case categories == 0:
		f.Add("category", "connector.error.category")
	}
	if a := s.d.Adapters[in.Way]; a != nil && len(f) == 0 {
		if key, _, _, ends := fault(a.Check(&To{Kind: in.Kind, Config: in.Config})); ends {
			f.Add("url", "connector.fault."+key)
		}
	}
	return f.Err()
}

func (s *Service) changed(ctx context.Context, tx *sqldb.Tx, by authz.Actor, org directory.OrgID, id ID, in Input) error {
	if in.Secret != "" {
		if _, err := tx.Exec(ctx, updateSecret, int64(id), s.d.Box.Seal(place(id), in.Secret)); err != nil {
			return err
		}
	}
	return s.tell(ctx, tx, by, org, id, in)
}

func (s *Service) tell(ctx context.Context, tx *sqldb.Tx, by authz.Actor, org directory.OrgID, id ID, payload any) error {
	pos, err := sqldb.One(ctx, tx, nextPos, sqldb.Value[int64], Stream, int64(id))
	if err != nil {
		return err
	}
	_, err = s.d.Events.Append(ctx, tx, by, event.Draft{Org: int64(org), Kind: Stream, Stream: int64(id), Pos: pos, Type: EventChanged, Payload: payload})
	return err
}

// Try reports whether the other system knows us by what is kept, and keeps what came of it.
// Errors: errs.NotFound, errs.Conflict with what is wrong in words.
func (s *Service) Try(ctx context.Context, by authz.Actor, id ID) error {
	c, err := s.Load(ctx, by, id)
	if err != nil {
		return err
	}
	key := ""
	if a := s.d.Adapters[c.Way]; a != nil {
		to, err := s.to(&c)
		if err == nil {
			err = a.Try(ctx, to)
		}
		if err != nil {
			key, _, _, _ = fault(err)
			s.d.Log.WarnContext(ctx, "a connector was tried in vain", "connector", int64(id), "fault", key, "error", err)
		}
	}
	err = s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, markTried, int64(id), sqldb.Time(tx.Now()), key)
		return err
	})
	if err != nil || key == "" {
		return err
	}
	return errs.E(errs.Conflict, "connector.fault."+key)
}

package bridge

import (
	"context"
	"crypto/rand"
	"slices"
	"strings"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
)

// Stream is the kind of a bridge's stream in the event log; EventChanged its event, which never carries the secret.
const (
	Stream       = "bridge"
	EventChanged = "bridge.changed"
)

// Input is what is said about a bridge.
type Input struct {
	Desk   directory.DeskID `json:"desk"`
	Name   string           `json:"name"`
	App    string           `json:"app"`
	Tenant string           `json:"tenant"`
	Match  Match            `json:"match"`
	Active bool             `json:"active"`
	// Secret is kept sealed; "" leaves what there is.
	Secret string `json:"-"`
}

const maxLine = 200

var (
	selectAll = sqldb.Q("bridge.all", `select `+columns+` from bridge b where b.org_id = $1 order by b.name, b.id limit 100`)
	deskOf    = sqldb.Q("bridge.desk", `select count(*) from desk where id = $1 and org_id = $2 and active`)
	nextPos   = sqldb.Q("bridge.next_pos", `select coalesce(max(pos), 0) + 1 from event where kind = $1 and stream_id = $2`)
)

// List returns an organisation's bridges, without their secrets. Errors: errs.NotFound for one out of reach.
func (s *Service) List(ctx context.Context, by authz.Actor, org directory.OrgID) ([]Bridge, error) {
	if !mayConnect(by, org) {
		return nil, errs.Missing()
	}
	list, err := sqldb.All(ctx, s.d.DB, selectAll, scan, int64(org))
	if err != nil || len(list) == 0 {
		return list, err
	}
	ids := make(sqldb.List[int64], 0, len(list))
	for _, b := range list {
		ids = append(ids, int64(b.ID))
	}
	return list, sqldb.Each(ctx, s.d.DB, countWords, func(r sqldb.Row) error {
		var id ID
		var state string
		var n int
		err := r.Scan(&id, &state, &n)
		for i := range list {
			switch {
			case list[i].ID != id:
			case state == "dead":
				list[i].Dead = n
			default:
				list[i].Waiting = n
			}
		}
		return err
	}, ids)
}

// Load returns one of them. Errors: errs.NotFound.
func (s *Service) Load(ctx context.Context, by authz.Actor, id ID) (Bridge, error) {
	b, err := sqldb.One(ctx, s.d.DB, selectByID, scan, int64(id))
	if err != nil {
		return b, missing(err)
	}
	list, err := s.List(ctx, by, b.Org)
	if err != nil {
		return b, err
	}
	at := slices.IndexFunc(list, func(x Bridge) bool { return x.ID == id })
	if at < 0 {
		return b, errs.Missing()
	}
	return list[at], nil
}

func (in *Input) check() errs.Fields {
	var f errs.Fields
	for _, line := range []struct {
		name string
		text *string
	}{{"name", &in.Name}, {"app", &in.App}, {"tenant", &in.Tenant}} {
		if *line.text = clean.Line(*line.text, maxLine); clean.Blank(*line.text) {
			f.Add(line.name, "error.required")
		}
	}
	in.App, in.Tenant, in.Secret = strings.ToLower(in.App), strings.ToLower(in.Tenant), strings.TrimSpace(in.Secret)
	if strings.ContainsAny(in.Tenant, "/?#%@ ") {
		f.Add("tenant", "bridge.error.tenant")
	}
	if !slices.Contains(Matches(), in.Match) {
		f.Add("match", "error.choose")
	}
	return f
}

// Add makes a bridge to a system, with an address of its own. Errors: errs.Invalid, errs.NotFound.
func (s *Service) Add(ctx context.Context, by authz.Actor, org directory.OrgID, kind Kind, in Input) (ID, error) {
	if !mayConnect(by, org) {
		return 0, errs.Missing()
	}
	f := in.check()
	if s.d.Adapters[kind] == nil {
		f.Add("kind", "error.choose")
	}
	if in.Secret == "" {
		f.Add("secret", "error.required")
	}
	var id ID
	err := s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if err := s.checkDesk(ctx, tx, org, in.Desk, f); err != nil {
			return err
		}
		n, err := tx.Insert(ctx, insertRow, int64(org), int64(in.Desk), string(kind), in.Name, strings.ToLower(rand.Text()), in.App, in.Tenant, string(in.Match), true)
		if id = ID(n); err != nil {
			return err
		}
		return s.changed(ctx, tx, by, org, id, in)
	})
	return id, err
}

// Change writes over a bridge. Errors: errs.Invalid, errs.NotFound, errs.Conflict.
func (s *Service) Change(ctx context.Context, by authz.Actor, id ID, version int64, in Input) error {
	b, err := s.Load(ctx, by, id)
	if err != nil {
		return err
	}
	f := in.check()
	return s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if err := s.checkDesk(ctx, tx, b.Org, in.Desk, f); err != nil {
			return err
		}
		n, err := tx.Exec(ctx, updateRow, int64(id), version, int64(in.Desk), in.Name, in.App, in.Tenant, string(in.Match), in.Active)
		if err != nil {
			return err
		}
		if n == 0 {
			return errs.E(errs.Conflict, "error.changed_meanwhile")
		}
		return s.changed(ctx, tx, by, b.Org, id, in)
	})
}

func (s *Service) checkDesk(ctx context.Context, tx *sqldb.Tx, org directory.OrgID, desk directory.DeskID, f errs.Fields) error {
	n, err := sqldb.One(ctx, tx, deskOf, sqldb.Value[int64], int64(desk), int64(org))
	if err != nil {
		return err
	}
	if n == 0 {
		f.Add("desk", "error.choose")
	}
	return f.Err()
}

func (s *Service) changed(ctx context.Context, tx *sqldb.Tx, by authz.Actor, org directory.OrgID, id ID, in Input) error {
	if in.Secret != "" {
		if _, err := tx.Exec(ctx, updateSecret, int64(id), s.d.Box.Seal(place(id), in.Secret)); err != nil {
			return err
		}
	}
	pos, err := sqldb.One(ctx, tx, nextPos, sqldb.Value[int64], Stream, int64(id))
	if err != nil {
		return err
	}
	_, err = s.d.Events.Append(ctx, tx, by, event.Draft{Org: int64(org), Kind: Stream, Stream: int64(id), Pos: pos, Type: EventChanged, Payload: in})
	return err
}

// Try reports whether the other system knows us by what is kept. Errors: errs.NotFound, errs.Conflict with what it said.
func (s *Service) Try(ctx context.Context, by authz.Actor, id ID) error {
	b, err := s.Load(ctx, by, id)
	if err != nil {
		return err
	}
	if b, err = s.open(b); err != nil {
		return errs.E(errs.Conflict, "bridge.error.secret").Because(err)
	}
	if err := s.d.Adapters[b.Kind].Try(ctx, &b); err != nil {
		return errs.E(errs.Conflict, "bridge.error.try", "why", cut(err.Error())).Because(err)
	}
	return nil
}

// Again has words said anew that were given up. Errors: errs.NotFound.
func (s *Service) Again(ctx context.Context, by authz.Actor, id ID) error {
	if _, err := s.Load(ctx, by, id); err != nil {
		return err
	}
	return s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		talks, err := sqldb.All(ctx, tx, selectDead, sqldb.Value[TalkID], int64(id))
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, reviveDead, int64(id), sqldb.Time(tx.Now())); err != nil {
			return err
		}
		for _, t := range talks {
			if err := s.wish(ctx, tx, JobSay, t); err != nil {
				return err
			}
		}
		return nil
	})
}

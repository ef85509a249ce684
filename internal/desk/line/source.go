package line

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strconv"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sealed"
	"lotsen/internal/kit/signed"
	"lotsen/internal/kit/sqldb"
)

// SourceID numbers a telephone system.
type SourceID int64

// How a telephone system tells of calls.
const (
	Webhook = "webhook"
	AMI     = "ami"
)

// FaultLine says that calls come to a number that is no line.
const FaultLine = "line.fault.line"

// Source is a telephone system that tells of calls.
type Source struct {
	ID      SourceID
	Org     directory.OrgID
	Key     string // In its address, and beside its calls.
	Name    string
	Kind    string
	Address string // AMI: host:port.
	Login   string // AMI: the name to log in with.
	Prefix  string // Stands before a short number to make it one of the public net.
	Active  bool
	Heard   time.Time
	Fault   string
	Version int64
	secret  string // Sealed.
}

const sourceColumns = `l.id, l.org_id, l.key, l.name, l.kind, l.secret, l.address, l.login, l.prefix, l.active, l.heard_at, l.fault, l.version`

var (
	insertSource = sqldb.Q("line.source_insert", `
		insert into call_source (org_id, key, name, kind, secret, address, login, prefix, active, version)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning id`)
	updateSource = sqldb.Q("line.source_update", `
		update call_source set name = $2, address = $3, login = $4, prefix = $5, active = $6, fault = '', version = version + 1
		where id = $1 and version = $7`)
	updateSecret = sqldb.Q("line.source_secret", `update call_source set secret = $2 where id = $1`)
	faultSource  = sqldb.Q("line.source_fault", `update call_source set fault = $1 where id = $2`)
	heardSource  = sqldb.Q("line.source_heard", `update call_source set heard_at = $1 where id = $2 and (heard_at is null or heard_at < $3)`)
	sourceByKey  = sqldb.Q("line.source_by_key", `select `+sourceColumns+` from call_source l where l.key = $1 and l.kind = $2 and l.active`)
	sourcesOf    = sqldb.Q("line.sources_of", `select `+sourceColumns+` from call_source l where l.kind = $1 and l.active order by l.id limit 50`)
)

func scanSource(r sqldb.Row) (Source, error) {
	var s Source
	err := r.Scan(&s.ID, &s.Org, &s.Key, &s.Name, &s.Kind, &s.secret, &s.Address, &s.Login, &s.Prefix, &s.Active, sqldb.ScanTime(&s.Heard), &s.Fault, &s.Version)
	return s, err
}

// Sources returns the telephone systems about which the actor decides. It asks for verb line.configure for the
// organisation. Errors: errs.Forbidden.
func (s *Service) Sources(ctx context.Context, by authz.Actor) ([]Source, error) {
	if !by.May(MayConfigure) {
		return nil, errs.Denied(string(MayConfigure))
	}
	var w sqldb.Where
	condition, args := configured(by).SQL()
	w.And(condition, args...)
	text := "select " + sourceColumns + " from call_source l where " + w.SQL() + w.Numbered(" order by l.org_id, l.id limit ?", mostLines)
	return sqldb.All(ctx, s.DB, sqldb.Q("line.sources", text), scanSource, w.Args()...)
}

// Source returns one of them. Errors: errs.NotFound.
func (s *Service) Source(ctx context.Context, by authz.Actor, id SourceID) (Source, error) {
	return findSource(ctx, s.DB, by, id)
}

func findSource(ctx context.Context, q sqldb.Querier, by authz.Actor, id SourceID) (Source, error) {
	var w sqldb.Where
	condition, args := configured(by).SQL()
	w.And(condition, args...)
	w.And("l.id = ?", int64(id))
	src, found, err := sqldb.Maybe(ctx, q, sqldb.Q("line.source", "select "+sourceColumns+" from call_source l where "+w.SQL()), scanSource, w.Args()...)
	if err == nil && !found {
		err = errs.Missing()
	}
	return src, err
}

// SaveSource adds a telephone system or changes one. A new one by webhook gets a secret, which is returned this once; one
// by AMI keeps the password that is given, and "" leaves it as it is. Errors: errs.Forbidden, errs.NotFound, errs.Invalid,
// errs.Conflict.
func (s *Service) SaveSource(ctx context.Context, by authz.Actor, in Source, password string) (Source, string, error) {
	in.Name, in.Address, in.Login = clean.Line(in.Name, 100), clean.Line(in.Address, 200), clean.Line(in.Login, 100)
	if in.Prefix != "" {
		in.Prefix = Number(in.Prefix, "")
	}
	secret := password
	err := s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if in.ID != 0 {
			old, err := findSource(ctx, tx, by, in.ID)
			if err != nil {
				return err
			}
			in.Org, in.Key, in.Kind = old.Org, old.Key, old.Kind
		} else if !by.MayIn(MayConfigure, authz.Organisation, int64(in.Org)) {
			return errs.Denied(string(MayConfigure))
		}
		if err := in.check(password); err != nil {
			return err
		}
		if in.ID == 0 {
			in.Key, in.Version = newKey(), 1
			id, err := tx.Insert(ctx, insertSource, int64(in.Org), in.Key, in.Name, in.Kind, "", in.Address, in.Login, in.Prefix, in.Active, in.Version)
			if err != nil {
				return err
			}
			in.ID = SourceID(id)
			if in.Kind == Webhook {
				secret = newSecret()
			}
		} else if n, err := tx.Exec(ctx, updateSource, int64(in.ID), in.Name, in.Address, in.Login, in.Prefix, in.Active, in.Version); err != nil {
			return err
		} else if n == 0 {
			return errs.E(errs.Conflict, "line.error.changed")
		} else {
			in.Version++
		}
		if err := s.keepSecret(ctx, tx, in.ID, secret); err != nil {
			return err
		}
		return s.toldSource(ctx, tx, by, &in)
	})
	if in.Kind != Webhook {
		secret = ""
	}
	return in, secret, err
}

// NewSecret gives a telephone system a new secret, which is returned this once; the old one is good no longer. Errors:
// errs.NotFound, errs.Conflict for one without secrets of ours.
func (s *Service) NewSecret(ctx context.Context, by authz.Actor, id SourceID) (Source, string, error) {
	secret := newSecret()
	var src Source
	err := s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		var err error
		if src, err = findSource(ctx, tx, by, id); err != nil {
			return err
		}
		if src.Kind != Webhook {
			return errs.E(errs.Conflict, "line.error.no_secret")
		}
		if _, err := tx.Exec(ctx, updateSource, int64(id), src.Name, src.Address, src.Login, src.Prefix, src.Active, src.Version); err != nil {
			return err
		}
		src.Version++
		if err := s.keepSecret(ctx, tx, id, secret); err != nil {
			return err
		}
		return s.toldSource(ctx, tx, by, &src)
	})
	return src, secret, err
}

func (in *Source) check(password string) error {
	var bad errs.Fields
	if in.Name == "" {
		bad.Add("name", "error.required")
	}
	switch in.Kind {
	case Webhook:
		in.Address, in.Login = "", ""
	case AMI:
		if in.Address == "" {
			bad.Add("address", "error.required")
		}
		if in.Login == "" {
			bad.Add("login", "error.required")
		}
		if in.ID == 0 && password == "" {
			bad.Add("password", "error.required")
		}
	default:
		bad.Add("kind", "error.choose")
	}
	return bad.Err()
}

// Listening is a telephone system and the secret that opens it, for the edge that listens to it.
type Listening struct {
	Source
	Secret string
}

// Caller returns the active source by webhook with that key, for the edge that checks its calls. Errors: errs.NotFound.
func (s *Service) Caller(ctx context.Context, key string) (Listening, error) {
	src, found, err := sqldb.Maybe(ctx, s.DB, sourceByKey, scanSource, key, Webhook)
	if err != nil {
		return Listening{}, err
	}
	if !found {
		return Listening{}, errs.Missing()
	}
	return s.open(src)
}

// Listened returns the active sources of a kind, for the edge that connects to them. Those whose secret does not open are
// left out, with the error.
func (s *Service) Listened(ctx context.Context, kind string) ([]Listening, error) {
	list, err := sqldb.All(ctx, s.DB, sourcesOf, scanSource, kind)
	if err != nil {
		return nil, err
	}
	var out []Listening
	var faults error
	for _, src := range list {
		l, err := s.open(src)
		if err != nil {
			faults = errors.Join(faults, err)
			continue
		}
		out = append(out, l)
	}
	return out, faults
}

// Heard notes that a telephone system was heard of, once a minute at most, and what is wrong with it; "" is nothing any longer.
func (s *Service) Heard(ctx context.Context, id SourceID, fault string) error {
	return s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if fault != "" {
			_, err := tx.Exec(ctx, faultSource, fault, int64(id))
			return err
		}
		if _, err := tx.Exec(ctx, faultSource, "", int64(id)); err != nil {
			return err
		}
		return heard(ctx, tx, id)
	})
}

func heard(ctx context.Context, tx *sqldb.Tx, id SourceID) error {
	_, err := tx.Exec(ctx, heardSource, sqldb.Time(tx.Now()), int64(id), sqldb.Time(tx.Now().Add(-time.Minute)))
	return err
}

func (s *Service) open(src Source) (Listening, error) {
	box, err := sealed.New(s.Secret, "call_source")
	if err != nil {
		return Listening{}, err
	}
	secret, err := box.Open(sealedAt(src.ID), src.secret)
	if err != nil {
		return Listening{}, fmt.Errorf("call source %d: %w", src.ID, err)
	}
	return Listening{src, secret}, nil
}

func (s *Service) keepSecret(ctx context.Context, tx *sqldb.Tx, id SourceID, secret string) error {
	if secret == "" {
		return nil
	}
	box, err := sealed.New(s.Secret, "call_source")
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, updateSecret, int64(id), box.Seal(sealedAt(id), secret))
	return err
}

// toldSource appends that a telephone system was changed, without its secret.
func (s *Service) toldSource(ctx context.Context, tx *sqldb.Tx, by authz.Actor, src *Source) error {
	_, err := s.Events.Append(ctx, tx, by, event.Draft{
		Org: int64(src.Org), Kind: SourceStream, Stream: int64(src.ID), Pos: src.Version, Type: EventSource,
		Payload: map[string]any{"name": src.Name, "kind": src.Kind, "address": src.Address, "active": src.Active},
	})
	return err
}

func sealedAt(id SourceID) string { return strconv.FormatInt(int64(id), 10) + ":secret" }

func newKey() string { return rand.Text()[:12] }

func newSecret() string {
	key := make([]byte, 32)
	_, _ = rand.Read(key) // Never fails: the program ends instead.
	return signed.Text(key)
}

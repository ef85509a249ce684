package announce

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
	"time"

	"lotsen/internal/desk/calendar"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/line"
	"lotsen/internal/desk/notify"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/sqldb"
)

// KeyID numbers a key.
type KeyID int64

// The kinds of reader.
const (
	Wall  = "wall"  // A screen on a wall: a desk's figures.
	Phone = "phone" // A telephone exchange: what callers of a line hear, and their wish to be called back.
)

// Key is an address that a screen or an exchange reads with, without its secret.
type Key struct {
	ID        KeyID
	Org       directory.OrgID
	Desk      directory.DeskID
	DeskName  string
	Kind      string
	Line      string // The key of the line that telephony may ask about; "": every line of the desk.
	Name      string
	CreatedAt time.Time
	EndedAt   time.Time
}

// Deps is what the capability needs.
type Deps struct {
	DB       *sqldb.DB
	Events   *event.Log
	Line     *line.Service
	Calendar *calendar.Service
	Ticket   *ticket.Service
	Notify   *notify.Service
	Texts    *i18n.Catalogue
	Secret   []byte
}

// Service is the capability's use cases.
type Service struct {
	d    Deps
	said *shelf
}

// New returns the service.
func New(d Deps) *Service { return &Service{d: d, said: &shelf{}} }

const (
	keyColumns = `k.id, k.org_id, k.desk_id, d.name, k.kind, k.line_key, k.name, k.created_at, k.ended_at`
	prefix     = "reader_"
	maxName    = 100
	mostKeys   = 200
)

var (
	insertKey = sqldb.Q("reader_key.insert", `
		insert into reader_key (org_id, desk_id, kind, line_key, name, token_hash, created_by, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8) returning id`)
	endKey     = sqldb.Q("reader_key.end", `update reader_key set ended_at = $2, ended_by = $3 where id = $1 and ended_at is null`)
	selectKey  = sqldb.Q("reader_key.by_token", `select `+keyColumns+` from reader_key k join desk d on d.id = k.desk_id where k.token_hash = $1 and k.ended_at is null`)
	selectLine = sqldb.Q("reader_key.line", `select count(*) from line where desk_id = $1 and key = $2 and active`)
)

func scanKey(r sqldb.Row) (Key, error) {
	var k Key
	return k, r.Scan(&k.ID, &k.Org, &k.Desk, &k.DeskName, &k.Kind, &k.Line, &k.Name, sqldb.ScanTime(&k.CreatedAt), sqldb.ScanTime(&k.EndedAt))
}

// Connect makes a key and returns its secret, which is shown once and kept nowhere. Errors: errs.Invalid, errs.Forbidden,
// errs.NotFound.
func (s *Service) Connect(ctx context.Context, by authz.Actor, in Key) (Key, string, error) {
	in.Name = clean.Line(in.Name, maxName)
	raw := make([]byte, 32)
	_, _ = rand.Read(raw) // Never fails: the runtime ends the program instead.
	secret := prefix + hex.EncodeToString(raw)
	err := s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		desk, err := directory.DeskFor(ctx, tx, in.Org, in.Desk)
		if err != nil {
			return err
		}
		if in.Org, in.Desk, in.DeskName = desk.Org, desk.ID, desk.Name; !mayConnect(by, desk.Org, desk.ID) {
			return errs.Denied(string(MayConnect))
		}
		var f errs.Fields
		if clean.Blank(in.Name) {
			f.Add("name", "error.required")
		}
		if !slices.Contains([]string{Wall, Phone}, in.Kind) {
			f.Add("kind", "error.choose")
		}
		if in.Kind == Wall {
			in.Line = ""
		}
		if in.Line != "" {
			n, err := sqldb.One(ctx, tx, selectLine, sqldb.Value[int], int64(in.Desk), in.Line)
			if err != nil {
				return err
			}
			if n == 0 {
				f.Add("line", "error.choose")
			}
		}
		if err := f.Err(); err != nil {
			return err
		}
		id, err := tx.Insert(ctx, insertKey, int64(in.Org), int64(in.Desk), in.Kind, in.Line, in.Name, digest(secret), sqldb.ID(by.Person), sqldb.Time(tx.Now()))
		if err != nil {
			return err
		}
		in.ID, in.CreatedAt = KeyID(id), tx.Now()
		return s.tell(ctx, tx, by, &in, 1, "reader_key.made")
	})
	return in, secret, err
}

func (s *Service) tell(ctx context.Context, tx *sqldb.Tx, by authz.Actor, k *Key, pos int64, what string) error {
	_, err := s.d.Events.Append(ctx, tx, by, event.Draft{
		Org: int64(k.Org), Kind: "reader_key", Stream: int64(k.ID), Pos: pos, Type: what, Payload: map[string]string{"name": k.Name, "kind": k.Kind},
	})
	return err
}

// Keys lists the keys about which the actor decides, newest first, ended ones too.
func (s *Service) Keys(ctx context.Context, by authz.Actor) ([]Key, error) {
	var w sqldb.Where
	condition, args := kept(by).SQL()
	w.And(condition, args...)
	text := "select " + keyColumns + " from reader_key k join desk d on d.id = k.desk_id where " + w.SQL() + w.Numbered(" order by k.id desc limit ?", mostKeys)
	return sqldb.All(ctx, s.d.DB, sqldb.Q("reader_key.list", text), scanKey, w.Args()...)
}

// Disconnect ends a key at once. Ending twice is no error. Errors: errs.NotFound.
func (s *Service) Disconnect(ctx context.Context, by authz.Actor, id KeyID) error {
	return s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		var w sqldb.Where
		condition, args := kept(by).SQL()
		w.And(condition, args...)
		w.And("k.id = ?", int64(id))
		k, found, err := sqldb.Maybe(ctx, tx, sqldb.Q("reader_key.find", "select "+keyColumns+" from reader_key k join desk d on d.id = k.desk_id where "+w.SQL()), scanKey, w.Args()...)
		if err != nil || !found {
			return errorOr(err, errs.Missing())
		}
		n, err := tx.Exec(ctx, endKey, int64(id), sqldb.Time(tx.Now()), sqldb.ID(by.Person))
		if err != nil || n == 0 {
			return err
		}
		return s.tell(ctx, tx, by, &k, 2, "reader_key.ended")
	})
}

// Open is the key behind a secret. Errors: errs.NotFound for one that reads nothing, whatever the reason.
func (s *Service) Open(ctx context.Context, kind, secret string) (Key, error) {
	if !strings.HasPrefix(secret, prefix) || len(secret) > 200 {
		return Key{}, errs.Missing()
	}
	k, found, err := sqldb.Maybe(ctx, s.d.DB, selectKey, scanKey, digest(secret))
	if err == nil && (!found || k.Kind != kind) {
		err = errs.Missing()
	}
	return k, err
}

// Signing is what an exchange signs its calls with. It follows from the key and the installation's secret.
func (s *Service) Signing(id KeyID) []byte {
	mac := hmac.New(sha256.New, s.d.Secret)
	mac.Write([]byte("reader key|" + strconv.FormatInt(int64(id), 10))) // A hash never fails to write.
	return mac.Sum(nil)
}

// digest is how secrets of our own making are kept: they are random, so one round is enough.
func digest(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

func errorOr(err, otherwise error) error {
	if err != nil {
		return err
	}
	return otherwise
}

package inbox

import (
	"context"
	"strconv"
	"time"

	"lotsen/internal/desk/audit"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// How a mailbox's server is spoken to, how we show who we are, what is done with a mail that has been taken.
const (
	TLS      = "tls"
	StartTLS = "starttls"
	Plain    = "none"

	ByPassword = "password"
	ByOAuth    = "oauth"

	MoveAfter   = "move"
	SeenAfter   = "seen"
	DeleteAfter = "delete"
)

// Fetch says how a mailbox is fetched from another server by IMAP, and how that goes.
type Fetch struct {
	Mailbox  MailboxID
	Host     string
	Port     int
	Security string
	Username string
	Auth     string
	TokenURL string // For ByOAuth: where tokens are given,
	ClientID string // to whom,
	Scope    string // for what.
	Folder   string
	After    string
	Done     string // Folder for mail that has been taken.
	Active   bool
	Alarm    int // Minutes without success after which the desk's lead is told.
	Version  int64

	HasSecret, HasRefresh bool

	SavedAt      time.Time
	LeaseBy      string    // The node that fetches it,
	LeaseUntil   time.Time // until then.
	OK           time.Time // The last success.
	Taken        time.Time // When a mail was taken last.
	FailingSince time.Time
	Error        string // The last failure: a word of ours (texts "imap.fault."), and the words of whatever failed.
}

// Late reports whether so much time has passed without success that somebody must look.
func (f *Fetch) Late(now time.Time) bool {
	last := f.OK
	if last.Before(f.SavedAt) {
		last = f.SavedAt
	}
	return f.Active && !now.Before(last.Add(time.Duration(f.Alarm)*time.Minute))
}

// Secrets are what opens a mailbox on its server.
type Secrets struct {
	Secret  string // Password, or the client's secret.
	Refresh string // Refresh token; "" without one.
}

// Defaults is how a mailbox is fetched when nothing else is said.
func Defaults(box MailboxID) Fetch {
	return Fetch{
		Mailbox: box, Port: 993, Security: TLS, Auth: ByPassword, Folder: "INBOX", After: MoveAfter, Done: "Lotsen", Active: true, Alarm: 10,
	}
}

// Fetches returns how an organisation's mailboxes are fetched. It asks for org.write.
func (s *Service) Fetches(ctx context.Context, by authz.Actor, org directory.OrgID) (map[MailboxID]Fetch, error) {
	if !mayRun(by, org) {
		return nil, errs.Denied(string(directory.OrgWrite))
	}
	list, err := sqldb.All(ctx, s.d.DB, selectFetches, scanFetch, int64(org))
	out := make(map[MailboxID]Fetch, len(list))
	for _, f := range list {
		out[f.Mailbox] = f
	}
	return out, err
}

// FetchOf returns one mailbox and how it is fetched: Defaults with Version 0 while it is not. It asks for org.write.
// Errors: errs.NotFound.
func (s *Service) FetchOf(ctx context.Context, by authz.Actor, id MailboxID) (Mailbox, Fetch, error) {
	box, found, err := sqldb.Maybe(ctx, s.d.DB, selectBox, scanMailbox, int64(id))
	if err == nil && (!found || !mayRun(by, box.Org)) {
		err = errs.Missing()
	}
	if err != nil {
		return box, Fetch{}, err
	}
	f, found, err := sqldb.Maybe(ctx, s.d.DB, selectFetch, scanFetch, int64(id))
	if err == nil && !found {
		f = Defaults(id)
	}
	return box, f, err
}

// SaveFetch keeps how a mailbox is fetched; an empty secret leaves the one that is kept. Whoever changes where secrets are
// sent must know them: they are asked for again. It asks for org.write. Errors: errs.Invalid with every wrong field,
// errs.NotFound, errs.Conflict when somebody else has changed it meanwhile.
func (s *Service) SaveFetch(ctx context.Context, by authz.Actor, f Fetch, typed Secrets) error {
	box, old, err := s.FetchOf(ctx, by, f.Mailbox)
	if err != nil {
		return err
	}
	if err := f.check(&old, typed, s.d.FetchURL); err != nil {
		return err
	}
	return s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		secret, refresh := s.sealed(&f, typed)
		n, err := tx.Exec(ctx, upsertFetch, int64(f.Mailbox), f.Host, f.Port, f.Security, f.Username, f.Auth, secret, f.TokenURL, f.ClientID, f.Scope,
			refresh, f.Folder, f.After, f.Done, f.Active, f.Alarm, sqldb.Time(tx.Now()), f.Version)
		if err != nil {
			return err
		}
		if n == 0 {
			return errs.E(errs.Conflict, "error.changed_meanwhile")
		}
		tx.Poke(FetchTopic)
		entry := audit.Entry{Org: int64(box.Org), What: "mailbox.fetch_saved", Subject: "mailbox", SubjectID: int64(f.Mailbox)}
		return audit.Write(ctx, tx, by, entry, map[string]any{
			"host": f.Host, "port": f.Port, "username": f.Username, "active": f.Active, "new_secret": typed != Secrets{},
		})
	})
}

// FetchTopic is poked when what is to be fetched has changed.
const FetchTopic = "fetch"

// What is sealed is tied to its row and column.
func place(id MailboxID, column string) string {
	return strconv.FormatInt(int64(id), 10) + ":" + column
}

func (s *Service) sealed(f *Fetch, typed Secrets) (secret, refresh string) {
	return s.d.Seal.Seal(place(f.Mailbox, "secret"), typed.Secret), s.d.Seal.Seal(place(f.Mailbox, "refresh"), typed.Refresh)
}

// Secrets opens what is kept of a mailbox, for whoever fetches it. It never reaches a page.
func (s *Service) Secrets(ctx context.Context, id MailboxID) (Secrets, error) {
	kept, err := sqldb.One(ctx, s.d.DB, selectSecrets, func(r sqldb.Row) (k Secrets, err error) {
		return k, r.Scan(&k.Secret, &k.Refresh)
	}, int64(id))
	if err != nil {
		return kept, err
	}
	if kept.Secret, err = s.d.Seal.Open(place(id, "secret"), kept.Secret); err != nil {
		return Secrets{}, err
	}
	kept.Refresh, err = s.d.Seal.Open(place(id, "refresh"), kept.Refresh)
	return kept, err
}

// KeepRefresh keeps the refresh token that a server has given in place of the last one.
func (s *Service) KeepRefresh(ctx context.Context, id MailboxID, token string) error {
	return s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, updateRefresh, int64(id), s.d.Seal.Seal(place(id, "refresh"), token))
		return err
	})
}

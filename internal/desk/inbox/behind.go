package inbox

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strconv"

	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/sqldb"
)

// Behind is a mail that stays on its own server: it stands in quarantine by what is known of it.
type Behind struct {
	UID    UID
	Reason string // ReasonSize, ReasonUnread, ReasonEnded.
	Size   int64
	Head   []byte // Its header; nil when it could not be had, or must not be read.
	Folder string // Where it lies now.
	Tries  int
}

// LeftBehind reports whether the mail itself is not here, but in a folder of its mailbox.
func (i Item) LeftBehind() bool {
	return i.Reason == ReasonSize || i.Reason == ReasonUnread || i.Reason == ReasonEnded
}

// Leave puts a mail into quarantine that was left on its own server. The same mail again gives the same row. Its error is of
// kind Unavailable.
func (s *Service) Leave(ctx context.Context, box Mailbox, b Behind) (Outcome, error) {
	head := b.Head
	if len(head) == 0 {
		head = []byte("X-Lotsen-Left: " + strconv.FormatUint(uint64(b.UID.Validity), 10) + "/" + strconv.FormatUint(uint64(b.UID.UID), 10) + "\r\n\r\n")
	}
	ref, err := s.d.Blobs.Put(ctx, bytes.NewReader(head), 0)
	if err != nil {
		return Outcome{}, later(err)
	}
	sum := sha256.Sum256(append([]byte("behind:"+strconv.FormatInt(int64(box.ID), 10)+":"+strconv.FormatInt(b.Size, 10)+":"), head...))
	r := &row{box: &box, raw: ref.SHA256, size: int(b.Size), digest: hex.EncodeToString(sum[:]), way: Way{By: ByIMAP}, mail: s.headed(b.Head)}
	r.twin = r.digest
	var o Outcome
	err = s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		first, done, err := r.claim(ctx, tx)
		if o = first; err != nil || done {
			return err
		}
		o.Result, o.Reason = Quarantined, b.Reason
		if _, err := tx.Exec(ctx, setTries, b.Tries, o.ID); err != nil {
			return err
		}
		return settle(ctx, tx, o, clean.Line(b.Folder, 200))
	})
	return o, later(err)
}

var setTries = sqldb.Q("inbound.tries", `update inbound_mail set tries = $1 where id = $2`)

// headed is what a header tells; nothing when even that cannot be read.
func (s *Service) headed(head []byte) (m *Mail) {
	defer func() {
		if recover() != nil {
			m = &Mail{}
		}
	}()
	if len(head) == 0 {
		return &Mail{}
	}
	read, err := s.d.Read(head)
	if err != nil {
		return &Mail{Subject: read.Subject, From: read.From}
	}
	return &read
}

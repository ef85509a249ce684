package ticket

import (
	"context"
	"errors"
	"io"
	"strings"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/blob"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/media"
	"lotsen/internal/kit/sqldb"
)

// Limits of attachments.
const (
	MaxFile  = 30 << 20 // Bytes of one file.
	MaxFiles = 20       // Files of one message.
)

// Attachment is one file of a case.
type Attachment struct {
	ID        AttachmentID
	Ticket    ID        // 0 until the form that it was uploaded for is sent.
	Message   MessageID // The message that it came with.
	Name      string
	MediaType string // By content, not by what the sender says.
	Size      int64
	Blob      string
	ContentID string
	Inline    bool
	Owner     directory.PersonID
	CreatedAt time.Time
}

const attachmentColumns = `a.id, a.ticket_id, a.message_id, a.name, a.media_type, a.size, a.blob, a.content_id, a.inline,
	a.owner_id, a.created_at`

var (
	insertAttachment = sqldb.Q("attachment.insert", `
		insert into attachment (org_id, ticket_id, message_id, name, media_type, size, blob, content_id, inline, owner_id, created_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) returning id`)
	selectAttachments = sqldb.Q("attachment.list", `
		select `+attachmentColumns+` from attachment a where a.ticket_id = $1 order by a.id`)
	selectAttachment = sqldb.Q("attachment.one", `select `+attachmentColumns+` from attachment a where a.id = $1`)
	selectLoose      = sqldb.Q("attachment.loose", `
		select `+attachmentColumns+` from attachment a where a.id {{in $1}} and a.owner_id = $2 and a.ticket_id is null order by a.id`)
	bindAttachment = sqldb.Q("attachment.bind", `
		update attachment set ticket_id = $1, message_id = $2 where id = $3 and ticket_id is null and owner_id = $4`)
	selectMessageInternal = sqldb.Q("message.internal", `select internal from message where id = $1`)
	deleteLoose           = sqldb.Q("attachment.delete_loose", `delete from attachment where ticket_id is null and created_at < $1`)
)

func scanAttachment(r sqldb.Row) (Attachment, error) {
	var a Attachment
	err := r.Scan(&a.ID, sqldb.ScanID(&a.Ticket), sqldb.ScanID(&a.Message), &a.Name, &a.MediaType, &a.Size, &a.Blob,
		&a.ContentID, &a.Inline, sqldb.ScanID(&a.Owner), sqldb.ScanTime(&a.CreatedAt))
	return a, err
}

// File is what somebody sends along.
type File struct {
	Name      string
	Content   io.Reader
	MediaType string // What a look at the whole content told; "": its first bytes decide.
	ContentID string
	Inline    bool
}

// Upload keeps a file for a form that has not been sent yet. Only its owner can attach or see it; what is not attached
// within a day goes away. Errors: errs.TooLarge, also when too much of the actor's waits already.
func (s *Service) Upload(ctx context.Context, by authz.Actor, f File) (Attachment, error) {
	if err := s.roomForLoose(ctx, s.db, by, 0); err != nil {
		return Attachment{}, err
	}
	a, err := s.keep(ctx, f)
	if err != nil {
		return Attachment{}, err
	}
	a.Owner = directory.PersonID(by.Person)
	err = s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if err := s.roomForLoose(ctx, tx, by, a.Size); err != nil {
			return err
		}
		return insertFile(ctx, tx, directory.OrgID(by.Org), &a)
	})
	return a, err
}

// keep writes the file's bytes to the store: before the transaction that names them, so that what is named is there.
func (s *Service) keep(ctx context.Context, f File) (Attachment, error) {
	head := make([]byte, 512)
	n, err := io.ReadFull(f.Content, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return Attachment{}, err
	}
	head = head[:n]
	ref, err := s.blobs.Put(ctx, io.MultiReader(strings.NewReader(string(head)), f.Content), MaxFile)
	if err != nil {
		if errors.Is(err, blob.ErrTooLarge) {
			return Attachment{}, errs.E(errs.TooLarge, "ticket.error.file_too_large", "name", f.Name, "max", MaxFile>>20)
		}
		return Attachment{}, err
	}
	if f.MediaType == "" {
		f.MediaType = media.Type(head)
	}
	return Attachment{Name: media.Name(f.Name, "fil"), MediaType: media.Safe(f.MediaType), Size: ref.Size, Blob: ref.SHA256, ContentID: f.ContentID, Inline: f.Inline}, nil
}

// Keep stores the files of a message that arrives by itself (mail, import), to be bound by the same transaction.
func (s *Service) Keep(ctx context.Context, files []File) ([]Attachment, error) {
	out := make([]Attachment, 0, len(files))
	for _, f := range files {
		a, err := s.keep(ctx, f)
		if err != nil {
			return nil, err
		}
		out = append(out, a)
	}
	return out, nil
}

// AttachIn ties kept files to a message.
func AttachIn(ctx context.Context, tx *sqldb.Tx, t *Ticket, m MessageID, files []Attachment) ([]Attachment, error) {
	for i := range files {
		files[i].Ticket, files[i].Message = t.ID, m
		if err := insertFile(ctx, tx, t.Org, &files[i]); err != nil {
			return nil, err
		}
	}
	return files, nil
}

func insertFile(ctx context.Context, tx *sqldb.Tx, org directory.OrgID, a *Attachment) error {
	a.CreatedAt = tx.Now()
	n, err := tx.Insert(ctx, insertAttachment, int64(org), sqldb.ID(a.Ticket), sqldb.ID(a.Message), a.Name, a.MediaType, a.Size,
		a.Blob, a.ContentID, a.Inline, sqldb.ID(a.Owner), sqldb.Time(a.CreatedAt))
	a.ID = AttachmentID(n)
	return err
}

// bind ties files that the actor uploaded to the message that they belong to.
func (s *Service) bind(ctx context.Context, tx *sqldb.Tx, owner directory.PersonID, t *Ticket, m MessageID, files []AttachmentID) error {
	if len(files) > MaxFiles {
		var f errs.Fields
		f.Add("files", "ticket.error.too_many_files", "max", MaxFiles)
		return f.Err()
	}
	for _, id := range files {
		n, err := tx.Exec(ctx, bindAttachment, int64(t.ID), int64(m), int64(id), int64(owner))
		if err != nil {
			return err
		}
		if n != 1 {
			return errs.Missing()
		}
	}
	return nil
}

// Uploads returns those of the actor's files that wait for a form to be sent.
func (s *Service) Uploads(ctx context.Context, by authz.Actor, ids []AttachmentID) ([]Attachment, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	return sqldb.All(ctx, s.db, selectLoose, scanAttachment, sqldb.List[AttachmentID](ids), by.Person)
}

// Attachment returns a file's row and its bytes, when the actor may see the message that it came with.
// Errors: errs.NotFound, the same for a file that does not exist.
func (s *Service) Attachment(ctx context.Context, by authz.Actor, id AttachmentID) (Attachment, io.ReadSeekCloser, error) {
	a, found, err := sqldb.Maybe(ctx, s.db, selectAttachment, scanAttachment, int64(id))
	if err != nil {
		return Attachment{}, nil, err
	}
	if !found {
		return Attachment{}, nil, errs.Missing()
	}
	if err := s.maySeeFile(ctx, by, &a); err != nil {
		return Attachment{}, nil, err
	}
	content, err := s.blobs.Get(ctx, a.Blob)
	return a, content, err
}

func (s *Service) maySeeFile(ctx context.Context, by authz.Actor, a *Attachment) error {
	if a.Ticket == 0 {
		if a.Owner == 0 || int64(a.Owner) != by.Person {
			return errs.Missing()
		}
		return nil
	}
	t, err := s.Load(ctx, by, a.Ticket)
	if err != nil {
		return err
	}
	internal, _, err := sqldb.Maybe(ctx, s.db, selectMessageInternal, sqldb.Value[bool], sqldb.ID(a.Message))
	if err != nil {
		return err
	}
	if internal && !SeesInternal(by, &t) {
		return errs.Missing()
	}
	return nil
}

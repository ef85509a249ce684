package ticket

import (
	"context"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// MessageKind says who speaks to whom.
type MessageKind string

// The kinds of message.
const (
	FromUser MessageKind = "question"
	Reply    MessageKind = "reply"
	Note     MessageKind = "note" // The desk to itself.
	Solution MessageKind = "solution"
	Machine  MessageKind = "machine" // A bounce, an out-of-office: recorded, shown to the desk, answered by nobody.
)

// Message is one thing said in a case.
type Message struct {
	ID            MessageID
	Ticket        ID
	Kind          MessageKind
	Internal      bool
	Author        directory.PersonID
	AuthorName    string
	AuthorAddress string
	Channel       Channel
	Text          string
	CreatedAt     time.Time
	Source
	// Repeats is how often the same has been said again, and when last.
	Repeats     int
	RepeatedAt  time.Time
	Attachments []Attachment
	// Masked says that the author has protected identity and that the reader may not know who it is.
	Masked bool
}

const messageColumns = `m.id, m.ticket_id, m.kind, m.internal, m.author_id, m.author_name, m.author_address, m.verified,
	m.channel, m.text, m.quoted, m.html, m.created_at, m.mail_id, m.raw_blob, m.proof, m.repeats, m.repeated_at`

var insertMessage = sqldb.Q("message.insert", `
		insert into message (ticket_id, kind, internal, author_id, author_name, author_address, verified, channel, text,
			quoted, html, created_at, mail_id, raw_blob, proof)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) returning id`)

func scanMessage(r sqldb.Row) (Message, error) {
	var m Message
	var verified bool
	err := r.Scan(&m.ID, &m.Ticket, &m.Kind, &m.Internal, sqldb.ScanID(&m.Author), &m.AuthorName, &m.AuthorAddress, &verified,
		&m.Channel, &m.Text, &m.Quoted, &m.HTML, sqldb.ScanTime(&m.CreatedAt), &m.MailID, &m.RawBlob, &m.Proof, &m.Repeats, sqldb.ScanTime(&m.RepeatedAt))
	m.Unverified = !verified
	return m, err
}

// addMessage stores a message with its attachments.
func (s *Service) addMessage(ctx context.Context, tx *sqldb.Tx, by authz.Actor, t *Ticket, m *Message, files []AttachmentID) error {
	m.Ticket = t.ID
	if m.CreatedAt.IsZero() { // What was said elsewhere before keeps its time.
		m.CreatedAt = tx.Now()
	}
	m.Internal = m.Kind == Note || m.Kind == Machine || m.Kind == Exchange
	if m.Author == 0 && m.AuthorAddress == "" {
		m.author(by, t)
	}
	n, err := tx.Insert(ctx, insertMessage, int64(m.Ticket), string(m.Kind), m.Internal, sqldb.ID(m.Author), m.AuthorName,
		m.AuthorAddress, !m.Unverified, string(m.Channel), m.Text, m.Quoted, m.HTML, sqldb.Time(m.CreatedAt), m.MailID, m.RawBlob, m.Proof)
	if err != nil {
		return err
	}
	m.ID = MessageID(n)
	owner := directory.PersonID(by.Person)
	if by.IsSystem() { // It speaks for somebody, and the files are theirs.
		owner = m.Author
	}
	return s.bind(ctx, tx, owner, t, m.ID, files)
}

// author fills in who speaks: the user, when the desk holds the pen for them, else the actor.
func (m *Message) author(by authz.Actor, t *Ticket) {
	if m.Kind == FromUser && !t.Concerns(by.Person) {
		m.Author = t.Requester
		if t.Requester == 0 {
			m.AuthorName, m.AuthorAddress = t.SenderName, t.SenderAddress
		}
		return
	}
	m.Author, m.AuthorName = directory.PersonID(by.Person), by.Name
}

// write returns the change that adds a message of a kind.
func (s *Service) write(by authz.Actor, kind MessageKind, text string, files []AttachmentID) change {
	return func(ctx context.Context, tx *sqldb.Tx, t *Ticket, p *Payload) error {
		m := Message{Kind: kind, Text: text, Channel: Portal}
		if t.Channel == Phone && kind != Note {
			m.Channel = Phone
		}
		return s.say(ctx, tx, by, t, p, &m, files)
	}
}

// say checks and stores a message and ties the event to it.
func (s *Service) say(ctx context.Context, tx *sqldb.Tx, by authz.Actor, t *Ticket, p *Payload, m *Message, files []AttachmentID) error {
	m.Text = clean.Keep(m.Text)
	var f errs.Fields
	if clean.Blank(m.Text) && len(files) == 0 && m.HTML == "" {
		f.Add("text", "ticket.error.text_missing")
	}
	if clean.Length(m.Text) > MaxText {
		f.Add("text", "error.too_long", "max", MaxText)
	}
	if err := f.Err(); err != nil {
		return err
	}
	if err := s.addMessage(ctx, tx, by, t, m, files); err != nil {
		return err
	}
	p.Message, p.Internal = m.ID, m.Internal
	return nil
}

// Messages returns what was said in a case, oldest first: without the desk's own notes for those who may not read them.
func (s *Service) Messages(ctx context.Context, by authz.Actor, t *Ticket) ([]Message, error) {
	files, err := sqldb.All(ctx, s.db, selectAttachments, scanAttachment, int64(t.ID))
	if err != nil {
		return nil, err
	}
	return s.Talk(ctx, by, t, files)
}

// Talk is Messages for a page that has the ticket's files already (Around).
func (s *Service) Talk(ctx context.Context, by authz.Actor, t *Ticket, files []Attachment) ([]Message, error) {
	var w sqldb.Where
	text := `select ` + messageColumns + `, case when a.id is null then 1 = 0 else not ` + namesSeen(&w, by, "a") + ` end
		from message m left join person a on a.id = m.author_id where ` + w.Numbered(`m.ticket_id = ? and (not m.internal or ?) order by m.id`, int64(t.ID), SeesInternal(by, t))
	list, err := sqldb.All(ctx, s.db, sqldb.Q("message.list", text), func(r sqldb.Row) (Message, error) {
		var masked bool
		m, err := scanMessage(more{r, []any{&masked}})
		if masked {
			m.Author, m.AuthorName, m.AuthorAddress, m.Masked = 0, "", "", true
		}
		return m, err
	}, w.Args()...)
	if err != nil {
		return nil, err
	}
	at := map[MessageID]int{}
	for i, m := range list {
		at[m.ID] = i
	}
	for _, a := range files {
		if i, ok := at[a.Message]; ok {
			list[i].Attachments = append(list[i].Attachments, a)
		}
	}
	return list, nil
}

// more lets a scan function read its columns and leaves those after them to others.
type more struct {
	row  sqldb.Row
	rest []any
}

// Scan implements sqldb.Row.
func (m more) Scan(dest ...any) error { return m.row.Scan(append(dest, m.rest...)...) }

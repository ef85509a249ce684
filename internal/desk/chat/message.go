package chat

import (
	"context"
	"encoding/json"
	"errors"
	"io"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

const messageColumns = `m.id, m.chat_id, m.side, m.author_id, m.author_name, m.text, m.key, m.args, m.external, m.files, m.created_at`

func scanMessage(r sqldb.Row) (Message, error) {
	var m Message
	return m, scanInto(r, &m)
}

func scanInto(r sqldb.Row, m *Message, more ...any) error {
	var args string
	err := r.Scan(append([]any{
		&m.ID, &m.Chat, &m.Side, sqldb.ScanID(&m.Author), &m.AuthorName, &m.Text, &m.Key, &args, &m.External, &m.files, sqldb.ScanTime(&m.At),
	}, more...)...)
	if err == nil && args != "" {
		err = json.Unmarshal([]byte(args), &m.Args)
	}
	return err
}

// mostShown bounds how many messages a page shows; more is no chat any more.
const mostShown = 1000

const fileColumns = `f.id, f.chat_id, f.message_id, f.name, f.media_type, f.size, f.blob`

var (
	selectFiles = sqldb.Q("chat_file.list", `select `+fileColumns+` from chat_file f where f.chat_id = $1 order by f.id`)
	selectFile  = sqldb.Q("chat_file.one", `select `+fileColumns+` from chat_file f where f.id = $1 and f.chat_id = $2`)
	insertFile  = sqldb.Q("chat_file.insert", `
		insert into chat_file (chat_id, message_id, name, media_type, size, blob, created_at) values ($1, $2, $3, $4, $5, $6, $7) returning id`)
	selectMessage = sqldb.Q("chat_message.one", `select `+messageColumns+` from chat_message m where m.id = $1`)
	selectSide    = sqldb.Q("chat_message.side", `select side from chat_message where id = $1`)
)

func scanFile(r sqldb.Row) (File, error) {
	var f File
	return f, r.Scan(&f.ID, &f.Chat, &f.Message, &f.Name, &f.MediaType, &f.Size, &f.Blob)
}

func keepFiles(ctx context.Context, tx *sqldb.Tx, m *Message, files []ticket.Attachment) error {
	for _, a := range files {
		f := File{Chat: m.Chat, Message: m.ID, Name: a.Name, MediaType: a.MediaType, Size: a.Size, Blob: a.Blob}
		id, err := tx.Insert(ctx, insertFile, int64(f.Chat), int64(f.Message), f.Name, f.MediaType, f.Size, f.Blob, sqldb.Time(tx.Now()))
		if err != nil {
			return err
		}
		f.ID = FileID(id)
		m.Files = append(m.Files, f)
	}
	return nil
}

// Messages returns what was said in a chat that the actor has loaded, oldest first: without the desk's notes for the one
// who asked. Names of persons with protected identity are left out for those who may not know them. One statement, and one more where files came along.
func (s *Service) Messages(ctx context.Context, by authz.Actor, c *Chat) ([]Message, error) {
	return messages(ctx, s.d.DB, by, c)
}

func messages(ctx context.Context, q sqldb.Querier, by authz.Actor, c *Chat) ([]Message, error) {
	var w sqldb.Where
	condition, args := directory.NamesSeen(by).For("a").SQL()
	masked := w.Numbered(condition, args...)
	notes := by.IsSystem() || Works(by, c)
	text := `select ` + messageColumns + `, case when a.id is null or a.id = ` + w.Numbered(`?`, int64(c.Person)) + ` then 1 = 0 else not (` + masked + `) end
		from chat_message m left join person a on a.id = m.author_id
		where ` + w.Numbered(`m.chat_id = ? and (m.side <> 'note' or ?) order by m.id limit ?`, int64(c.ID), notes, mostShown)
	at := map[MessageID]int{}
	var list []Message
	files := 0
	err := sqldb.Each(ctx, q, sqldb.Q("chat_message.list", text), func(r sqldb.Row) error {
		var m Message
		if err := scanInto(r, &m, &m.Masked); err != nil {
			return err
		}
		if m.Masked {
			m.Author, m.AuthorName = 0, ""
		}
		at[m.ID] = len(list)
		files += m.files
		list = append(list, m)
		return nil
	}, w.Args()...)
	if err != nil || files == 0 {
		return list, err
	}
	return list, sqldb.Each(ctx, q, selectFiles, func(r sqldb.Row) error {
		f, err := scanFile(r)
		if i, ok := at[f.Message]; ok {
			list[i].Files = append(list[i].Files, f)
		}
		return err
	}, int64(c.ID))
}

// Said returns one message with its files, for a channel that delivers it. Errors: errs.NotFound.
func Said(ctx context.Context, q sqldb.Querier, id MessageID) (Message, error) {
	m, err := sqldb.One(ctx, q, selectMessage, scanMessage, int64(id))
	if errors.Is(err, sqldb.ErrNone) {
		return Message{}, errs.Missing()
	}
	if err != nil {
		return Message{}, err
	}
	return m, sqldb.Each(ctx, q, selectFiles, func(r sqldb.Row) error {
		f, err := scanFile(r)
		if f.Message == m.ID {
			m.Files = append(m.Files, f)
		}
		return err
	}, int64(m.Chat))
}

// File returns a file of a chat that the actor sees, and its bytes. Errors: errs.NotFound, the same for a file of another
// chat and one that came with a note.
func (s *Service) File(ctx context.Context, by authz.Actor, chat ID, id FileID) (File, io.ReadSeekCloser, error) {
	c, err := s.Load(ctx, by, chat)
	if err != nil {
		return File{}, nil, err
	}
	f, found, err := sqldb.Maybe(ctx, s.d.DB, selectFile, scanFile, int64(id), int64(c.ID))
	if err == nil && !found {
		err = errs.Missing()
	}
	if err != nil {
		return File{}, nil, err
	}
	side, err := sqldb.One(ctx, s.d.DB, selectSide, sqldb.Value[Side], int64(f.Message))
	if err != nil {
		return File{}, nil, err
	}
	if side == Note && !by.IsSystem() && !Works(by, &c) {
		return File{}, nil, errs.Missing()
	}
	content, err := s.d.Blobs.Get(ctx, f.Blob)
	return f, content, err
}

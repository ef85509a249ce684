package api

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
)

// Message is one thing said in a case.
type Message struct {
	ID          int64        `json:"id"`
	Ref         string       `json:"ref" doc:"The ticket that took the message."`
	Kind        string       `json:"kind" enum:"question,reply,note,solution,machine,exchange" doc:"exchange: between the desk and whoever has the case."`
	Internal    bool         `json:"internal" doc:"For the desk only."`
	Author      *Thing       `json:"author,omitempty"`
	Sender      *Sender      `json:"sender,omitempty" doc:"A sender whom no register knows."`
	Verified    bool         `json:"verified" doc:"False where nobody vouches for who the sender is."`
	Channel     string       `json:"channel"`
	Text        string       `json:"text"`
	Quoted      string       `json:"quoted,omitempty" doc:"The quoted rest of a mail."`
	CreatedAt   time.Time    `json:"created_at"`
	Raw         string       `json:"raw,omitempty" doc:"Where the mail is to be had as it came."`
	Attachments []Attachment `json:"attachments"`
}

// Attachment is a file of a case.
type Attachment struct {
	ID        int64     `json:"id"`
	Name      string    `json:"name"`
	MediaType string    `json:"media_type"`
	Size      int64     `json:"size"`
	URL       string    `json:"url"`
	CreatedAt time.Time `json:"created_at"`
}

func attachmentOf(a *ticket.Attachment) Attachment {
	return Attachment{
		ID: int64(a.ID), Name: a.Name, MediaType: a.MediaType, Size: a.Size, URL: Prefix + "/attachments/" + strconv.FormatInt(int64(a.ID), 10), CreatedAt: a.CreatedAt,
	}
}

func messageOf(m *ticket.Message, internal bool) Message {
	out := Message{
		ID: int64(m.ID), Ref: m.Ticket.String(), Kind: string(m.Kind), Internal: m.Internal, Author: thing(int64(m.Author), m.AuthorName), Verified: !m.Unverified,
		Channel: string(m.Channel), Text: m.Text, Quoted: m.Quoted, CreatedAt: m.CreatedAt, Attachments: []Attachment{},
	}
	if m.Author == 0 && (m.AuthorName != "" || m.AuthorAddress != "") {
		out.Sender = &Sender{Name: m.AuthorName, Address: m.AuthorAddress}
	}
	if m.RawBlob != "" && internal {
		out.Raw = Prefix + "/tickets/" + m.Ticket.String() + "/messages/" + strconv.FormatInt(int64(m.ID), 10) + "/raw"
	}
	for i := range m.Attachments {
		out.Attachments = append(out.Attachments, attachmentOf(&m.Attachments[i]))
	}
	return out
}

// messages registers the operations on what is said.
func (s *service) messages() {
	huma.Register(s.api, op(http.MethodGet, "/tickets/{ref}/messages", "listMessages", "What was said, oldest first", seesTickets(), http.StatusOK), s.listMessages)
	say := op(http.MethodPost, "/tickets/{ref}/messages", addMessage, "Say something in a case", seesTickets(), http.StatusCreated)
	say.Description = "The requester's words go to the desk, and open a solved case again. The desk's go to the user, or, with internal, stay with the desk."
	say.MaxBodyBytes = maxBody
	huma.Register(s.api, say, s.say)
}

type pageInput struct {
	Ref    string `path:"ref" example:"L-100042" maxLength:"40"`
	Limit  int    `query:"limit" minimum:"1" maximum:"500" default:"100"`
	Cursor string `query:"cursor" maxLength:"40" doc:"next of the page before."`
}

// after is the number that the page begins after.
func (in *pageInput) after() (int64, error) {
	if in.Cursor == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(in.Cursor, 36, 64)
	if err != nil || n < 0 {
		return 0, errs.E(errs.Invalid, "error.cursor")
	}
	return n, nil
}

// Messages is a page of what was said.
type Messages struct {
	Items []Message `json:"items"`
	Next  string    `json:"next,omitempty"`
}

type messagesOutput struct{ Body Messages }

func (s *service) listMessages(ctx context.Context, in *pageInput) (*messagesOutput, error) {
	c := web.From(ctx)
	after, err := in.after()
	if err != nil {
		return nil, fail(ctx, err)
	}
	t, err := s.Ticket.Load(ctx, c.Actor(), number(in.Ref))
	if err != nil {
		return nil, fail(ctx, err)
	}
	list, err := s.Ticket.Messages(ctx, c.Actor(), &t)
	if err != nil {
		return nil, fail(ctx, err)
	}
	out := Messages{Items: []Message{}}
	internal := ticket.SeesInternal(c.Actor(), &t)
	for i := range list {
		if int64(list[i].ID) <= after {
			continue
		}
		if len(out.Items) == in.Limit {
			out.Next = strconv.FormatInt(out.Items[in.Limit-1].ID, 36)
			break
		}
		out.Items = append(out.Items, messageOf(&list[i], internal))
	}
	return &messagesOutput{out}, nil
}

type sayInput struct {
	Ref            string `path:"ref" example:"L-100042" maxLength:"40"`
	IdempotencyKey string `header:"Idempotency-Key" maxLength:"200"`
	Body           struct {
		Text        string     `json:"text,omitempty" maxLength:"200000"`
		Internal    bool       `json:"internal,omitempty" doc:"A note that only the desk reads."`
		Attachments []Attached `json:"attachments,omitempty" maxItems:"20"`
	}
}

type sayOutput struct {
	Location string `header:"Location"`
	Body     Message
}

func (s *service) say(ctx context.Context, in *sayInput) (*sayOutput, error) {
	c := web.From(ctx)
	by := c.Actor()
	t, err := s.Ticket.Load(ctx, by, number(in.Ref))
	if err != nil {
		return nil, fail(ctx, err)
	}
	words := ticket.Words{Text: in.Body.Text, Channel: ticket.API}
	if words.Attachments, err = s.attach(ctx, by, in.Body.Attachments); err != nil {
		return nil, fail(ctx, err)
	}
	switch {
	case in.Body.Internal:
		t, err = s.Ticket.Write(ctx, by, t.ID, words)
	case t.Concerns(by.Person):
		t, err = s.Ticket.Ask(ctx, by, t.ID, words)
	default:
		t, err = s.Ticket.Answer(ctx, by, t.ID, words)
	}
	if err != nil {
		return nil, fail(ctx, err)
	}
	out, err := s.said(ctx, by, t.ID, t.Version)
	if err != nil {
		return nil, fail(ctx, err)
	}
	return out, nil
}

// said answers with the message that made a version of the case: others may have spoken since.
func (s *service) said(ctx context.Context, by authz.Actor, id ticket.ID, version int64) (*sayOutput, error) {
	t, err := s.Ticket.Load(ctx, by, id)
	if err != nil {
		return nil, err
	}
	history, err := s.Ticket.History(ctx, by, &t)
	if err != nil {
		return nil, err
	}
	var said ticket.MessageID
	for _, e := range history {
		if e.Pos <= version && e.Message != 0 {
			said = e.Message
		}
	}
	list, err := s.Ticket.Messages(ctx, by, &t)
	if err != nil {
		return nil, err
	}
	for i := range list {
		if list[i].ID == said {
			m := messageOf(&list[i], ticket.SeesInternal(by, &t))
			return &sayOutput{Location: Prefix + "/tickets/" + t.ID.String() + "/messages", Body: m}, nil
		}
	}
	return nil, errs.Missing()
}

package chat

import (
	"context"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/sqldb"
)

// OpenInput begins a chat. A person opens their own; a channel (authz.System) opens one for the Person that it knows, or
// for somebody whom it knows by Name alone.
type OpenInput struct {
	Org      directory.OrgID  // 0: the person's.
	Desk     directory.DeskID // 0: the organisation's first.
	Source   Source           // "": web.
	External string           // The talk's name in the other system; the same name while open is the same chat.
	Person   directory.PersonID
	Name     string
	Topic    string // One line; taken from Text when empty.
	Text     string // The first words.
	Service  ticket.ServiceID
	Lang     i18n.Lang
	Priority int
	Files    []ticket.AttachmentID
	RTT      bool // Wants what is typed to show letter by letter.
	// MessageID is the first words' name in the other system.
	MessageID string
}

func (in *OpenInput) check() error {
	var f errs.Fields
	in.Topic, in.Text, in.Name = clean.KeepLine(in.Topic), clean.Keep(in.Text), clean.Line(in.Name, 200)
	if clean.Blank(in.Topic) {
		in.Topic = clean.Cut(clean.FirstLine(in.Text), 80)
	}
	if clean.Blank(in.Topic) {
		f.Add("topic", "chat.error.topic_missing")
	}
	if clean.Length(in.Topic) > MaxTopic {
		f.Add("topic", "error.too_long", "max", MaxTopic)
	}
	checkText(&f, in.Text)
	return f.Err()
}

// Open begins a chat and puts it in the line. Whoever has one open already goes on in that one, and what they wrote is
// said there. Errors: errs.Invalid, errs.Forbidden, errs.NotFound for a desk or service out of reach.
func (s *Service) Open(ctx context.Context, by authz.Actor, in OpenInput) (Chat, error) {
	var c Chat
	err := s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		var err error
		c, err = s.OpenIn(ctx, tx, by, in)
		return err
	})
	return c, err
}

// OpenIn is Open inside a transaction.
func (s *Service) OpenIn(ctx context.Context, tx *sqldb.Tx, by authz.Actor, in OpenInput) (Chat, error) {
	if err := in.check(); err != nil {
		return Chat{}, err
	}
	if !by.IsSystem() {
		if !by.May(ticket.MayReport) {
			return Chat{}, errs.Denied(string(ticket.MayReport))
		}
		in.Person, in.Source, in.External, in.Priority, in.MessageID = directory.PersonID(by.Person), Web, "", 0, ""
	}
	if in.Source == "" {
		in.Source = Web
	}
	if c, found, err := s.going(ctx, tx, in); err != nil || found {
		if err == nil && !clean.Blank(in.Text) {
			_, err = s.SayIn(ctx, tx, by, c.ID, SayInput{Text: in.Text, Files: in.Files, External: in.MessageID})
		}
		return c, err
	}
	c, err := s.begin(ctx, tx, by, in)
	if err != nil {
		return Chat{}, err
	}
	if err := s.append(ctx, tx, by, &c, EventOpened, Payload{Group: c.Group}); err != nil {
		return Chat{}, err
	}
	if err := save(ctx, tx, &c); err != nil || clean.Blank(in.Text) && len(in.Files) == 0 {
		return c, err
	}
	if _, err := s.SayIn(ctx, tx, by, c.ID, SayInput{Text: in.Text, Files: in.Files, External: in.MessageID}); err != nil {
		return Chat{}, err
	}
	return load(ctx, tx, authz.All(), c.ID, "")
}

// going is the chat that somebody has open already.
func (s *Service) going(ctx context.Context, tx *sqldb.Tx, in OpenInput) (Chat, bool, error) {
	if in.External != "" {
		c, found, err := ByExternal(ctx, tx, in.Source, in.External)
		return c, found && c.Open(), err
	}
	if in.Person == 0 {
		return Chat{}, false, nil
	}
	return sqldb.Maybe(ctx, tx, selectOwnOpen, scan, int64(in.Person), string(in.Source))
}

var countService = sqldb.Q("chat.service", `select count(*) from service where id = $1 and org_id = $2 and active`)

// begin makes the row: who it is, which desk, whose turn it is to answer.
func (s *Service) begin(ctx context.Context, tx *sqldb.Tx, by authz.Actor, in OpenInput) (Chat, error) {
	now := tx.Now()
	c := Chat{
		Org: in.Org, Source: in.Source, External: in.External, Name: in.Name, Topic: in.Topic, Service: in.Service, Lang: in.Lang,
		State: Waiting, Priority: in.Priority, CameAt: now, SaidAt: now, UserSeenAt: now, UserRTT: in.RTT,
	}
	if in.Person != 0 {
		p, err := directory.PersonIn(ctx, tx, by, in.Person)
		if err != nil {
			return Chat{}, err
		}
		c.Person, c.Org, c.Name, c.Sealed = p.ID, p.Org, p.Name(), p.Protected
		if c.Lang == "" {
			c.Lang = p.Lang
		}
	}
	if c.Lang == "" {
		c.Lang = i18n.Swedish
	}
	if c.Org == 0 && in.Desk == 0 {
		return Chat{}, errs.Missing()
	}
	desk, err := directory.DeskFor(ctx, tx, c.Org, in.Desk)
	if err != nil {
		return Chat{}, err
	}
	c.Org, c.Desk = desk.Org, desk.ID
	if c.Service != 0 {
		n, err := sqldb.One(ctx, tx, countService, sqldb.Value[int], int64(c.Service), int64(c.Org))
		if err != nil {
			return Chat{}, err
		}
		if n == 0 {
			return Chat{}, wrong("service", "error.choose")
		}
	}
	if s.d.Group != nil {
		if c.Group, err = s.d.Group(ctx, tx, &c); err != nil {
			return Chat{}, err
		}
	}
	if err := insert(ctx, tx, &c); err != nil {
		return Chat{}, err
	}
	if s.d.Line.Arrive != nil {
		if c.Contact, c.Priority, err = s.d.Line.Arrive(ctx, tx, by, &c); err != nil {
			return Chat{}, err
		}
	}
	return c, nil
}

package notice

import (
	"context"
	"slices"
	"strings"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/sqldb"
)

// ID, HoldID name a notice and a hold.
type (
	ID     int64
	HoldID int64
)

// Kind is what a notice is about.
type Kind string

// The kinds. A hold keeps back what tells of outages, never plain information.
const (
	Disturbance Kind = "disturbance"
	Planned     Kind = "planned"
	Information Kind = "information"
)

// Kinds lists the kinds.
func Kinds() []Kind { return []Kind{Disturbance, Planned, Information} }

// Valid reports whether k is one of the kinds.
func (k Kind) Valid() bool { return slices.Contains(Kinds(), k) }

// State is where a notice stands.
type State string

// The states.
const (
	Draft     State = "draft"
	Published State = "published"
	Ended     State = "ended"
)

// Notice is one thing to tell.
type Notice struct {
	ID                       ID
	Org                      directory.OrgID
	Desk                     directory.DeskID // 0: every desk of the organisation.
	Kind                     Kind
	State                    State
	TitleSv, TextSv, PhoneSv string
	TitleEn, TextEn, PhoneEn string
	Channels                 []Channel
	Units                    []directory.UnitID // Whom it concerns, with everything below; none: everybody.
	Ticket                   ticket.ID
	Outage                   int64
	StartsAt                 time.Time
	EndsAt                   time.Time // Zero: until somebody ends it.
	CreatedBy                directory.PersonID
	CreatedAt                time.Time
	UpdatedAt                time.Time
	PublishedBy              directory.PersonID
	PublishedAt              time.Time
	EndedAt                  time.Time
	Version                  int64
}

// Title is the title in a language; Swedish where nobody has written another.
func (n *Notice) Title(lang i18n.Lang) string { return either(lang, n.TitleEn, n.TitleSv) }

// Text is the text in a language.
func (n *Notice) Text(lang i18n.Lang) string {
	if n.TitleEn == "" {
		return n.TextSv // A title in one language and a text in the other would be read by nobody.
	}
	return either(lang, n.TextEn, n.TextSv)
}

// Lang is the language in which Title and Text answer.
func (n *Notice) Lang(asked i18n.Lang) i18n.Lang {
	if asked == i18n.English && n.TitleEn != "" {
		return i18n.English
	}
	return i18n.Swedish
}

// Spoken is what callers hear before somebody answers.
func (n *Notice) Spoken(lang i18n.Lang) string {
	if spoken := either(lang, n.PhoneEn, n.PhoneSv); spoken != "" && n.Lang(lang) == lang {
		return spoken
	}
	return n.Greeting(lang)
}

// Greeting is the notice in one breath, for a chat's greeting and for a mail.
func (n *Notice) Greeting(lang i18n.Lang) string {
	title, text := strings.TrimSpace(n.Title(lang)), strings.TrimSpace(n.Text(lang))
	if text == "" {
		return title
	}
	if !strings.HasSuffix(title, ".") && !strings.HasSuffix(title, "!") && !strings.HasSuffix(title, "?") {
		title += "."
	}
	return title + " " + text
}

func either(lang i18n.Lang, en, sv string) string {
	if lang == i18n.English && en != "" {
		return en
	}
	return sv
}

// In reports whether the notice runs in a channel.
func (n *Notice) In(c Channel) bool { return slices.Contains(n.Channels, c) }

// Running reports whether the notice is published and lasts at an instant.
func (n *Notice) Running(at time.Time) bool {
	return n.State == Published && !n.StartsAt.After(at) && (n.EndsAt.IsZero() || n.EndsAt.After(at))
}

// Exemption is a relief from service credits, as the capability that reckons them takes it.
type Exemption struct {
	Org     directory.OrgID
	Hold    HoldID
	Ticket  ticket.ID
	Credits string
	Note    string
	From    time.Time
	Until   time.Time // Zero: until further notice.
}

// Deps is what the capability needs.
type Deps struct {
	DB     *sqldb.DB
	Events *event.Log
	Ticket *ticket.Service
	// Exempt hands a hold's relief to whoever reckons service credits, when it is given and when it ends; nil where
	// nobody does.
	Exempt func(ctx context.Context, tx *sqldb.Tx, by authz.Actor, e Exemption) error
}

// Service is the capability's use cases.
type Service struct {
	db     *sqldb.DB
	events *event.Log
	ticket *ticket.Service
	exempt func(ctx context.Context, tx *sqldb.Tx, by authz.Actor, e Exemption) error
}

// New returns the service.
func New(d Deps) *Service {
	return &Service{db: d.DB, events: d.Events, ticket: d.Ticket, exempt: d.Exempt}
}

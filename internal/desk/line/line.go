package line

import (
	"context"
	"slices"
	"time"

	"lotsen/internal/desk/calendar"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/sqldb"
)

// LineID and ContactID number lines and contacts.
type (
	LineID    int64
	ContactID int64
)

// What a call to a line costs whoever calls.
const (
	CostUnsaid   = ""
	CostLocal    = "local"    // At most a Swedish local call.
	CostTollfree = "tollfree" // Nothing.
)

// Costs lists them.
func Costs() []string { return []string{CostUnsaid, CostLocal, CostTollfree} }

// Channels lists the channels in which people wait on a line.
func Channels() []ticket.Channel { return []ticket.Channel{ticket.Phone, ticket.Chat} }

// Line is where contacts wait: a telephone number, or the entrance of a chat.
type Line struct {
	ID             LineID
	Org            directory.OrgID
	Desk           directory.DeskID
	Channel        ticket.Channel
	Key            string
	NameSv, NameEn string
	Number         string // E.164; "" for a chat.
	Queue          string // What the telephone system calls it, where that is not the number.
	Cost           string
	Abroad         bool               // Can be reached from abroad.
	Audience       directory.Category // "": everybody.
	Priority       int                // 0 is ordinary; higher goes ahead of all lower.
	Target         time.Duration      // Answered within.
	Group          directory.GroupID
	Active         bool
	Version        int64
}

// Name is the line's name in a language; Swedish where nobody has written another.
func (l *Line) Name(lang i18n.Lang) string {
	if lang == i18n.English && l.NameEn != "" {
		return l.NameEn
	}
	return l.NameSv
}

// Deps is what the capability needs.
type Deps struct {
	DB     *sqldb.DB
	Events *event.Log
	// Calendar tells whether a contact came within service hours; nil: always.
	Calendar *calendar.Service
	// Available counts who can take a contact now, of a group or of the whole desk (0); nil where nobody keeps that.
	Available func(ctx context.Context, q sqldb.Querier, desk directory.DeskID, group directory.GroupID) (int, error)
	// Secret seals what is shared with telephone systems.
	Secret []byte
}

// Service is the capability's use cases.
type Service struct{ Deps }

// New returns the service.
func New(d Deps) *Service { return &Service{Deps: d} }

func isCost(s string) bool { return slices.Contains(Costs(), s) }

package inbox

import (
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/notify"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/blob"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/sealed"
	"lotsen/internal/kit/sqldb"
)

// Deps is what the package works with.
type Deps struct {
	DB        *sqldb.DB
	Directory *directory.Service
	Ticket    *ticket.Service
	Notify    *notify.Service
	Blobs     blob.Files
	Texts     *i18n.Catalogue
	Domain    string // Of the mailbox that is made when there is none.
	Secret    []byte // Signs the marks of our mail.
	// Read reads a raw mail. Its error says that the mail cannot be read by any means; the Mail then holds what its header
	// says.
	Read func(raw []byte) (Mail, error)
	// Partners takes the answers of whoever has a case in hand; nil where nobody has.
	Partners Partners
	// Monitoring takes the mails of monitoring systems; nil where nobody does.
	Monitoring Monitoring
	// Seal closes what opens mailboxes on other servers.
	Seal *sealed.Box
	// FetchURL judges whether an address that gives tokens may be called.
	FetchURL func(string) error
	BaseURL  string // For links in what the desk's leads are told.
	// Created and Appended bound what one sender may bring about in an hour; 0 means the defaults.
	Created, Appended int
}

// Service is the use cases.
type Service struct{ d Deps }

// The bounds of the fuse against loops and floods, for one sender in one hour.
const (
	defaultCreated  = 20
	defaultAppended = 60
)

// New returns the service.
func New(d Deps) *Service {
	if d.Created == 0 {
		d.Created = defaultCreated
	}
	if d.Appended == 0 {
		d.Appended = defaultAppended
	}
	return &Service{d: d}
}

// Result says what became of a mail.
type Result string

// The results. Waiting is a mail whose taking has failed and will be tried again.
const (
	Created     Result = "created"
	Appended    Result = "appended"
	Recorded    Result = "recorded"
	Quarantined Result = "quarantined"
	Waiting     Result = "waiting"
)

// Why a mail is no ticket's entry, or was only recorded: text "mailbox.reason." + reason.
const (
	ReasonBounce  = "bounce"
	ReasonAuto    = "auto_reply"
	ReasonNotice  = "delivery_notice"
	ReasonList    = "list"
	ReasonLoop    = "loop"
	ReasonRate    = "rate"        // One sender sends too much.
	ReasonLimits  = "limits"      // It cannot be read: too large, too deep.
	ReasonFailed  = "failed"      // Taking it has failed three times.
	ReasonSize    = "too_large"   // Larger than is taken; it lies in a folder of its mailbox.
	ReasonUnread  = "unfetchable" // Its server cannot hand it over.
	ReasonEnded   = "ended"       // Taking it has ended the program, three times.
	ReasonKept    = "kept"        // Somebody has looked at it and left it aside.
	ReasonRelease = "released"
)

// Outcome is what became of a mail, as whoever brought it hears.
type Outcome struct {
	ID          int64 // Of the row in inbound_mail.
	Result      Result
	Ticket      ticket.ID        // 0 for none.
	Entry       ticket.MessageID // 0 for none.
	Attachments int
	Reason      string
}

package parse

import (
	"fmt"
	"time"
)

// Message is a mail that has been read. Ids are without angle brackets.
type Message struct {
	MessageID     string
	MessageIDMade bool // the sender gave none; it is a hash of what the mail says
	InReplyTo     []string
	References    []string // oldest first

	From    Address // of From, or of Sender, Reply-To, Return-Path where From names nobody
	ReplyTo []Address
	To      []Address
	Cc      []Address
	Subject string
	Date    time.Time // as the sender wrote it; zero if it cannot be read

	Text   string // what a reader sees, HTML or not; empty for a mail that says nothing
	Quoted string // Text with quoted passages of HTML marked "> ": hand this to reply.Trim
	HTML   string // cleaned (kit/htmlsafe); empty if the mail is plain text
	Cut    bool   // Text or HTML does not hold all; the raw mail does

	// Salvage is text that was found in a mail whose parts are not where it says they are. Text is empty then.
	// Show it as what could be read of a damaged mail.
	Salvage string
	Defects []Defect

	Languages    []string // Content-Language, then Accept-Language, best first
	Attachments  []Attachment
	RemoteImages int // pictures that were not shown because they lie on another server
	Headers      Headers
	Machine      Machine
	Numbers      []Number

	Invites  []Invite
	Enclosed []Enclosed
	Signers  []string // who has signed, as certificates claim that nobody has checked
	Locked   string   // LockedSMIME, LockedPGP: it is encrypted; "" for what can be read
}

// Address is one mailbox. Either part may be empty in broken mail.
type Address struct{ Name, Address string }

// Attachment is a part that is not shown as text.
type Attachment struct {
	Name      string // safe as a file name, unique in the message, never empty
	Declared  string // the type the sender claims
	Type      string // the type by content; serve it as this, with nosniff and as a download
	ContentID string // without brackets; HTML refers to it as cid:
	Inline    bool   // HTML shows it
	Data      []byte
}

// Headers holds what routing and loop guards look at. Nothing else of the sender's headers is handed on, so no
// forged control header can mean anything.
type Headers struct {
	AutoSubmitted    string // first word, lower case
	Precedence       string // lower case
	SuppressReply    string // X-Auto-Response-Suppress
	FailedRecipients []string
	ReturnPath       string
	NullReturnPath   bool // Return-Path is there and empty
	ListID           string
	ContentType      string // of the whole mail, lower case, without parameters
	ReportType       string // of a multipart/report
	Received         int    // how many servers passed it on
	Loop             []string
	EnvelopeTo       []string // Delivered-To, X-Original-To, Envelope-To
	FromFields       int      // how many From fields there are; one is right
	FromAddresses    int      // and how many addresses they name
	Spam             []string // the gateways that mark it as spam: see spam.go
}

// Defect names something wrong with a mail that was read all the same.
type Defect string

const (
	JunkHeader    Defect = "junk_header"   // header lines that are none
	NoHeaderEnd   Defect = "no_header_end" // no empty line between header and text
	BadMultipart  Defect = "bad_multipart" // parts are announced, but their boundary is missing or never comes
	Unclosed      Defect = "unclosed"      // the last boundary is missing
	BadEncoding   Defect = "bad_encoding"  // base64 or quoted-printable with other characters in it
	WrongCharset  Defect = "wrong_charset" // the character set is unknown or not the one that was used
	UntypedText   Defect = "untyped_text"  // a part says how it is encoded but not what it is
	NoSender      Defect = "no_sender"     // no header names an address to answer to
	TooManyHeader Defect = "too_many_header"
)

// Limits bound what is read. The zero value of a field means its default.
type Limits struct {
	Bytes int // raw size, default 64 MiB
	Depth int // multiparts in multiparts, default 50
	Parts int // default 5,000
	Text  int // bytes of text kept, default 1 MiB
	// Mark is what our own mail carries in LoopHeader. Another value is another installation's; "" takes any for ours.
	Mark string

	level int // how many mails this one lies in
}

func (l Limits) withDefaults() Limits {
	set := func(v *int, d int) {
		if *v <= 0 {
			*v = d
		}
	}
	set(&l.Bytes, 64<<20)
	set(&l.Depth, 50)
	set(&l.Parts, 5_000)
	set(&l.Text, 1<<20)
	return l
}

// Quarantine says that a mail was not read because it would cost too much. Keep the raw mail and show it to an
// administrator; trying again gives the same.
type Quarantine struct{ Reason string }

func (q *Quarantine) Error() string { return fmt.Sprintf("mail goes to quarantine: %s", q.Reason) }

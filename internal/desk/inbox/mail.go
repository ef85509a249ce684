package inbox

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"hash"
	"strings"
	"time"
)

// MaxMessage is the largest mail that is taken, in bytes. Senders are told, as far as a transport can.
const MaxMessage = 30 << 20

// Mail is a message that has been read. Ids are without angle brackets.
type Mail struct {
	ID       string   // Its Message-ID, or one made of what it says.
	Refers   []string // Ids of the messages that it answers, the most certain first.
	FromName string
	From     string // Address of the sender; "" when none can be read.
	Subject  string
	Text     string // All that a reader sees.
	Fresh    string // What its author wrote now,
	Quoted   string // and the rest: what it quotes, its signature.
	HTML     string // Made safe; pictures refer to the files by cid:.
	Damaged  string // What could be read of a mail whose parts are not where it says; Text is empty then.
	Cut      bool   // The texts do not hold all that was said.
	Files    []File
	Machine  Machine
	Numbers  []string // Numbers of other desks in its header and subject.
	Spam     []string // The gateways that mark it as spam, as setting.MailSpam names them.
	Auth     Auth
	Locked   string   // smime, pgp: it is encrypted, and cannot be read here.
	Signers  []string // Who has signed it, as certificates say that nobody has checked.
	Invites  []Invite
	Enclosed []Enclosed
	Head     Head

	filed filed
}

// Invite is an event that a mail brings along.
type Invite struct {
	Method                  string // request, cancel, reply ...
	Title, Place, Organizer string
	Start, End              time.Time // Zero: not told.
	AllDay, Repeats         bool
}

// Enclosed is a mail that was sent along as a file. Who wrote it is what it says, and counts for nothing.
type Enclosed struct{ Subject, From, Text string }

// Head is what hooks may look at beside the texts.
type Head struct {
	To            []string // Addresses, the envelope's too.
	AutoSubmitted string
	Date          time.Time
}

// File is one attachment or picture.
type File struct {
	Name      string
	Type      string // By content.
	ContentID string
	Inline    bool
	Data      []byte
}

// Kind says what sort of machine wrote a mail.
type Kind string

// The kinds, as channel/mail/parse names them.
const (
	Person         Kind = "none"
	AutoReply      Kind = "auto_reply"
	Bounce         Kind = "bounce"
	DeliveryNotice Kind = "delivery_notice"
	List           Kind = "list"
	Loop           Kind = "loop"
	Generated      Kind = "generated" // By a system, and meant to be read.
)

// Machine is what is known of a mail that no person wrote.
type Machine struct {
	Kind      Kind
	Originals []string // Ids of the messages that it is about.
	Permanent bool     // A bounce that trying again does not cure.
	Recipient string   // Who was not reached.
	Status    string
	Reason    string // Which mark told.
}

// digest names a mail by its bytes: the same from a pipe and by SMTP, whatever the line ends.
func digest(box MailboxID, raw []byte) string {
	h := sha256.New()
	number(h, int64(box))
	text := strings.ReplaceAll(string(raw), "\r\n", "\n")
	if strings.HasPrefix(text, "From ") {
		_, text, _ = strings.Cut(text, "\n")
	}
	h.Write([]byte(strings.TrimRight(text, "\n")))
	return hex.EncodeToString(h.Sum(nil))
}

// twin names a mail by what it says: the same mail that took another way has other bytes and the same twin.
func (m *Mail) twin(box MailboxID) string {
	h := sha256.New()
	number(h, int64(box))
	for _, s := range []string{m.ID, strings.ToLower(m.From), m.Text, m.HTML, m.Damaged} {
		number(h, int64(len(s)))
		h.Write([]byte(s))
	}
	for _, f := range m.Files {
		number(h, int64(len(f.Name)))
		h.Write([]byte(f.Name))
		number(h, int64(len(f.Data)))
		h.Write(f.Data)
	}
	return hex.EncodeToString(h.Sum(nil))
}

func number(h hash.Hash, n int64) {
	var b [8]byte
	binary.BigEndian.PutUint64(b[:], uint64(n)) //nolint:gosec // Any bits will do.
	h.Write(b[:])
}

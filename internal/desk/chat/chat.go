package chat

import (
	"strconv"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/i18n"
)

// ID is a chat's number.
type ID int64

// MessageID is the number of something said in a chat; later messages have higher numbers.
type MessageID int64

// Source is where the user writes.
type Source string

// The sources.
const (
	Web   Source = "web"
	Teams Source = "teams"
)

// State is how far a chat has come.
type State string

// The states.
const (
	Waiting State = "waiting"
	Active  State = "active"
	Ended   State = "ended"
)

// How a chat ended.
const (
	ByUser  = "user"
	ByAgent = "agent"
	ByIdle  = "idle" // Nobody said anything for long.
	ByLeft  = "left" // The user was gone before anybody answered.
)

// Side is whose words something is.
type Side string

// The sides.
const (
	User  Side = "user"
	Agent Side = "agent"
	Note  Side = "note"  // The desk to itself.
	Event Side = "event" // Something happened: Key and Args say what, in the reader's language.
)

// Limits.
const (
	MaxText  = 8000 // Runes of one message.
	MaxTopic = 200
	MaxFiles = 10 // Of one message.
)

// Chat is one talk.
type Chat struct {
	ID         ID
	Org        directory.OrgID
	Desk       directory.DeskID
	Contact    int64 // On its line (desk/line); 0 before it has one.
	Source     Source
	External   string // The talk's name in the other system.
	Person     directory.PersonID
	Name       string // As the user is shown.
	Sealed     bool
	Topic      string
	Service    ticket.ServiceID
	Lang       i18n.Lang
	State      State
	Priority   int
	Group      directory.GroupID
	Agent      directory.PersonID
	Ticket     ticket.ID
	CameAt     time.Time
	AnsweredAt time.Time
	EndedAt    time.Time
	EndedHow   string
	SaidAt     time.Time
	SaidBy     Side
	// The newest message that each side has had on the screen, and when it last had the page open.
	UserRead, AgentRead     MessageID
	UserSeenAt, AgentSeenAt time.Time
	// UserRTT and AgentRTT say who wants what is typed to show letter by letter.
	UserRTT, AgentRTT bool
	Version           int64
}

// Open reports whether the talk goes on.
func (c *Chat) Open() bool { return c.State != Ended }

// RealTime reports whether what is typed shows letter by letter: both sides want it.
func (c *Chat) RealTime() bool { return c.UserRTT && c.AgentRTT }

// Message is one thing said, or one thing that happened.
type Message struct {
	ID         MessageID
	Chat       ID
	Side       Side
	Author     directory.PersonID
	AuthorName string
	Text       string
	Key        string            // Of an event: the text "chat.event." + Key.
	Args       map[string]string // Its arguments.
	External   string            // The message's name in the other system.
	At         time.Time
	Files      []File
	files      int // How many came with it.
	// Masked says that the author has protected identity and that the reader may not know who it is.
	Masked bool
}

// FileID is the number of a file in a chat.
type FileID int64

// File is something that came with a message.
type File struct {
	ID        FileID
	Chat      ID
	Message   MessageID
	Name      string
	MediaType string
	Size      int64
	Blob      string
}

// presentFor is how long somebody counts as there without a new sign.
const presentFor = 75 * time.Second

// typingFor is how long somebody counts as typing without a new sign.
const typingFor = 8 * time.Second

// UserThere reports whether the user has the chat open.
func (c *Chat) UserThere(now time.Time) bool { return now.Sub(c.UserSeenAt) < presentFor }

// AgentThere reports whether the agent in charge has the chat open.
func (c *Chat) AgentThere(now time.Time) bool {
	return !c.AgentSeenAt.IsZero() && now.Sub(c.AgentSeenAt) < presentFor
}

// String is the number as addresses carry it.
func (id ID) String() string { return strconv.FormatInt(int64(id), 10) }

// String is the number as addresses carry it.
func (id FileID) String() string { return strconv.FormatInt(int64(id), 10) }

package ticket

import (
	"strconv"
	"strings"
	"time"

	"lotsen/internal/desk/directory"
)

// ID is a ticket's number.
type ID int64

// The things around a ticket. Services and suppliers belong to capabilities of their own.
type (
	CategoryID   int64
	MessageID    int64
	AttachmentID int64
	ViewID       int64
	TemplateID   int64
	ServiceID    int64
	SupplierID   int64
)

// prefix stands before the number wherever people see it.
const prefix = "L-"

// String returns the main number as people see it, for example L-100042.
func (id ID) String() string { return prefix + strconv.FormatInt(int64(id), 10) }

// ParseID reads a main number as people write it: L-100042, l100042, #100042 or 100042.
func ParseID(s string) (ID, bool) {
	s = strings.TrimSpace(s)
	s = strings.TrimLeft(s, "#")
	if len(s) > 0 && (s[0] == 'L' || s[0] == 'l') {
		s = strings.TrimPrefix(s[1:], "-")
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n <= 0 || s[0] == '+' {
		return 0, false
	}
	return ID(n), true
}

// Ticket is one case as it stands now. The zero time means "not yet".
type Ticket struct {
	ID            ID
	Org           directory.OrgID
	Desk          directory.DeskID
	Kind          Kind
	KindVersion   int64
	State         State
	Substate      string
	Sealed        bool
	Title         string
	Channel       Channel
	Requester     directory.PersonID // 0 when no register knows the sender.
	Reporter      directory.PersonID // Who reported on the requester's behalf; 0 when it was the requester.
	SenderName    string
	SenderAddress string
	Unit          directory.UnitID
	Site          directory.SiteID
	Category      CategoryID
	Impact        int // 1 (many) to 3 (one person).
	Urgency       int // 1 (at once) to 3 (can wait).
	Priority      int // 1 (first) to 5 (last).
	Group         directory.GroupID
	Assignee      directory.PersonID
	Service       ServiceID
	Supplier      SupplierID // Who works on it now for the desk; 0 while it is at the desk.
	HoldCode      string     // Why it waits, as one of the organisation's pause reasons.
	HoldReason    string
	HoldUntil     time.Time
	Solution      string
	SolutionCode  string
	ClosedHow     string
	FirstContact  bool
	Reopened      int
	HandOvers     int
	MergedInto    ID
	DetectedAt    time.Time
	CreatedAt     time.Time
	UpdatedAt     time.Time
	AssignedAt    time.Time // First time that somebody was named.
	RepliedAt     time.Time // First answer to the user.
	ResolvedAt    time.Time
	ToldAt        time.Time // When the user is known to have received word of the solution.
	CloseDue      time.Time
	ClosedAt      time.Time
	FollowedUpAt  time.Time
	AwaitsDesk    bool
	Residents     int       // How many residents and companies are concerned.
	Via           Via       // In which capacity the reporter came.
	DueAt         time.Time // When the next clock breaks; zero while none runs. Kept by those who own the clocks.
	DueClock      string    // Which clock that is.
	// ContactWay is how the user hears of this case; "" is as they have it otherwise.
	ContactWay directory.Way
	// OwedAt is since when the desk owes the user a word, a call, another way; kept by notify, told by no event.
	OwedAt       time.Time
	OwedWhat     string // The first of what is owed, in a word of notify's.
	WithinTarget *bool
	Version      int64
}

// How a ticket was closed.
const (
	ByUser    = "accepted"
	ByTimeout = "timeout"
	ByDesk    = "desk"
)

// Concerns reports whether the person is the requester or the reporter.
func (t *Ticket) Concerns(p int64) bool {
	return p != 0 && (int64(t.Requester) == p || int64(t.Reporter) == p)
}

package duty

import (
	"slices"
	"sync"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
)

// State is whether somebody takes calls and chats.
type State string

// The states. Somebody who is busy is there and gets nothing new.
const (
	Available State = "available"
	Busy      State = "busy"
	Away      State = "away"
)

// States lists them.
func States() []State { return []State{Available, Busy, Away} }

// Valid reports whether s is one of the states.
func (s State) Valid() bool { return slices.Contains(States(), s) }

// MostChats is more chats than anybody can hold at once.
const MostChats = 20

// Agent is somebody at a desk.
type Agent struct {
	Org    directory.OrgID
	Desk   directory.DeskID
	Person directory.PersonID
	Name   string // "" when the reader may not know it.
	State  State
	// Chats is how many chats at once: the agent's own number, or what the organisation has decided.
	Chats int
	Since time.Time
	Skill int // In the group that was asked about; 1 to 3, 0 where none was.
	// Groups are the names of the desk's groups that the agent belongs to; only List fills them in.
	Groups []string
}

// Deps is what the capability needs.
type Deps struct {
	DB        *sqldb.DB
	Events    *event.Log
	Directory *directory.Service
}

// Service is the capability's use cases.
type Service struct {
	d     Deps
	mu    sync.Mutex
	rules map[directory.DeskID]ruleSet
}

// New returns the service and subscribes it to what happens to groups.
func New(d Deps) *Service {
	s := &Service{d: d, rules: map[directory.DeskID]ruleSet{}}
	d.Events.On(directory.GroupChanged, s.onGroup)
	return s
}

package school

import (
	"context"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/directory/guardian"
	"lotsen/internal/desk/directory/roster"
	"lotsen/internal/kit/sealed"
	"lotsen/internal/kit/sqldb"
)

// ID is a register of schools that is asked.
type ID int64

// How a register lets us in.
const (
	Bearer            = "bearer"
	Key               = "key"
	ClientCredentials = "client"
)

// How the last reading went.
const (
	OK     = "ok"
	Failed = "failed"
	Waits  = "waits" // Too much would end; somebody must say yes.
)

// Access is what it takes to ask a register.
type Access struct {
	BaseURL, Auth, Client, TokenURL, Scope, Secret string
}

// Source is a register as it is set up. Its secret is not here.
type Source struct {
	ID        ID
	Org       directory.OrgID
	Name      string
	Access    Access // Without the secret.
	HasSecret bool
	MostEnded int // Percent.
	Active    bool
	RanAt     time.Time
	Outcome   string
	Report    Report
	Version   int64
}

// Report is what a reading did, or would do, in numbers alone.
type Report struct {
	Counts  map[roster.Kind]map[roster.Action]int `json:"counts,omitempty"`
	Unknown map[string]int                        `json:"unknown,omitempty"` // Values that nobody knows, by how often.
	Fault   string                                `json:"fault,omitempty"`
	Share   int                                   `json:"share,omitempty"` // Percent of the people that would end.
}

// Register is a whole answer.
type Register struct {
	Units     []Unit
	Pupils    []Person
	Guardians []Person
	Relations []Relation
	Unknown   map[string]int
}

// Unit is a school, or what schools belong to.
type Unit struct{ ID, Parent, Name, Code string }

// Person is a pupil or a guardian.
type Person struct {
	ID, Given, Family, Email, Login, Born, Unit string
	Protected                                   bool
}

// Relation is what a grown-up is to a pupil.
type Relation struct {
	Guardian, Child string
	Kind            guardian.Kind
}

// Reader asks a register for everything.
type Reader interface {
	Read(ctx context.Context, a Access) (Register, error)
	Check(address string) error
}

// Deps is what the package works with.
type Deps struct {
	DB     *sqldb.DB
	Roster *roster.Service
	Reader Reader
	Secret []byte // The installation's.
}

// Service is the use cases.
type Service struct {
	Deps
	box *sealed.Box
}

// New returns the service.
func New(d Deps) (*Service, error) {
	box, err := sealed.New(d.Secret, "school")
	return &Service{d, box}, err
}

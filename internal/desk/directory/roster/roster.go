package roster

import (
	"context"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/directory/guardian"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/csvfile"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// maxFile bounds a file: a hundred thousand people are about twenty megabytes.
const maxFile = 200 << 20

// Kind is what a file lists.
type Kind string

// The kinds.
const (
	People    Kind = "people"
	Units     Kind = "units"
	Relations Kind = "relations" // Guardians and children, both of whom the register knows.
)

// Options say how a file is to be read.
type Options struct {
	Kind Kind
	// Whole says that the file lists everybody: who came from a register and is not in it has left.
	Whole bool
	// Prefix names a register by how its ids begin: a whole file ends nobody of another one.
	Prefix string
}

// Action is what a plan does with a row.
type Action string

// The actions.
const (
	Added     Action = "new"
	Changed   Action = "changed"
	Unchanged Action = "unchanged"
	Ended     Action = "ended"
	Refused   Action = "refused"
)

// Row is one line of a plan.
type Row struct {
	Line    int // In the file; 0 for a row that is not in it.
	ID      string
	Name    string
	Action  Action
	Changes []directory.Change
	Reasons []Reason
}

// Reason says why a row is refused.
type Reason = csvfile.Reason

// Plan is what a file would do. Rows leaves out what is unchanged, and what the reader may not know of: rows about
// protected people are counted in Hidden instead.
type Plan struct {
	Kind      Kind
	Digest    string // Names this plan: Apply asks for it.
	Counts    map[Action]int
	Hidden    int
	Rows      []Row
	Columns   []string // Headers that were understood.
	Ignored   []string // Headers that were not.
	NewPlaces []string // Sites and cost centres that will be made.
}

// Deps is what the package works with.
type Deps struct {
	DB        *sqldb.DB
	Directory *directory.Service
	Guardian  *guardian.Service
}

// Service is the use cases.
type Service struct {
	db       *sqldb.DB
	dir      *directory.Service
	guardian *guardian.Service
}

// New returns the service.
func New(d Deps) *Service { return &Service{db: d.DB, dir: d.Directory, guardian: d.Guardian} }

// Plan reads a file and says what it would do. It fails with Invalid when the file cannot be read at all: the text names
// line and column.
func (s *Service) Plan(ctx context.Context, by authz.Actor, org directory.OrgID, file []byte, o Options) (Plan, error) {
	w, err := s.prepare(ctx, by, org, file, o)
	if err != nil {
		return Plan{}, err
	}
	return w.plan(), nil
}

// Apply carries out the plan with that digest and returns it. It fails with Conflict when the file or the register is
// not what it was when the plan was made; nothing has been written then.
func (s *Service) Apply(ctx context.Context, by authz.Actor, org directory.OrgID, file []byte, o Options, digest string) (Plan, error) {
	w, err := s.prepare(ctx, by, org, file, o)
	if err != nil {
		return Plan{}, err
	}
	if w.plan().Digest != digest {
		return Plan{}, errs.E(errs.Conflict, "import.outdated")
	}
	if err := w.apply(ctx); err != nil {
		return Plan{}, err
	}
	return w.plan(), s.note(ctx, by, org, file, w)
}

// work is a file on its way into the directory.
type work interface {
	plan() Plan
	apply(ctx context.Context) error
}

func (s *Service) prepare(ctx context.Context, by authz.Actor, org directory.OrgID, file []byte, o Options) (work, error) {
	if !mayImport(by, org) {
		return nil, errs.Denied(string(Run))
	}
	t, err := csvfile.Read(file, maxFile)
	if err != nil {
		return nil, err
	}
	switch o.Kind {
	case Units:
		return s.prepareUnits(ctx, by, org, t, o)
	case Relations:
		return s.prepareRelations(ctx, by, org, t, o)
	}
	return s.preparePeople(ctx, by, org, t, o)
}

package catalogue

import (
	"context"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
)

// Option is something that a field can refer to.
type Option struct {
	ID   int64
	Text string
	More string // What tells two of the same name apart.
}

// Due is an offer whose owner is to look at it again.
type Due struct {
	Item  ID
	Org   directory.OrgID
	Desk  directory.DeskID // Whose letter it is; 0 where the organisation has no desk.
	Owner directory.PersonID
	Key   string
	Sv    string
	En    string
	At    time.Time
}

// Deps is what the capability works with. Hooks that are nil know nothing.
type Deps struct {
	DB     *sqldb.DB
	Events *event.Log
	// Devices are the devices of a person that the actor may know of.
	Devices func(ctx context.Context, by authz.Actor, person directory.PersonID) ([]Option, error)
	// Objects are what an organisation's register of resources and objects holds of a service.
	Objects func(ctx context.Context, by authz.Actor, org directory.OrgID, service int64) ([]Option, error)
	// Measured are the working days that deliveries have taken of late, by offer.
	Measured func(ctx context.Context, org directory.OrgID, items []ID) (map[ID]int, error)
	// Remind tells owners that reviews are due.
	Remind func(ctx context.Context, tx *sqldb.Tx, due Due) error
}

// Service is the use cases.
type Service struct {
	db       *sqldb.DB
	events   *event.Log
	devices  func(ctx context.Context, by authz.Actor, person directory.PersonID) ([]Option, error)
	objects  func(ctx context.Context, by authz.Actor, org directory.OrgID, service int64) ([]Option, error)
	measured func(ctx context.Context, org directory.OrgID, items []ID) (map[ID]int, error)
	remind   func(ctx context.Context, tx *sqldb.Tx, due Due) error
}

// New returns the service.
func New(d Deps) *Service {
	return &Service{db: d.DB, events: d.Events, devices: d.Devices, objects: d.Objects, measured: d.Measured, remind: d.Remind}
}

package directory

import (
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
)

// The ids of what the directory keeps.
type (
	OrgID        int64
	AuthorityID  int64
	DeskID       int64
	WayID        int64
	SiteID       int64
	CostCentreID int64
	ReferenceID  int64
	UnitID       int64
	PersonID     int64
	GroupID      int64
)

// Deps is what the directory works with.
type Deps struct {
	DB     *sqldb.DB
	Events *event.Log
}

// Service is the directory's use cases.
type Service struct {
	db     *sqldb.DB
	events *event.Log
}

// New returns the directory.
func New(d Deps) *Service { return &Service{db: d.DB, events: d.Events} }

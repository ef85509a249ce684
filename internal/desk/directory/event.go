package directory

// The kinds of streams and the types of events of the directory.
const (
	PersonStream = "person"
	UnitStream   = "unit"
	GroupStream  = "group"
	OrgStream    = "organisation"

	// ReferenceStream is an invoice reference's.
	ReferenceStream = "reference"

	PersonAdded         = "person.added"
	PersonChanged       = "person.changed"
	PersonWasHidden     = "person.protected"   // Whoever shows rows about the person hides them in the same transaction.
	PersonWasOpened     = "person.unprotected" // The reverse.
	PersonEnded         = "person.ended"       // Sessions, tokens and grants of the person die with it.
	PersonReturned      = "person.returned"
	UnitAdded           = "unit.added"
	UnitChanged         = "unit.changed"
	UnitMoved           = "unit.moved"
	ReferenceAdded      = "reference.added"
	ReferenceChanged    = "reference.changed"
	OrganisationAdded   = "organisation.added"
	OrganisationChanged = "organisation.changed"
	GroupAdded          = "group.added"
	GroupChanged        = "group.changed"
	GroupMembers        = "group.members"
)

// Change is one field of a row, before and after, as people read it.
type Change struct {
	Field string `json:"field"`
	Old   string `json:"old,omitempty"`
	New   string `json:"new,omitempty"`
}

// Changed is the payload of events that tell what differs. Values of a protected person are left out.
type Changed struct {
	Changes []Change `json:"changes,omitempty"`
}

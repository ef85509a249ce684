package directory

import (
	"slices"
	"strings"

	"lotsen/internal/kit/i18n"
)

// Category says what a person is to the organisation; rules, statistics and basic rights differ by it.
type Category string

// The categories.
const (
	Employee   Category = "employee"
	Pupil      Category = "pupil"
	Guardian   Category = "guardian"
	Elected    Category = "elected" // An elected representative.
	Consultant Category = "consultant"
	Supplier   Category = "supplier"
	Other      Category = "other"
)

// Categories lists the categories in the order in which a form offers them.
func Categories() []Category {
	return []Category{Employee, Pupil, Guardian, Elected, Consultant, Supplier, Other}
}

// Valid reports whether the category is one of ours.
func (c Category) Valid() bool { return slices.Contains(Categories(), c) }

// Person is somebody the organisation knows.
type Person struct {
	ID         PersonID
	Org        OrgID
	ExternalID string // The id in the register that the person comes from; "" for one made here.
	Given      string
	Family     string
	Category   Category
	Title      string
	Email      string
	Phone      string
	Mobile     string
	Unit       UnitID
	Site       SiteID
	Lang       i18n.Lang
	Needs      string // What the person needs from the desk, in words for the agent.
	Contact    Preference
	Protected  bool // Protected identity.
	Active     bool // False when the person has left.
	Login      string
	Version    int64
}

// Name returns the name as it is read aloud: given name first.
func (p Person) Name() string { return strings.TrimSpace(p.Given + " " + p.Family) }

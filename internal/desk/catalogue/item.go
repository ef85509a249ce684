package catalogue

import (
	"slices"
	"strings"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/i18n"
)

// ID is an offer's number. People know it by its key.
type ID int64

// Kind is what sort of thing is asked for. It decides by which verb it is ordered.
type Kind string

// The kinds.
const (
	Order       Kind = "order"
	Access      Kind = "access"
	Account     Kind = "account"
	Request     Kind = "request"
	Booking     Kind = "booking"
	Development Kind = "development" // A new system, or an addition: no order binds it.
)

// Kinds lists the kinds.
func Kinds() []Kind { return []Kind{Order, Access, Account, Request, Booking, Development} }

// State is where an offer stands.
type State string

// The states. A draft has never been published; what is published may have a newer draft beside it.
const (
	Draft     State = "draft"
	Published State = "published"
	Retired   State = "retired"
)

// Categories lists the shelves in the order in which a list shows them. A catalogue may have others, which stand last
// under the word that they are called by.
func Categories() []string {
	return []string{
		"workplace", "mobile", "print", "network", "accessory", "software", "account", "access", "telephony", "storage", "room",
		"training", "camera", "project", "rental", "other",
	}
}

// Config is everything that one version of an offer says.
type Config struct {
	Kind     Kind   `json:"kind"`
	Category string `json:"category,omitempty"`
	NameSv   string `json:"name_sv"`
	NameEn   string `json:"name_en,omitempty"`
	AboutSv  string `json:"about_sv,omitempty"`
	AboutEn  string `json:"about_en,omitempty"`
	TermsSv  string `json:"terms_sv,omitempty"`
	TermsEn  string `json:"terms_en,omitempty"`
	Keywords string `json:"keywords,omitempty"` // Words that people search by.

	Service  ticket.ServiceID  `json:"service,omitempty"`
	Supplier ticket.SupplierID `json:"supplier,omitempty"` // 0: the desk delivers.
	Group    directory.GroupID `json:"group,omitempty"`    // Who fulfils it at the desk.
	Level    int               `json:"level,omitempty"`    // The number of a support level; 0: none.

	LeadDays    int `json:"lead_days,omitempty"`    // Promised, in working days.
	RenewMonths int `json:"renew_months,omitempty"` // Replaced by itself after so long; 0: never.
	Most        int `json:"most,omitempty"`         // The most that one line may ask for; 0: one.

	Prices  []Price    `json:"prices,omitempty"`
	Steps   []Step     `json:"steps,omitempty"`
	Fields  []Field    `json:"fields,omitempty"`
	Visible Visibility `json:"visible,omitzero"`

	Connector      string                       `json:"connector,omitempty"`       // What runs at once instead of a task.
	Model          string                       `json:"model,omitempty"`           // Kinds of devices of the range, of which one is chosen: "laptop desktop".
	Rule           string                       `json:"rule,omitempty"`            // A special rule by its name: see catalogue/rule.
	Routes         map[string]directory.GroupID `json:"routes,omitempty"`          // Who fulfils it by the outcome of the rule.
	NeedsReference bool                         `json:"needs_reference,omitempty"` // It is paid for by an invoice reference.
}

// Item is an offer in one of its versions.
type Item struct {
	ID      ID
	Org     directory.OrgID
	Key     string
	State   State
	Version int64 // Of what is said: 1 for the first that was published, 0 for a draft.
	Lock    int64 // Of the row: what somebody who changes it must have seen.
	Owner   directory.PersonID
	Review  time.Time // When the owner is to look at it again; zero: never.
	// Drafted reports whether something is written that is not published yet.
	Drafted   bool
	Shipped   string // The key of the shipped offer that it began as.
	Measured  int    // Working days that deliveries have taken of late; 0 where nothing is known.
	UpdatedAt time.Time
	UpdatedBy directory.PersonID
	Config
}

// Step is one decision that an order needs. Equal Seq are taken side by side.
type Step struct {
	Seq  int    `json:"seq"`
	Verb string `json:"verb,omitempty"` // "": approval.decide.
	By   By     `json:"by"`
	Over int64  `json:"over,omitempty"` // Öre above which it is needed; 0: always.
}

// By says whose decision a step is: who holds the verb for what the line names.
type By string

// The ways to find who decides.
const (
	ByReference  By = "reference"
	ByCostCentre By = "cost_centre"
	ByService    By = "service"
	ByObject     By = "object"
	ByManager    By = "manager"
)

// Bys lists them.
func Bys() []By { return []By{ByReference, ByCostCentre, ByService, ByObject, ByManager} }

// Name is what the offer is called in a language.
func (c *Config) Name(lang string) string { return either(lang, c.NameEn, c.NameSv) }

// About is what it is, in a language. Without an English name the Swedish words stand together.
func (c *Config) About(lang string) string { return c.either(lang, c.AboutEn, c.AboutSv) }

// Terms are its conditions.
func (c *Config) Terms(lang string) string { return c.either(lang, c.TermsEn, c.TermsSv) }

func (c *Config) either(lang, en, sv string) string {
	if c.NameEn == "" {
		return sv
	}
	return either(lang, en, sv)
}

func either(lang, en, sv string) string {
	if lang == string(i18n.English) && en != "" {
		return en
	}
	return sv
}

// Lang is the language that Name answers in.
func (c *Config) Lang(asked string) string {
	if asked == string(i18n.English) && c.NameEn != "" {
		return asked
	}
	return string(i18n.Swedish)
}

// MostOf is how many one line may ask for.
func (c *Config) MostOf() int { return max(c.Most, 1) }

// Models are the kinds of devices of which one is chosen; none where no device is.
func (c *Config) Models() []string { return strings.Fields(c.Model) }

// Orderable reports whether new orders may be made of it at all.
func (i *Item) Orderable() bool { return i.State == Published && i.Version > 0 }

// shelf is where a category stands among the others.
func shelf(category string) int {
	if at := slices.Index(Categories(), category); at >= 0 {
		return at
	}
	return len(Categories())
}

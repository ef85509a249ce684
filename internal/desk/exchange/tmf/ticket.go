package tmf

import (
	"encoding/json"
	"time"
)

// Prefix is where the interface begins.
const Prefix = "/tmf-api/troubleTicket/v5"

// Status is how a case stands, as both sides spell it.
type Status string

// The statuses of the standard.
const (
	Acknowledged Status = "acknowledged"
	Rejected     Status = "rejected"
	Pending      Status = "pending"
	Held         Status = "held"
	InProgress   Status = "inProgress"
	Cancelled    Status = "cancelled"
	Closed       Status = "closed"
	Resolved     Status = "resolved"
)

// Statuses lists them in the order of a case's life.
func Statuses() []Status {
	return []Status{Acknowledged, InProgress, Pending, Held, Resolved, Closed, Rejected, Cancelled}
}

// Valid reports whether s is one of them.
func (s Status) Valid() bool {
	for _, known := range Statuses() {
		if s == known {
			return true
		}
	}
	return false
}

// TroubleTicket is a case as it is sent.
type TroubleTicket struct {
	Type                  string               `json:"@type"`
	ID                    string               `json:"id,omitempty"`
	Href                  string               `json:"href,omitempty"`
	Name                  string               `json:"name,omitempty"`
	Description           string               `json:"description,omitempty"`
	Severity              string               `json:"severity,omitempty"`
	Priority              string               `json:"priority,omitempty"`
	TicketType            string               `json:"ticketType,omitempty"`
	CreationDate          *time.Time           `json:"creationDate,omitempty"`
	LastUpdate            *time.Time           `json:"lastUpdate,omitempty"`
	ExpectedResolution    *time.Time           `json:"expectedResolutionDate,omitempty"`
	ResolutionDate        *time.Time           `json:"resolutionDate,omitempty"`
	Status                Status               `json:"status,omitempty"`
	StatusChangeDate      *time.Time           `json:"statusChangeDate,omitempty"`
	StatusChangeReason    string               `json:"statusChangeReason,omitempty"`
	StatusChangeHistory   []StatusChange       `json:"statusChangeHistory,omitempty"`
	Channel               *EntityRef           `json:"channel,omitempty"`
	ExternalIdentifier    []ExternalIdentifier `json:"externalIdentifier,omitempty"`
	Note                  []Note               `json:"note,omitempty"`
	Attachment            []Attachment         `json:"attachment,omitempty"`
	RelatedEntity         []json.RawMessage    `json:"relatedEntity,omitempty"`
	Characteristic        []json.RawMessage    `json:"troubleTicketCharacteristic,omitempty"`
	RelatedParty          json.RawMessage      `json:"relatedParty,omitempty"`
	RequestedResolution   json.RawMessage      `json:"requestedResolutionDate,omitempty"`
	TroubleTicketRelation json.RawMessage      `json:"troubleTicketRelationship,omitempty"`
	Specification         json.RawMessage      `json:"troubleTicketSpecification,omitempty"`
}

// Note is something said in a case. Its id names it for good: whoever receives it twice knows it.
type Note struct {
	Type   string     `json:"@type"`
	ID     string     `json:"id,omitempty"`
	Author string     `json:"author,omitempty"`
	Date   *time.Time `json:"date,omitempty"`
	Text   string     `json:"text"`
}

// Attachment is a file, with its bytes or with the address where they are.
type Attachment struct {
	Type           string    `json:"@type"`
	ID             string    `json:"id,omitempty"`
	Href           string    `json:"href,omitempty"`
	Name           string    `json:"name,omitempty"`
	Description    string    `json:"description,omitempty"`
	AttachmentType string    `json:"attachmentType,omitempty"`
	MimeType       string    `json:"mimeType,omitempty"`
	URL            string    `json:"url,omitempty"`
	Content        string    `json:"content,omitempty"` // Base64.
	Size           *Quantity `json:"size,omitempty"`
}

// Quantity is an amount with its unit.
type Quantity struct {
	Amount float64 `json:"amount"`
	Units  string  `json:"units"`
}

// ExternalIdentifier is the case's number in another system.
type ExternalIdentifier struct {
	Type  string `json:"@type"`
	ID    string `json:"id"`
	Owner string `json:"owner,omitempty"`
	Kind  string `json:"externalIdentifierType,omitempty"`
}

// StatusChange is one step of the case's life.
type StatusChange struct {
	Type   string     `json:"@type"`
	Status Status     `json:"status"`
	Date   *time.Time `json:"statusChangeDate,omitempty"`
	Reason string     `json:"statusChangeReason,omitempty"`
}

// EntityRef names a thing elsewhere.
type EntityRef struct {
	Type         string `json:"@type"`
	ID           string `json:"id"`
	Href         string `json:"href,omitempty"`
	Name         string `json:"name,omitempty"`
	ReferredType string `json:"@referredType,omitempty"`
}

// Characteristic is a further attribute that two desks have agreed on.
type Characteristic struct {
	Type      string `json:"@type"`
	ID        string `json:"id,omitempty"`
	Name      string `json:"name"`
	ValueType string `json:"valueType,omitempty"`
	Value     any    `json:"value"`
}

// Hub is a listener.
type Hub struct {
	Type     string `json:"@type"`
	ID       string `json:"id,omitempty"`
	Href     string `json:"href,omitempty"`
	Callback string `json:"callback"`
	Query    string `json:"query,omitempty"`
	// Secret is what the listener checks our calls with: told once, when the listener is registered.
	Secret string `json:"secret,omitempty"`
}

// Error is how a failure is told.
type Error struct {
	Type    string `json:"@type"`
	Code    string `json:"code"`
	Reason  string `json:"reason"`
	Message string `json:"message,omitempty"`
	Status  string `json:"status"`
}

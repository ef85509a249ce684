package tmf

import "time"

// The events that are told to listeners, and by what address each is taken.
const (
	CreateEvent      = "TroubleTicketCreateEvent"
	ChangeEvent      = "TroubleTicketAttributeValueChangeEvent"
	StatusEvent      = "TroubleTicketStatusChangeEvent"
	InformationEvent = "TroubleTicketInformationRequiredEvent"
	ResolvedEvent    = "TroubleTicketResolvedEvent" // Taken, never sent: the change of status says it.
)

// EventTypes lists what is taken.
func EventTypes() []string {
	return []string{CreateEvent, ChangeEvent, StatusEvent, InformationEvent, ResolvedEvent}
}

// Event tells a listener what happened.
type Event struct {
	Type            string       `json:"@type"`
	BaseType        string       `json:"@baseType,omitempty"`
	EventID         string       `json:"eventId"`
	EventTime       *time.Time   `json:"eventTime,omitempty"`
	TimeOccurred    *time.Time   `json:"timeOccurred,omitempty"`
	EventType       string       `json:"eventType"`
	CorrelationID   string       `json:"correlationId,omitempty"`
	Title           string       `json:"title,omitempty"`
	Domain          string       `json:"domain,omitempty"`
	ReportingSystem *EntityRef   `json:"reportingSystem,omitempty"`
	Source          *EntityRef   `json:"source,omitempty"`
	Event           EventContent `json:"event"`
}

// EventContent is what an event is about.
type EventContent struct {
	TroubleTicket       TroubleTicket `json:"troubleTicket"`
	InformationRequired *JSONPatch    `json:"informationRequired,omitempty"`
}

// JSONPatch is one step of RFC 6902.
type JSONPatch struct {
	Op    string `json:"op"`
	Path  string `json:"path"`
	From  string `json:"from,omitempty"`
	Value any    `json:"value,omitempty"`
}

// Listener is the end of the address at which a type of event is taken: "troubleTicketCreateEvent".
func Listener(eventType string) string { return "t" + eventType[1:] }

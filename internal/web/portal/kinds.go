package portal

import (
	"lotsen/internal/desk/ticket"
	"lotsen/internal/web/paths"
)

// report is one of the forms with which something begins. They differ in their words alone: nobody has to know which
// of them, or whose service, it is.
type report struct {
	path string
	kind ticket.Kind
}

var reports = []report{
	{paths.Report(), ticket.Incident},
	{paths.Ask(), ticket.Question},
	{paths.Order(), ticket.Request},
	{paths.Feedback(), ticket.Feedback},
	{paths.Complaint(), ticket.Complaint},
}

// key is the text key of a form's word, for example portal.report.incident.title.
func (r report) key(word string) string { return "portal.report." + string(r.kind) + "." + word }

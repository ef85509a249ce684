package notices

import (
	"time"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
)

// momentOf reads a field that holds a moment, as Stockholm's clocks show it; the zero time when it was left empty. What is
// none is noted in wrong.
func momentOf(f *web.Form, name string, wrong *errs.Fields) time.Time {
	s := f.Get(name)
	if s == "" {
		return time.Time{}
	}
	at, err := time.ParseInLocation(moment, s, clock.Stockholm())
	if err != nil {
		wrong.Add(name, "error.date")
	}
	return at
}

// caseOf reads the number of the case that a notice or a hold is about; 0 when it was left empty.
func caseOf(f *web.Form, wrong *errs.Fields) ticket.ID {
	s := f.Get("ticket")
	if s == "" {
		return 0
	}
	id, ok := ticket.ParseID(s)
	if !ok {
		wrong.Add("ticket", "ticket.error.link")
	}
	return id
}

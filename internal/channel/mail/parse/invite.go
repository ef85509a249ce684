package parse

import (
	"strings"
	"time"
)

// Invite is an event that a mail brings along.
type Invite struct {
	Method     string // request, cancel, reply, publish ...; lower case
	Title      string
	Place      string
	Organizer  string
	Start, End time.Time // Zero where it cannot be read.
	AllDay     bool
	Repeats    bool
}

// The bounds of what is read of calendars.
const (
	maxInvites  = 10
	maxCalendar = 1 << 20
)

// windowsZones are the names under which Windows writes the zones met here.
var windowsZones = map[string]string{
	"W. Europe Standard Time": "Europe/Stockholm", "Romance Standard Time": "Europe/Paris", "Central Europe Standard Time": "Europe/Budapest",
	"Central European Standard Time": "Europe/Warsaw", "FLE Standard Time": "Europe/Helsinki", "GMT Standard Time": "Europe/London", "UTC": "UTC",
}

// readInvites finds the events in the mail's calendars, each once: programs send the same one as text and as file.
func (m *Message) readInvites(files []*part, hint string, defects map[Defect]bool) {
	seen := map[Invite]bool{}
	for _, p := range files {
		if p.ctype.value != "text/calendar" && p.ctype.value != "application/ics" {
			continue
		}
		text := cutBytes(p.text(hint, defects), maxCalendar)
		for _, one := range invites(text, strings.ToLower(p.ctype.text("method", hint))) {
			if !seen[one] && len(m.Invites) < maxInvites {
				seen[one] = true
				m.Invites = append(m.Invites, one)
			}
		}
	}
}

// invites reads a calendar (RFC 5545) as far as people want to know: what, when, where, who.
func invites(text, method string) (list []Invite) {
	var open *Invite
	deep := 0 // Inside an alarm of the event.
	for _, line := range unfold(text) {
		head, value, ok := strings.Cut(line, ":")
		if strings.Count(head, `"`)%2 == 1 {
			// A colon in a quoted parameter: the value begins after the quotation.
			if i := strings.Index(line, `":`); i >= 0 {
				head, value, ok = line[:i+1], line[i+2:], true
			}
		}
		if !ok {
			continue
		}
		name, params, _ := strings.Cut(head, ";")
		name = strings.ToUpper(strings.TrimSpace(name))
		switch {
		case name == "METHOD":
			method = strings.ToLower(oneLine(cutBytes(value, 40)))
		case name == "BEGIN" && open == nil:
			if strings.EqualFold(strings.TrimSpace(value), "VEVENT") && len(list) < maxInvites {
				open, deep = &Invite{}, 0
			}
		case name == "BEGIN":
			deep++
		case name == "END" && open != nil && deep > 0:
			deep--
		case name == "END" && open != nil:
			list, open = append(list, *open), nil
		case open != nil && deep == 0:
			open.field(name, params, value)
		}
	}
	for i := range list {
		list[i].Method = method
	}
	return list
}

func (v *Invite) field(name, params, value string) {
	switch name {
	case "SUMMARY":
		v.Title = calendarText(value)
	case "LOCATION":
		v.Place = calendarText(value)
	case "ORGANIZER":
		address := value
		if len(value) > 7 && strings.EqualFold(value[:7], "mailto:") {
			address = value[7:]
		}
		v.Organizer = calendarText(address)
		if cn := calendarText(paramOf(params, "CN")); cn != "" && !strings.EqualFold(cn, v.Organizer) {
			v.Organizer = cn + " <" + v.Organizer + ">"
		}
	case "DTSTART":
		v.Start, v.AllDay = moment(params, value)
	case "DTEND":
		v.End, _ = moment(params, value)
	case "RRULE", "RDATE":
		v.Repeats = true
	}
}

// unfold joins the lines that the format breaks.
func unfold(text string) []string {
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\n\t", "\n ")
	return strings.Split(strings.ReplaceAll(text, "\n ", ""), "\n")
}

var calendarEscapes = strings.NewReplacer(`\n`, " ", `\N`, " ", `\,`, ",", `\;`, ";", `\\`, `\`)

func calendarText(s string) string { return cutBytes(oneLine(calendarEscapes.Replace(s)), 500) }

func paramOf(params, name string) string {
	for _, p := range strings.Split(params, ";") {
		if key, value, ok := strings.Cut(p, "="); ok && strings.EqualFold(key, name) {
			return strings.Trim(value, `"`)
		}
	}
	return ""
}

// moment reads a day or an instant. A time without a zone that is known is taken for one in Sweden.
func moment(params, value string) (at time.Time, day bool) {
	value = strings.TrimSpace(value)
	zone := paramOf(params, "TZID")
	if other, ok := windowsZones[zone]; ok {
		zone = other
	}
	place, err := time.LoadLocation(zone)
	if err != nil || zone == "" || zone == "Local" {
		place = time.UTC
		if local, err := time.LoadLocation("Europe/Stockholm"); err == nil {
			place = local
		}
	}
	if t, err := time.ParseInLocation("20060102", value, place); err == nil {
		return sensible(t), true
	}
	if t, err := time.ParseInLocation("20060102T150405Z", value, time.UTC); err == nil {
		return sensible(t), false
	}
	if t, err := time.ParseInLocation("20060102T150405", value, place); err == nil {
		return sensible(t), false
	}
	return time.Time{}, false
}

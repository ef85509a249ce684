package tmf

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"slices"
	"time"

	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
)

// Request is what somebody wants of a case: what they left out is nil or empty.
type Request struct {
	Name, Description, Severity, Priority, TicketType *string
	Status                                            *Status
	Reason                                            *string
	Notes                                             []Note
	Files                                             []Attachment
	Numbers                                           []ExternalIdentifier
	Characteristics                                   []Characteristic
	// Extra is what else the standard knows, as it came: kept and given back, and shown to the desk.
	Extra map[string]json.RawMessage
}

// shape is what a value must look like.
type shape uint8

const (
	text shape = iota
	date
	object
	list
	ignored // The server's own.
)

// attributes are all that the standard knows of a case.
var attributes = map[string]shape{
	"@type": text, "@baseType": text, "@schemaLocation": text, "id": ignored, "href": ignored, "creationDate": ignored, "lastUpdate": ignored,
	"resolutionDate": ignored, "statusChangeDate": ignored, "statusChangeHistory": ignored, "expectedResolutionDate": date,
	"name": text, "description": text, "severity": text, "priority": text, "ticketType": text, "status": text, "statusChangeReason": text,
	"note": list, "attachment": list, "externalIdentifier": list, "channel": object, "relatedEntity": list, "relatedParty": list,
	"requestedResolutionDate": date, "troubleTicketRelationship": list, "troubleTicketSpecification": object, "troubleTicketCharacteristic": list,
}

// Limits of a request.
const (
	maxList  = 100
	maxExtra = 64 << 10
)

// Read reads a request. Errors: errs.Invalid with every fault.
func Read(body []byte) (Request, error) {
	var r Request
	if err := one(body, new(any)); err != nil {
		return r, errs.E(errs.Invalid, "tmf.error.json").Because(err)
	}
	var all map[string]json.RawMessage
	if json.Unmarshal(body, &all) != nil || all == nil {
		return r, errs.E(errs.Invalid, "tmf.error.object")
	}
	return r, r.read(all)
}

// one reads exactly one JSON value.
func one(body []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(body))
	if err := d.Decode(into); err != nil {
		return err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("more than one value")
	}
	return nil
}

func (r *Request) read(all map[string]json.RawMessage) error {
	var f errs.Fields
	r.Extra = map[string]json.RawMessage{}
	for _, name := range slices.Sorted(maps.Keys(all)) {
		raw := all[name]
		want, known := attributes[name]
		if !known {
			f.Add(name, "tmf.error.unknown")
			continue
		}
		if want == ignored {
			continue
		}
		if !fits(raw, want) {
			f.Add(name, "tmf.error.shape."+shapeName(want))
			continue
		}
		r.take(&f, name, raw)
	}
	return f.Err()
}

// fits reports whether a value has its shape. Null removes an attribute, and none of a case's can be removed.
func fits(raw json.RawMessage, want shape) bool {
	switch want {
	case text:
		var s *string
		return json.Unmarshal(raw, &s) == nil && s != nil
	case date:
		var t *time.Time
		return json.Unmarshal(raw, &t) == nil && t != nil
	case object:
		var m map[string]json.RawMessage
		return json.Unmarshal(raw, &m) == nil && m != nil
	case list:
		var l []map[string]json.RawMessage
		return json.Unmarshal(raw, &l) == nil && l != nil && len(l) <= maxList && !slices.ContainsFunc(l, func(m map[string]json.RawMessage) bool { return m == nil })
	}
	return true
}

func shapeName(s shape) string {
	return [...]string{"text", "date", "object", "list", ""}[s]
}

// take keeps one attribute whose shape is right.
func (r *Request) take(f *errs.Fields, name string, raw json.RawMessage) {
	target := map[string]**string{
		"name": &r.Name, "description": &r.Description, "severity": &r.Severity, "priority": &r.Priority, "ticketType": &r.TicketType,
		"statusChangeReason": &r.Reason,
	}[name]
	switch {
	case target != nil:
		var s string
		_ = json.Unmarshal(raw, &s) // Its shape is right.
		*target = &s
	case name == "status":
		var s Status
		_ = json.Unmarshal(raw, &s) // Its shape is right.
		if !s.Valid() {
			f.Add(name, "tmf.error.status")
		}
		r.Status = &s
	case name == "note":
		r.notes(f, raw)
	case name == "attachment":
		r.files(f, raw)
	case name == "externalIdentifier":
		r.numbers(f, raw)
	case name == "@type" || name == "@baseType" || name == "@schemaLocation":
	case len(raw) > maxExtra:
		f.Add(name, "tmf.error.long")
	default:
		if name == "troubleTicketCharacteristic" && json.Unmarshal(raw, &r.Characteristics) != nil {
			f.Add(name, "tmf.error.shape.list")
		}
		r.Extra[name] = raw
	}
}

func (r *Request) notes(f *errs.Fields, raw json.RawMessage) {
	if json.Unmarshal(raw, &r.Notes) != nil {
		f.Add("note", "tmf.error.note")
		return
	}
	for i := range r.Notes {
		if clean.Blank(r.Notes[i].Text) {
			f.Add("note", "tmf.error.note")
			return
		}
	}
}

func (r *Request) numbers(f *errs.Fields, raw json.RawMessage) {
	if json.Unmarshal(raw, &r.Numbers) != nil || slices.ContainsFunc(r.Numbers, func(n ExternalIdentifier) bool { return clean.Blank(n.ID) || len(n.ID) > 200 }) {
		f.Add("externalIdentifier", "tmf.error.number")
	}
}

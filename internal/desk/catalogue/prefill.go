package catalogue

import (
	"context"
	"strconv"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
)

// Prefill answers as much of an offer's form as is known of the person, of their one device, and of what was ordered last
// time; last may be nil. What it fills in can be changed. Errors: errs.NotFound for a person whom the actor does not
// order for.
func (s *Service) Prefill(ctx context.Context, by authz.Actor, item *Item, person directory.PersonID, last map[string]string) (map[string]string, error) {
	r, err := RecipientIn(ctx, s.db, by, person)
	if err != nil {
		return nil, err
	}
	return s.PrefillFor(ctx, by, item, &r, last)
}

// PrefillFor is Prefill for a recipient who has been found already.
func (s *Service) PrefillFor(ctx context.Context, by authz.Actor, item *Item, r *Recipient, last map[string]string) (map[string]string, error) {
	out := map[string]string{}
	var devices []Option
	var err error
	for i := range item.Fields {
		f := &item.Fields[i]
		value := fromPerson(f, r)
		switch {
		case value != "":
		case f.Fill == FillDevice:
			if devices == nil {
				if devices, err = s.DevicesOf(ctx, by, r.ID); err != nil {
					return nil, err
				}
			}
			if len(devices) == 1 { // Of several, the person chooses.
				if value = devices[0].Text; f.Type == Device {
					value = strconv.FormatInt(devices[0].ID, 10)
				}
			}
		case f.Fill == FillLast:
			value = last[f.Key]
		}
		// What would not do as an answer is no help as a proposal.
		if clear, wrong, _ := f.check(value); value != "" && wrong == "" {
			out[f.Key] = clear
		}
	}
	return out, nil
}

func fromPerson(f *Field, r *Recipient) string {
	number := func(id int64, name string) string {
		switch {
		case id == 0:
			return ""
		case f.Type.Refers():
			return strconv.FormatInt(id, 10)
		}
		return name
	}
	switch f.Fill {
	case FillName:
		return number(int64(r.ID), r.Name)
	case FillPhone:
		return r.Phone
	case FillMail:
		return r.Mail
	case FillUnit:
		return number(int64(r.Unit), r.UnitName)
	case FillSite:
		return number(int64(r.Site), r.SiteName)
	}
	return ""
}

// DevicesOf are the devices of a person that the actor may know of.
func (s *Service) DevicesOf(ctx context.Context, by authz.Actor, person directory.PersonID) ([]Option, error) {
	if s.devices == nil {
		return nil, nil
	}
	return s.devices(ctx, by, person)
}

// ObjectsOf are the resources and objects of an offer's service.
func (s *Service) ObjectsOf(ctx context.Context, by authz.Actor, item *Item) ([]Option, error) {
	if s.objects == nil {
		return nil, nil
	}
	return s.objects(ctx, by, item.Org, int64(item.Service))
}

package announce

import (
	"context"
	"errors"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/setting"
	"lotsen/internal/kit/i18n"
)

// OnCall is who can be reached when the desk is closed, and on which conditions.
type OnCall struct {
	Offered            bool
	Charged            bool
	Minimum, Rounding  int // Minutes that are charged at least, and steps beyond.
	Price              int // Kronor an hour; 0 tells none.
	Number             string
	CriteriaSv, InEngl string
}

// Reachable reports whether there is anybody to call.
func (o OnCall) Reachable() bool { return o.Offered && o.Number != "" }

// Criteria is when on-call may be used, as the organisation has written it; "" for the usual words.
func (o OnCall) Criteria(lang i18n.Lang) string {
	if lang == i18n.English {
		return o.InEngl
	}
	return o.CriteriaSv
}

// OnCallOf tells how organisations have arranged on-call, in one statement. Anybody may know it.
func (s *Service) OnCallOf(ctx context.Context, orgs ...directory.OrgID) (map[directory.OrgID]OnCall, error) {
	all, err := setting.OfEach(ctx, s.d.DB, orgs, s.d.DB.Now(), setting.OnCall, setting.OnCallCharged, setting.OnCallMinimum, setting.OnCallRounding, setting.OnCallPrice,
		setting.OnCallNumber, setting.OnCallCriteriaSv, setting.OnCallCriteriaEn)
	if err != nil {
		return nil, err
	}
	out := map[directory.OrgID]OnCall{}
	for org, v := range all {
		var o OnCall
		if err := errors.Join(
			read(v, setting.OnCall, &o.Offered), read(v, setting.OnCallCharged, &o.Charged), read(v, setting.OnCallMinimum, &o.Minimum),
			read(v, setting.OnCallRounding, &o.Rounding), read(v, setting.OnCallPrice, &o.Price), read(v, setting.OnCallNumber, &o.Number),
			read(v, setting.OnCallCriteriaSv, &o.CriteriaSv), read(v, setting.OnCallCriteriaEn, &o.InEngl),
		); err != nil {
			return nil, err
		}
		out[org] = o
	}
	return out, nil
}

func read[T any](v setting.Values, key setting.Key, into *T) error {
	value, err := setting.Of[T](v, key)
	*into = value
	return err
}

package calendar

import (
	"context"
	"slices"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// Channels lists the channels that may follow a calendar of their own.
func Channels() []string {
	return append([]string{}, append(directory.WayChannels(), "alarm", "supplier")...)
}

// SetUse decides which calendar a channel follows from a day on, today at the earliest; channel "" is every channel
// without one of its own, calendar 0 the settings' opening hours. It asks for verb calendar.write.
func (s *Service) SetUse(ctx context.Context, by authz.Actor, org directory.OrgID, u Use) error {
	if !mayWrite(by, int64(org)) {
		return errs.Denied(string(Write))
	}
	return s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		var bad errs.Fields
		if u.Channel != "" && !slices.Contains(Channels(), u.Channel) {
			bad.Add("channel", "field.choice")
		}
		checkDate(&bad, "valid_from", u.From)
		if u.From < today(tx) && len(bad) == 0 {
			bad.Add("valid_from", "calendar.error.past")
		}
		if u.Calendar != 0 {
			c, found, err := find(ctx, tx, seen(by), u.Calendar)
			if err != nil {
				return err
			}
			if !found || c.Org != org || !c.Active {
				bad.Add("calendar", "field.choice")
			}
		}
		if err := bad.Err(); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, saveUse, int64(org), u.Channel, sqldb.ID(u.Calendar), u.From.String(), sqldb.ID(by.Person), sqldb.Time(tx.Now()))
		if err != nil {
			return err
		}
		return s.tellOpening(ctx, tx, by, org, ToldOpening{Channel: u.Channel, Calendar: u.Calendar, From: u.From.String()})
	})
}

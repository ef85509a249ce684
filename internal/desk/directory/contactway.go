package directory

import (
	"context"
	"slices"
	"strconv"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// WayChannels lists the channels that a contact way can be.
func WayChannels() []string { return []string{"phone", "chat", "portal", "mail", "visit"} }

// SetContactWays replaces the ways to reach a desk; their order is that of the list. It asks for verb org.write. Field
// errors name the way by its number in the list: "2.value".
func (s *Service) SetContactWays(ctx context.Context, by authz.Actor, desk Desk, ways []ContactWay) error {
	// Read again: what the caller holds decides nothing.
	d, err := s.Desk(ctx, by, desk.ID)
	if err != nil {
		return err
	}
	if !mayAtDesk(by, OrgWrite, d.ID, d.Org) {
		return errs.Denied(string(OrgWrite))
	}
	ways = slices.Clone(ways)
	var bad errs.Fields
	for i := range ways {
		checkWay(&bad, i+1, &ways[i])
	}
	if err := bad.Err(); err != nil {
		return err
	}
	return s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if _, err := tx.Exec(ctx, deleteWays, int64(d.ID)); err != nil {
			return err
		}
		for i, w := range ways {
			audience := string(w.Audience)
			if audience == "" {
				audience = everyAudience
			}
			if _, err := tx.Exec(ctx, insertWay, int64(d.Org), int64(d.ID), w.Channel, audience, w.Value, w.NoteSv, w.NoteEn,
				w.HoursSv, w.HoursEn, i); err != nil {
				return err
			}
		}
		tx.Poke("contact_ways")
		return nil
	})
}

func checkWay(bad *errs.Fields, number int, w *ContactWay) {
	field := func(name string) string { return strconv.Itoa(number) + "." + name }
	w.Value = clean.Line(w.Value, 0)
	w.NoteSv, w.NoteEn = clean.Line(w.NoteSv, maxLine), clean.Line(w.NoteEn, maxLine)
	w.HoursSv, w.HoursEn = clean.Line(w.HoursSv, maxLine), clean.Line(w.HoursEn, maxLine)
	required(bad, field("value"), w.Value)
	if !slices.Contains(WayChannels(), w.Channel) {
		bad.Add(field("channel"), "field.choice")
	}
	if w.Audience != "" && !w.Audience.Valid() {
		bad.Add(field("audience"), "field.choice")
	}
}

var (
	deleteWays = sqldb.Q("directory.ways.delete", `delete from contact_way where desk_id = $1`)
	insertWay  = sqldb.Q("directory.way.insert", `
		insert into contact_way (org_id, desk_id, channel, audience, value, note_sv, note_en, hours_sv, hours_en, pos)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`)
)

package directory

import (
	"context"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

var (
	insertWay = sqldb.Q("directory.way.insert", `
		insert into contact_way (org_id, desk_id, channel, audience, value, note_sv, note_en, hours_sv, hours_en, pos)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning id`)
	deleteWays = sqldb.Q("directory.way.delete", `delete from contact_way where desk_id = $1`)
)

// SetContactWays says how to reach a desk, in the order in which pages show it. It replaces what was said before and
// asks for verb org.write in the organisation.
func (s *Service) SetContactWays(ctx context.Context, by authz.Actor, desk Desk, ways []ContactWay) error {
	if !mayInOrg(by, OrgWrite, desk.Org) {
		return errs.Denied(string(OrgWrite))
	}
	var bad errs.Fields
	for i := range ways {
		way := &ways[i]
		way.Value, way.NoteSv, way.NoteEn = clean.Line(way.Value, maxLine), clean.Line(way.NoteSv, maxLine), clean.Line(way.NoteEn, maxLine)
		way.HoursSv, way.HoursEn = clean.Line(way.HoursSv, maxLine), clean.Line(way.HoursEn, maxLine)
		required(&bad, "value", way.Value)
		required(&bad, "channel", way.Channel)
	}
	if err := bad.Err(); err != nil {
		return err
	}
	return s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if _, err := tx.Exec(ctx, deleteWays, int64(desk.ID)); err != nil {
			return err
		}
		for i, way := range ways {
			audience := string(way.Audience)
			if audience == "" {
				audience = everyAudience
			}
			_, err := tx.Insert(ctx, insertWay, int64(desk.Org), int64(desk.ID), way.Channel, audience, way.Value, way.NoteSv, way.NoteEn,
				way.HoursSv, way.HoursEn, i)
			if err != nil {
				return err
			}
		}
		return nil
	})
}

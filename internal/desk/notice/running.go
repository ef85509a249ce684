package notice

import (
	"context"
	"slices"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// mostRunning bounds what runs at a time: more nobody reads.
const mostRunning = 50

// Reader is who is told: somebody of an organisation, at a unit, by a desk. A zero field does not narrow: a desk's
// telephony knows no unit.
type Reader struct {
	Org  directory.OrgID
	Desk directory.DeskID
	Unit directory.UnitID
}

// runningText reads what runs and what is held in one statement: two kinds of row in columns of one shape.
const runningText = `
	select 'notice', n.id, n.org_id, n.desk_id, n.kind, n.title_sv, n.title_en, n.text_sv, n.text_en, n.phone_sv, n.phone_en, n.channels,
		n.ticket_id, n.outage_id, n.starts_at, n.ends_at, n.updated_at
	from notice n where n.org_id = $1 and n.state = 'published' and n.starts_at <= $2 and (n.ends_at is null or n.ends_at > $2)
		and ($3 = 0 or n.desk_id is null or n.desk_id = $3)
		and ($4 = 0 or not exists (select 1 from notice_unit nu where nu.notice_id = n.id)
			or exists (select 1 from notice_unit nu join unit u on u.id = nu.unit_id join unit me on me.id = $4 and me.org_id = u.org_id
				where nu.notice_id = n.id and me.path >= u.path and me.path < u.path || '~'))
	union all
	select 'hold', n.id, n.org_id, n.desk_id, '', '', '', '', '', '', '', n.channels, n.ticket_id, null, n.from_at, n.until_at, n.created_at
	from notice_hold n where n.org_id = $1 and n.lifted_at is null and n.from_at <= $2 and (n.until_at is null or n.until_at > $2)
	order by 1, 2 desc`

var selectRunning = sqldb.Q("notice.running", runningText)

// Running returns what a channel tells the reader now, newest first, without what is held. One statement.
// Errors: errs.NotFound for an organisation that the actor does not belong to.
func (s *Service) Running(ctx context.Context, by authz.Actor, c Channel, to Reader) ([]Notice, error) {
	if !by.IsSystem() && by.Org != int64(to.Org) {
		return nil, errs.Missing()
	}
	return RunningIn(ctx, s.db, c, to)
}

// RunningIn is Running for a channel that knows to whom it speaks: a mail in the making.
func RunningIn(ctx context.Context, q sqldb.Querier, c Channel, to Reader) ([]Notice, error) {
	var notices []Notice
	var held []Hold
	now := q.Now()
	err := sqldb.Each(ctx, q, selectRunning, func(r sqldb.Row) error {
		var what, channels string
		n := Notice{State: Published}
		if err := r.Scan(&what, &n.ID, &n.Org, sqldb.ScanID(&n.Desk), &n.Kind, &n.TitleSv, &n.TitleEn, &n.TextSv, &n.TextEn, &n.PhoneSv, &n.PhoneEn,
			&channels, sqldb.ScanID(&n.Ticket), sqldb.ScanID(&n.Outage), sqldb.ScanTime(&n.StartsAt), sqldb.ScanTime(&n.EndsAt), sqldb.ScanTime(&n.UpdatedAt)); err != nil {
			return err
		}
		n.Channels = parted(channels)
		if what == "hold" {
			held = append(held, Hold{Org: n.Org, Desk: n.Desk, Ticket: n.Ticket, Channels: n.Channels, From: n.StartsAt, Until: n.EndsAt})
		} else if n.In(c) {
			notices = append(notices, n)
		}
		return nil
	}, int64(to.Org), sqldb.Time(now), int64(to.Desk), int64(to.Unit))
	return shown(notices, held, c, now), err
}

func shown(notices []Notice, held []Hold, c Channel, now time.Time) []Notice {
	notices = slices.DeleteFunc(notices, func(n Notice) bool {
		return slices.ContainsFunc(held, func(h Hold) bool { return h.Stops(&n, c, now) })
	})
	return notices[:min(len(notices), mostRunning)]
}

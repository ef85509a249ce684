package connector

import (
	"context"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

func stockholm() *time.Location { return clock.Stockholm() }

// Month is how many cases of a month helped themselves to the end.
type Month struct {
	From      time.Time
	Cases     int64
	Self      int64 // Done without anybody at the desk.
	Password  int64
	Reinstall int64
	Register  int64
}

// Share is the part in the whole; 0 of nothing.
func (m Month) Share() float64 {
	if m.Cases == 0 {
		return 0
	}
	return float64(m.Self) / float64(m.Cases)
}

// monthsShown is a year.
const monthsShown = 12

// A case is self-served when its job was done and nobody at the desk ever had it.
var selectShare = sqldb.Q("connector.share", `
	select cast(r.value ->> 'from' as bigint),
		(select count(*) from ticket t where t.org_id = $2 and t.created_at >= cast(r.value ->> 'from' as bigint) and t.created_at < cast(r.value ->> 'to' as bigint)),
		(select count(*) from connector_job j join ticket t on t.id = j.ticket_id where j.org_id = $2 and j.state = 'done' and j.how <> 'desk' and t.assignee_id is null
			and t.created_at >= cast(r.value ->> 'from' as bigint) and t.created_at < cast(r.value ->> 'to' as bigint) and j.kind = 'password'),
		(select count(*) from connector_job j join ticket t on t.id = j.ticket_id where j.org_id = $2 and j.state = 'done' and j.how <> 'desk' and t.assignee_id is null
			and t.created_at >= cast(r.value ->> 'from' as bigint) and t.created_at < cast(r.value ->> 'to' as bigint) and j.kind = 'reinstall'),
		(select count(*) from connector_job j join ticket t on t.id = j.ticket_id where j.org_id = $2 and j.state = 'done' and j.how <> 'desk' and t.assignee_id is null
			and t.created_at >= cast(r.value ->> 'from' as bigint) and t.created_at < cast(r.value ->> 'to' as bigint) and j.kind = 'register')
	from {{rows $1}} order by 1 desc`)

// Share counts the cases of an organisation that helped themselves, month by month, the newest first. The verb is the one
// by which the reader reads figures; it must reach the whole organisation. Errors: errs.NotFound. One statement.
func (s *Service) Share(ctx context.Context, by authz.Actor, verb authz.Verb, org directory.OrgID) ([]Month, error) {
	if !by.MayIn(verb, authz.Organisation, int64(org)) {
		return nil, errs.Missing()
	}
	type span struct {
		From int64 `json:"from"`
		To   int64 `json:"to"`
	}
	var spans []span
	now := s.d.DB.Now().In(stockholm())
	for i := range monthsShown {
		from := time.Date(now.Year(), now.Month()-time.Month(i), 1, 0, 0, 0, 0, stockholm())
		spans = append(spans, span{clock.Micros(from), clock.Micros(from.AddDate(0, 1, 0))})
	}
	raw, err := sqldb.Rows(spans)
	if err != nil {
		return nil, err
	}
	list, err := sqldb.All(ctx, s.d.DB, selectShare, func(r sqldb.Row) (Month, error) {
		var m Month
		err := r.Scan(sqldb.ScanTime(&m.From), &m.Cases, &m.Password, &m.Reinstall, &m.Register)
		m.Self = m.Password + m.Reinstall + m.Register
		return m, err
	}, raw, int64(org))
	return list, err
}

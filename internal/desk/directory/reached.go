package directory

import (
	"context"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

// Reached returns the first desk of the actor's own organisation and how it is reached, in one statement: it stands on
// every page. The zero Desk when there is none.
func (s *Service) Reached(ctx context.Context, by authz.Actor) (Desk, []ContactWay, error) {
	var d Desk
	var ways []ContactWay
	err := sqldb.Each(ctx, s.db, reached, func(r sqldb.Row) error {
		var w ContactWay
		var audience string
		err := r.Scan(&d.ID, &d.Org, &d.Key, &d.Name, &d.Active, &w.Channel, &audience, &w.Value, &w.NoteSv, &w.NoteEn, &w.HoursSv, &w.HoursEn)
		if audience != everyAudience {
			w.Audience = Category(audience)
		}
		if w.Channel != "" {
			ways = append(ways, w)
		}
		return err
	}, by.Org)
	return d, ways, err
}

var reached = sqldb.Q("directory.reached", `
	select d.id, d.org_id, d.key, d.name, d.active, coalesce(c.channel, ''), coalesce(c.audience, ''), coalesce(c.value, ''), coalesce(c.note_sv, ''),
		coalesce(c.note_en, ''), coalesce(c.hours_sv, ''), coalesce(c.hours_en, '')
	from desk d left join contact_way c on c.desk_id = d.id
	where d.id = (select min(o.id) from desk o where o.org_id = $1 and o.active) order by c.pos, c.id`)

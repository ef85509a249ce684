package level

import (
	"context"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

// mostOwn bounds what is shown of the devices of a few people.
const mostOwn = 30

// DevicesOf returns the devices that people have and their levels of support, as far as the actor may read the people: what
// an agent needs to know of a caller. One statement.
func (s *Service) DevicesOf(ctx context.Context, by authz.Actor, people []directory.PersonID) ([]Device, error) {
	if len(people) == 0 {
		return nil, nil
	}
	var w sqldb.Where
	text := deviceColumns(&w, by)
	condition, args := directory.NamesSeen(by).For("h").SQL()
	w.And("d.active and d.person_id {{in ?}}", sqldb.List[directory.PersonID](people))
	w.And("exists (select 1 from person h where h.id = d.person_id and "+condition+")", args...)
	return sqldb.All(ctx, s.d.DB, sqldb.Q("level.devices_of", text+w.SQL()+" order by d.person_id, d.tag_key"+w.Numbered(" limit ?", mostOwn)), scanDevice, w.Args()...)
}

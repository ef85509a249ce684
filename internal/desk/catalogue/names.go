package catalogue

import (
	"context"
	"slices"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/sqldb"
)

// Names are what an organisation's services, suppliers, groups and levels of support are called.
type Names struct {
	Services, Suppliers, Groups, Levels []Named
}

// Named is one of them.
type Named struct {
	ID     int64 // Of a level: its number.
	Sv, En string
	Active bool
}

// Name is what it is called in a language.
func (n Named) Name(lang string) string { return either(lang, n.En, n.Sv) }

var selectNames = sqldb.Q("catalogue.names", `
	select 1, id, name_sv, name_en, case when active then 1 else 0 end, sort_key from service where org_id = $1
	union all select 2, id, name, '', case when active then 1 else 0 end, sort_key from supplier where org_id = $1
	union all select 3, id, name, '', case when active then 1 else 0 end, null from desk_group where org_id = $1
	union all select 4, number, name_sv, name_en, case when active then 1 else 0 end, null from support_level where org_id = $1
	order by 1, 6, 3, 2`)

// Names reads them. The caller has checked that the reader has to do with the organisation.
func (s *Service) Names(ctx context.Context, org directory.OrgID) (Names, error) {
	var n Names
	err := sqldb.Each(ctx, s.db, selectNames, func(r sqldb.Row) error {
		var sort, active int
		var x Named
		var key []byte
		if err := r.Scan(&sort, &x.ID, &x.Sv, &x.En, &active, &key); err != nil {
			return err
		}
		x.Active = active != 0
		list := [...]*[]Named{&n.Services, &n.Suppliers, &n.Groups, &n.Levels}[sort-1]
		*list = append(*list, x)
		return nil
	}, int64(org))
	return n, err
}

// Of is the name of an id among some; "" when it is none of them.
func Of[T ~int64 | ~int](list []Named, id T, lang string) string {
	at := slices.IndexFunc(list, func(n Named) bool { return n.ID == int64(id) })
	if at < 0 {
		return ""
	}
	return list[at].Name(lang)
}

package delivery

import (
	"context"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/sqldb"
)

var (
	selectCategory = sqldb.Q("delivery.category", `
		select d.category_id from delivery_desk d join category c on c.id = d.category_id where d.desk_id = $1 and c.active`)
	keepCategory = sqldb.Q("delivery.keep_category", `
		insert into delivery_desk (desk_id, category_id) values ($1, $2) on conflict (desk_id) do update set category_id = excluded.category_id`)
)

// category is under what a desk's deliveries are cases. It is made when it is first needed; the organisation may name it
// otherwise and move it.
func (s *Service) category(ctx context.Context, tx *sqldb.Tx, org directory.OrgID, desk directory.DeskID) (ticket.CategoryID, error) {
	id, found, err := sqldb.Maybe(ctx, tx, selectCategory, sqldb.Value[ticket.CategoryID], int64(desk))
	if err != nil || found {
		return id, err
	}
	sv, en := s.d.Texts.Printer(i18n.Swedish), s.d.Texts.Printer(i18n.English)
	c, err := ticket.AddCategoryIn(ctx, tx, ticket.Category{Org: org, Desk: desk, Sv: sv.T("delivery.case.category"), En: en.T("delivery.case.category")})
	if err != nil {
		return 0, err
	}
	_, err = tx.Exec(ctx, keepCategory, int64(desk), int64(c.ID))
	return c.ID, err
}

// Who at the desk answers for a case that a supplier has: whoever registered the order, else somebody of the group that
// the offer names, else an agent of the desk; the one with the fewest open cases.
var selectOwner = sqldb.Q("delivery.owner", `
	select p.id from person p where p.active and p.org_id = $1 and (p.id = $2
		or p.id in (select m.person_id from group_member m where m.group_id = $3)
		or p.id in (select m.person_id from group_member m join desk_group g on g.id = m.group_id where g.desk_id = $4 and g.active))
	order by case when p.id = $2 then 0 when p.id in (select m.person_id from group_member m where m.group_id = $3) then 1 else 2 end,
		(select count(*) from ticket t where t.assignee_id = p.id and t.state in ('new', 'open', 'hold')), p.id limit 1`)

// owner is 0 where nobody works in any group of the desk.
func (s *Service) owner(ctx context.Context, tx *sqldb.Tx, x executor, l *line) (directory.PersonID, error) {
	if x.supplier == 0 {
		return 0, nil
	}
	id, _, err := sqldb.Maybe(ctx, tx, selectOwner, sqldb.Value[directory.PersonID], int64(l.Org), int64(l.register), int64(l.Group), int64(l.desk))
	return id, err
}

package duty

import (
	"context"
	"slices"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/setting"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// mostAgents bounds a desk's list.
const mostAgents = 500

var (
	// Group 0 is the whole desk. Who knows most comes first, then who has been there longest.
	selectThere = sqldb.Q("duty.there", `
		select y.org_id, y.person_id, y.state, y.chats, y.since, coalesce(k.skill, 1)
		from duty y left join competence_skill k on k.group_id = $2 and k.person_id = y.person_id
		where y.desk_id = $1 and y.state <> 'away' and ($2 = 0 or exists (select 1 from group_member m where m.group_id = $2 and m.person_id = y.person_id))
		order by coalesce(k.skill, 1) desc, y.since, y.person_id limit $3`)
	selectAvailable = sqldb.Q("duty.available", `
		select y.person_id from duty y left join competence_skill k on k.group_id = $2 and k.person_id = y.person_id
		where y.desk_id = $1 and y.state = 'available' and ($2 = 0 or exists (select 1 from group_member m where m.group_id = $2 and m.person_id = y.person_id))
		order by coalesce(k.skill, 1) desc, y.since, y.person_id limit $3`)
	selectOf = sqldb.Q("duty.of", `
		select y.org_id, y.desk_id, y.state, y.chats, y.since from duty y where y.person_id = $1 order by y.desk_id`)
	selectList = sqldb.Q("duty.list", `
		select y.person_id, case when p.protected then '' else p.given_name || ' ' || p.family_name end, y.state, y.chats, y.since, coalesce(g.name, '')
		from duty y join person p on p.id = y.person_id
		left join group_member m on m.person_id = y.person_id and exists (select 1 from desk_group o where o.id = m.group_id and o.desk_id = $1 and o.active)
		left join desk_group g on g.id = m.group_id
		where y.desk_id = $1 and y.state <> 'away' order by p.sort_key, p.id, g.name limit $2`)
)

// AvailableIn returns who takes something new at a desk: in a group of it, or anywhere (0). Who knows most comes first,
// then who has waited longest.
func (s *Service) AvailableIn(ctx context.Context, q sqldb.Querier, desk directory.DeskID, group directory.GroupID) ([]directory.PersonID, error) {
	return sqldb.All(ctx, q, selectAvailable, sqldb.Value[directory.PersonID], int64(desk), int64(group), mostAgents)
}

// There returns who is at a desk, the busy ones too: in a group of it, or anywhere (0), in the order of AvailableIn. It
// carries no names.
func (s *Service) There(ctx context.Context, q sqldb.Querier, desk directory.DeskID, group directory.GroupID) ([]Agent, error) {
	list, err := sqldb.All(ctx, q, selectThere, func(r sqldb.Row) (Agent, error) {
		a := Agent{Desk: desk}
		return a, r.Scan(&a.Org, &a.Person, &a.State, &a.Chats, sqldb.ScanTime(&a.Since), &a.Skill)
	}, int64(desk), int64(group), mostAgents)
	if err != nil || len(list) == 0 {
		return list, err
	}
	return list, s.fillChats(ctx, q, list)
}

// fillChats puts the organisation's number where an agent has none. All are of one organisation.
func (s *Service) fillChats(ctx context.Context, q sqldb.Querier, list []Agent) error {
	if !slices.ContainsFunc(list, func(a Agent) bool { return a.Chats == 0 }) {
		return nil
	}
	most, err := setting.Get[int](ctx, q, list[0].Org, setting.DutyChats, q.Now())
	for i := range list {
		if list[i].Chats == 0 {
			list[i].Chats = most
		}
	}
	return err
}

// Of returns what somebody has said of themselves, by desk. One's own is always seen; others' by those who work at the
// desk. Chats is as it was said, 0 for "as decided".
func (s *Service) Of(ctx context.Context, by authz.Actor, person directory.PersonID) ([]Agent, error) {
	list, err := sqldb.All(ctx, s.d.DB, selectOf, func(r sqldb.Row) (Agent, error) {
		a := Agent{Person: person}
		return a, r.Scan(&a.Org, &a.Desk, &a.State, &a.Chats, sqldb.ScanTime(&a.Since))
	}, int64(person))
	return slices.DeleteFunc(list, func(a Agent) bool {
		return int64(person) != by.Person && !by.IsSystem() && !mayServe(by, a.Org, a.Desk) && !mayLead(by, a.Org, a.Desk)
	}), err
}

// List returns who is at a desk by name, with their groups, for those who work there. Errors: errs.NotFound for a desk
// that is not the actor's.
func (s *Service) List(ctx context.Context, by authz.Actor, d directory.Desk) ([]Agent, error) {
	if !by.IsSystem() && !mayServe(by, d.Org, d.ID) && !mayLead(by, d.Org, d.ID) {
		return nil, errs.Missing()
	}
	var list []Agent
	err := sqldb.Each(ctx, s.d.DB, selectList, func(r sqldb.Row) error {
		a, group := Agent{Org: d.Org, Desk: d.ID}, ""
		if err := r.Scan(&a.Person, &a.Name, &a.State, &a.Chats, sqldb.ScanTime(&a.Since), &group); err != nil {
			return err
		}
		if n := len(list); n == 0 || list[n-1].Person != a.Person {
			list = append(list, a)
		}
		if group != "" {
			last := &list[len(list)-1]
			last.Groups = append(last.Groups, group)
		}
		return nil
	}, int64(d.ID), mostAgents)
	if err != nil || len(list) == 0 {
		return list, err
	}
	return list, s.fillChats(ctx, s.d.DB, list)
}

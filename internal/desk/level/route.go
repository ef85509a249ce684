package level

import (
	"context"
	"slices"
	"time"

	"lotsen/internal/desk/asset"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
)

// Ruling is what the matrix says about a device and a task.
type Ruling struct {
	Device     asset.ID
	Tag, Name  string
	Level      ID
	Number     int
	Sv, En     string
	Task       TaskID
	TaskSv     string
	TaskEn     string
	Side       Side // "": the matrix does not say.
	Group      directory.GroupID
	Escalated  time.Time
	HolderSite directory.SiteID
}

// LevelName and TaskName are what they are called in a language.
func (r Ruling) LevelName(lang string) string { return inLang(lang, r.Sv, r.En) }

// TaskName is LevelName for the task.
func (r Ruling) TaskName(lang string) string { return inLang(lang, r.TaskSv, r.TaskEn) }

// A side's group at the device's own site, or the case's, goes before that of the whole organisation; it must work at
// the desk.
var selectRuling = sqldb.Q("level.ruling", `
	select d.id, d.tag, d.name, coalesce(l.id, 0), coalesce(l.number, 0), coalesce(l.name_sv, ''), coalesce(l.name_en, ''), coalesce(k.id, 0), coalesce(k.name_sv, ''),
		coalesce(k.name_en, ''), coalesce(s.side, ''), coalesce((select r.group_id from support_route r join desk_group g on g.id = r.group_id and g.active and g.desk_id = $4
			where r.org_id = d.org_id and r.side = s.side and (r.site_id is null or r.site_id = coalesce(d.site_id, $5)) order by r.site_id is null, r.id limit 1), 0)
	from device d left join support_level l on l.id = d.level_id and l.active
	left join support_task k on k.org_id = d.org_id and k.active and (k.key = $3 or k.name_sv = $3 or k.name_en = $3)
	left join support_share s on s.level_id = l.id and s.task_id = k.id
	where d.org_id = $1 and d.tag_key = $2 and d.active`)

func scanRuling(r sqldb.Row) (Ruling, error) {
	var x Ruling
	return x, r.Scan(&x.Device, &x.Tag, &x.Name, &x.Level, &x.Number, &x.Sv, &x.En, &x.Task, &x.TaskSv, &x.TaskEn, &x.Side, &x.Group)
}

// rule asks the matrix about a device and a task at a desk and a site.
func rule(ctx context.Context, q sqldb.Querier, t *ticket.Ticket, device, task string) (Ruling, bool, error) {
	key := asset.Key(device)
	if key == "" {
		return Ruling{}, false, nil
	}
	return sqldb.Maybe(ctx, q, selectRuling, scanRuling, int64(t.Org), key, clean.Line(task, maxLine), int64(t.Desk), sqldb.ID(t.Site))
}

// Rule is what the matrix says about a device and a task, while a case is being registered: found tells whether the
// register knows the device. Errors: errs.NotFound for an organisation out of reach.
func (s *Service) Rule(ctx context.Context, by authz.Actor, org directory.OrgID, desk directory.DeskID, device, task string) (r Ruling, found bool, err error) {
	if uses, err := s.Uses(ctx, org); err != nil || !uses || !ticket.WorksAt(by, org, desk) {
		return Ruling{}, false, err
	}
	return rule(ctx, s.d.DB, &ticket.Ticket{Org: org, Desk: desk}, device, task)
}

// RouteNew is the group that a new case goes to by its device and task; 0 leaves it to the category.
func (s *Service) RouteNew(ctx context.Context, q sqldb.Querier, t *ticket.Ticket, fields map[string]string) (directory.GroupID, error) {
	if fields[FieldTask] == "" {
		return 0, nil
	}
	r, _, err := rule(ctx, q, t, fields[FieldDevice], fields[FieldTask])
	return r.Group, err
}

// onFields keeps what the matrix says about a case whose device or task was told.
func (s *Service) onFields(ctx context.Context, tx *sqldb.Tx, _ authz.Actor, e event.Event) error {
	p, err := ticket.DecodePayload(e)
	if err != nil {
		return err
	}
	_, device := p.Fields[FieldDevice]
	_, task := p.Fields[FieldTask]
	if !device && !task {
		return nil
	}
	return s.note(ctx, tx, ticket.ID(e.Stream))
}

// note writes down what the matrix says about a case now.
func (s *Service) note(ctx context.Context, tx *sqldb.Tx, id ticket.ID) error {
	var t ticket.Ticket
	values := map[string]string{}
	err := sqldb.Each(ctx, tx, selectFields, func(r sqldb.Row) error {
		var key, value string
		if err := r.Scan(&t.Org, &t.Desk, sqldb.ScanID(&t.Site), &key, &value); err != nil {
			return err
		}
		values[key] = value
		return nil
	}, int64(id))
	if err != nil || t.Org == 0 {
		return err
	}
	r, found, err := rule(ctx, tx, &t, values[FieldDevice], values[FieldTask])
	if err != nil {
		return err
	}
	if !found {
		_, err := tx.Exec(ctx, deleteNote, int64(id))
		return err
	}
	_, err = tx.Exec(ctx, upsertNote, int64(id), int64(t.Org), int64(r.Device), sqldb.ID(r.Level), sqldb.ID(r.Task), string(r.Side))
	return err
}

// OfTicket returns what the matrix said about a case that the actor sees. Errors: errs.NotFound for the case.
func (s *Service) OfTicket(ctx context.Context, by authz.Actor, t *ticket.Ticket) (r Ruling, found bool, err error) {
	if !ticket.WorksOn(by, t) {
		return Ruling{}, false, errs.Missing()
	}
	return sqldb.Maybe(ctx, s.d.DB, selectNote, func(row sqldb.Row) (Ruling, error) {
		var x Ruling
		return x, row.Scan(&x.Device, &x.Tag, &x.Name, &x.Level, &x.Number, &x.Sv, &x.En, &x.Task, &x.TaskSv, &x.TaskEn, &x.Side, sqldb.ScanTime(&x.Escalated))
	}, int64(t.ID))
}

// Tell says which device and which task a case is about, and hands it to whose task that is.
// Errors: errs.Invalid, errs.NotFound, errs.Forbidden, errs.Conflict.
func (s *Service) Tell(ctx context.Context, by authz.Actor, id ticket.ID, device, task string) (ticket.Ticket, error) {
	var t ticket.Ticket
	err := s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		cases := s.d.Ticket.In(tx)
		var err error
		if t, err = cases.Load(ctx, by, id); err != nil {
			return err
		}
		r, found, err := rule(ctx, tx, &t, device, task)
		if err != nil {
			return err
		}
		var f errs.Fields
		if !found {
			f.Add(FieldDevice, "level.error.device")
		} else if task != "" && r.Task == 0 {
			f.Add(FieldTask, "error.choose")
		}
		if err := f.Err(); err != nil {
			return err
		}
		in := ticket.ChangeInput{Fields: map[string]string{FieldDevice: r.Tag}}
		if r.Task != 0 {
			in.Fields[FieldTask] = r.TaskSv
		}
		if t, err = cases.Change(ctx, by, id, in); err != nil {
			return err
		}
		if r.Group == 0 || r.Group == t.Group {
			return nil
		}
		t, err = cases.Assign(ctx, by, id, ticket.AssignInput{Group: r.Group})
		return err
	})
	return t, err
}

// Escalate hands a case from the operation to IT with what was done already. IT is the side's group, or the category's.
// Errors: errs.Invalid, errs.NotFound, errs.Forbidden, errs.Conflict.
func (s *Service) Escalate(ctx context.Context, by authz.Actor, id ticket.ID, done string) (ticket.Ticket, error) {
	var t ticket.Ticket
	if clean.Blank(done) {
		var f errs.Fields
		f.Add("done", "level.error.done")
		return t, f.Err()
	}
	err := s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		cases := s.d.Ticket.In(tx)
		var err error
		if t, err = cases.Load(ctx, by, id); err != nil {
			return err
		}
		groups, err := sqldb.All(ctx, tx, selectIT, sqldb.Value[directory.GroupID], int64(t.Org), int64(t.Desk), sqldb.ID(t.Site), sqldb.ID(t.Category))
		if err != nil {
			return err
		}
		groups = slices.DeleteFunc(groups, func(g directory.GroupID) bool { return g == t.Group })
		if len(groups) == 0 {
			return errs.E(errs.Conflict, "level.error.no_it")
		}
		if _, err := cases.Write(ctx, by, id, ticket.Words{Text: done}); err != nil {
			return err
		}
		if t, err = cases.Assign(ctx, by, id, ticket.AssignInput{Group: groups[0]}); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, markEscalated, int64(id), int64(t.Org), sqldb.Time(tx.Now()))
		return err
	})
	return t, err
}

var (
	selectFields = sqldb.Q("level.fields", `
		select t.org_id, t.desk_id, t.site_id, f.key, f.value from ticket t join ticket_field f on f.ticket_id = t.id and f.key in ('device', 'task') where t.id = $1`)
	upsertNote = sqldb.Q("level.note", `
		insert into ticket_support (ticket_id, org_id, device_id, level_id, task_id, side) values ($1, $2, $3, $4, $5, $6)
		on conflict (ticket_id) do update set device_id = excluded.device_id, level_id = excluded.level_id, task_id = excluded.task_id, side = excluded.side`)
	deleteNote = sqldb.Q("level.note.delete", `delete from ticket_support where ticket_id = $1`)
	selectNote = sqldb.Q("level.of_ticket", `
		select coalesce(d.id, 0), coalesce(d.tag, ''), coalesce(d.name, ''), coalesce(l.id, 0), coalesce(l.number, 0), coalesce(l.name_sv, ''), coalesce(l.name_en, ''), coalesce(k.id, 0),
			coalesce(k.name_sv, ''), coalesce(k.name_en, ''), n.side, n.escalated_at
		from ticket_support n left join device d on d.id = n.device_id left join support_level l on l.id = n.level_id left join support_task k on k.id = n.task_id
		where n.ticket_id = $1`)
	selectIT = sqldb.Q("level.it", `
		select x.id from (
			select g.id, case when r.site_id is null then 2 else 1 end as pos from support_route r join desk_group g on g.id = r.group_id and g.active and g.desk_id = $2
				where r.org_id = $1 and r.side = 'it' and (r.site_id is null or r.site_id = $3)
			union all
			select g.id, 3 from category c join desk_group g on g.id = c.group_id and g.active and g.desk_id = $2 where c.id = $4) x order by x.pos, x.id`)
	markEscalated = sqldb.Q("level.escalated", `
		insert into ticket_support (ticket_id, org_id, escalated_at) values ($1, $2, $3) on conflict (ticket_id) do update set escalated_at = excluded.escalated_at`)
)

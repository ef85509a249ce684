package delivery

import (
	"context"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/sqldb"
)

// Had is something that was delivered and is used: an item of the catalogue, how many of it, and what it costs.
type Had struct {
	Item     int64
	Sv, En   string
	Service  ticket.ServiceID
	Device   bool // It is a thing, which the inventory knows.
	Quantity int
	Month    int64 // Öre a month for what recurs; a year is twelve months.
}

// Name is what it is called in a language.
func (h *Had) Name(lang string) string {
	if lang == string(i18n.English) && h.En != "" {
		return h.En
	}
	return h.Sv
}

// mostHad bounds a list: a catalogue has hundreds of items, not thousands.
const mostHad = 500

// HadBy returns what a person has been delivered, as far as the actor may know it: they themselves, whoever carries out
// deliveries, and those who count them. One statement.
func (s *Service) HadBy(ctx context.Context, by authz.Actor, person directory.PersonID) ([]Had, error) {
	scope := mine(by).Or(executes(by)).Or(counted(by))
	if scope.Empty() {
		return nil, nil
	}
	return s.had(ctx, scope, "k.person_id = ?", int64(person))
}

// HadIn returns what has been delivered to a unit and those below it, and what it costs, for those who count there.
// Errors: errs.Forbidden.
func (s *Service) HadIn(ctx context.Context, by authz.Actor, unit directory.UnitID) ([]Had, error) {
	scope := counted(by)
	if scope.Empty() {
		return nil, errs.Denied("report.read")
	}
	return s.had(ctx, scope, `k.unit_id in (select below.id from unit top join unit below
		on below.org_id = top.org_id and below.path >= top.path and below.path < top.path || '~' where top.id = ?)`, int64(unit))
}

func (s *Service) had(ctx context.Context, scope authz.Scope, condition string, args ...any) ([]Had, error) {
	var w sqldb.Where
	seen, list := scope.SQL()
	w.And(seen, list...)
	w.And("k.accepted_at is not null and k.state = 'accepted'")
	w.And(condition, args...)
	text := `select k.item_id, k.item_sv, k.item_en, coalesce(k.service_id, 0), case when k.device <> '' then 1 else 0 end, cast(sum(k.quantity) as bigint),
		cast(coalesce(sum((select sum(case c.per when 'month' then c.ore when 'year' then c.ore / 12 when 'week' then c.ore * 52 / 12 else 0 end)
			from charge c where c.task_id = k.id and c.to_at is null)), 0) as bigint)
		from delivery_task k where ` + w.SQL() + ` group by k.item_id, k.item_sv, k.item_en, coalesce(k.service_id, 0), case when k.device <> '' then 1 else 0 end
		order by k.item_sv, k.item_id` + w.Numbered(` limit ?`, mostHad)
	return sqldb.All(ctx, s.d.DB, sqldb.Q("delivery.had", text), func(r sqldb.Row) (Had, error) {
		var h Had
		var device int
		err := r.Scan(&h.Item, &h.Sv, &h.En, &h.Service, &device, &h.Quantity, &h.Month)
		h.Device = device == 1
		return h, err
	}, w.Args()...)
}

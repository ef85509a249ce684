package order

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

const orderColumns = `o.id, o.org_id, o.desk_id, o.orderer_id, o.for_id, o.register_id, o.channel, o.state, o.title_sv, o.title_en,
	o.lines, o.once_ore, o.month_ore, o.planned_on, o.ordered_at, o.changed_at, o.version`

func orderFields(o *Order) []any {
	return []any{
		&o.ID, &o.Org, &o.Desk, &o.Orderer, sqldb.ScanID(&o.For), sqldb.ScanID(&o.Register), &o.Channel, &o.State, &o.TitleSv, &o.TitleEn,
		&o.Lines, &o.OnceOre, &o.MonthOre, &o.Planned, sqldb.ScanTime(&o.OrderedAt), sqldb.ScanTime(&o.ChangedAt), &o.Version,
	}
}

func scanOrder(r sqldb.Row) (Order, error) {
	var o Order
	return o, r.Scan(orderFields(&o)...)
}

// nameColumns are the names of an order's people, "" for those whom the reader may not know.
func nameColumns(w *sqldb.Where, by authz.Actor) string {
	return ", " + name(w, by, "op", "o.orderer_id") + ", " + name(w, by, "fp", "o.for_id") + ", " + name(w, by, "rp", "o.register_id")
}

// name is a person's name as a column. Conditions with arguments come in the order of the text.
func name(w *sqldb.Where, by authz.Actor, alias, column string) string {
	condition, args := directory.NamesSeen(by).For(alias).SQL()
	return "coalesce((select " + alias + ".given_name || ' ' || " + alias + ".family_name from person " + alias +
		" where " + alias + ".id = " + column + " and " + w.Numbered(condition, args...) + "), '')"
}

func scanNamed(r sqldb.Row) (Order, error) {
	var o Order
	err := r.Scan(append(orderFields(&o), &o.OrdererName, &o.ForName, &o.RegisterName)...)
	return o, err
}

const lineColumns = `l.id, l.order_id, l.org_id, l.pos, l.item_id, l.item_version, l.kind, l.name_sv, l.name_en, l.package_id, l.package_sv, l.package_en,
	l.person_id, l.receiver_id, l.reference_id, l.cost_centre_id, l.site_id, l.unit_id, l.service_id, l.object_id, l.supplier_id, l.group_id,
	l.model_id, l.model, l.renew_months, l.case_kind, l.quantity, l.answers, l.prices, l.once_ore, l.month_ore, l.lead_days, l.state, l.hash,
	l.ticket_id, l.proposed, l.planned_on, l.ordered_at, l.released_at, l.started_at, l.delivered_at, l.accepted_at, l.ended_at, l.version`

func scanLine(r sqldb.Row) (Line, error) {
	return readLine(r)
}

func readLine(r sqldb.Row, more ...any) (Line, error) {
	var l Line
	var answers, prices string
	err := r.Scan(append([]any{
		&l.ID, &l.Order, &l.Org, &l.Pos, &l.Item, &l.ItemVersion, &l.Kind, &l.Sv, &l.En, sqldb.ScanID(&l.Package), &l.PackageSv, &l.PackageEn,
		&l.Person, sqldb.ScanID(&l.Receiver), sqldb.ScanID(&l.Reference), sqldb.ScanID(&l.CostCentre), sqldb.ScanID(&l.Site), sqldb.ScanID(&l.Unit),
		sqldb.ScanID(&l.Service), sqldb.ScanID(&l.Object), sqldb.ScanID(&l.Supplier), sqldb.ScanID(&l.Group),
		sqldb.ScanID(&l.Model), &l.ModelName, &l.Renew, &l.CaseKind, &l.Quantity, &answers, &prices, &l.OnceOre, &l.MonthOre, &l.LeadDays, &l.State, &l.Hash,
		sqldb.ScanID(&l.Ticket), &l.Proposed, &l.Planned, sqldb.ScanTime(&l.OrderedAt), sqldb.ScanTime(&l.ReleasedAt), sqldb.ScanTime(&l.StartedAt),
		sqldb.ScanTime(&l.DeliveredAt), sqldb.ScanTime(&l.AcceptedAt), sqldb.ScanTime(&l.EndedAt), &l.Version,
	}, more...)...)
	if err != nil {
		return l, err
	}
	if err := errors.Join(json.Unmarshal([]byte(answers), &l.Answers), json.Unmarshal([]byte(prices), &l.Prices)); err != nil {
		return l, fmt.Errorf("line %d: %w", l.ID, err)
	}
	return l, nil
}

// namedColumns are what a page says of a line beyond its own columns.
func namedColumns(w *sqldb.Where, by authz.Actor) string {
	return ", " + name(w, by, "np", "l.person_id") + ", " + name(w, by, "nr", "l.receiver_id") + `,
		coalesce((select nu.name from unit nu where nu.id = l.unit_id), ''), coalesce((select ns.name from site ns where ns.id = l.site_id), ''),
		coalesce((select nf.code from invoice_reference nf where nf.id = l.reference_id), ''),
		coalesce((select nc.code from cost_centre nc where nc.id = l.cost_centre_id), ''),
		coalesce((select nx.name from supplier nx where nx.id = l.supplier_id), ''), coalesce((select ng.name from desk_group ng where ng.id = l.group_id), '')`
}

func scanNamedLine(r sqldb.Row) (Line, error) {
	var n [8]string
	l, err := readLine(r, &n[0], &n[1], &n[2], &n[3], &n[4], &n[5], &n[6], &n[7])
	l.PersonName, l.ReceiverName, l.UnitName, l.SiteName = strings.TrimSpace(n[0]), strings.TrimSpace(n[1]), n[2], n[3]
	l.ReferenceCode, l.CostCentreCode, l.SupplierName, l.GroupName = n[4], n[5], n[6], n[7]
	return l, err
}

var (
	orderLocked = sqldb.Q("order.locked", `select `+orderColumns+` from orders o where o.id = $1 {{for_update}}`)
	orderOf     = sqldb.Q("order.by_id", `select `+orderColumns+` from orders o where o.id = $1`)
	linesOf     = sqldb.Q("order.lines_of", `select `+lineColumns+` from order_line l where l.order_id = $1 order by l.pos, l.id`)
	updateOrder = sqldb.Q("order.update", `update orders set state = $2, lines = $3, once_ore = $4, month_ore = $5, planned_on = $6, changed_at = $7, version = $8
		where id = $1`)
	// What the lines come to, by state: what was refused or cancelled costs nothing.
	sumLines = sqldb.Q("order.sum", `select l.state, count(*), coalesce(sum(l.once_ore), 0), coalesce(sum(l.month_ore), 0), coalesce(max(l.planned_on), '')
		from order_line l where l.order_id = $1 group by l.state`)
)

// load returns an order for a use case that has decided who may.
func load(ctx context.Context, q sqldb.Querier, id ID) (Order, error) {
	o, found, err := sqldb.Maybe(ctx, q, orderOf, scanOrder, int64(id))
	if err == nil && !found {
		err = errs.Missing()
	}
	return o, err
}

// lock is load for a change: nobody else changes the order until the transaction ends.
func lock(ctx context.Context, tx *sqldb.Tx, id ID) (Order, error) {
	o, found, err := sqldb.Maybe(ctx, tx, orderLocked, scanOrder, int64(id))
	if err == nil && !found {
		err = errs.Missing()
	}
	return o, err
}

// settle folds an order's state from its lines and writes it as the next version of itself.
func settle(ctx context.Context, tx *sqldb.Tx, o *Order) error {
	var states []State
	o.Lines, o.OnceOre, o.MonthOre, o.Planned = 0, 0, 0, ""
	err := sqldb.Each(ctx, tx, sumLines, func(r sqldb.Row) error {
		var s State
		var n int
		var once, month int64
		var planned string
		if err := r.Scan(&s, &n, &once, &month, &planned); err != nil {
			return err
		}
		o.Lines += n
		for range n {
			states = append(states, s)
		}
		if s != Rejected && s != Cancelled {
			o.OnceOre, o.MonthOre, o.Planned = o.OnceOre+once, o.MonthOre+month, max(o.Planned, planned)
		}
		return nil
	}, int64(o.ID))
	if err != nil {
		return err
	}
	o.State, o.Version, o.ChangedAt = Fold(states), o.Version+1, tx.Now()
	_, err = tx.Exec(ctx, updateOrder, int64(o.ID), string(o.State), o.Lines, o.OnceOre, o.MonthOre, o.Planned, sqldb.Time(o.ChangedAt), o.Version)
	return err
}

// LinesIn returns lines of an order, all of them when no ids are given, for those who carry them out and have decided who
// may see them.
func LinesIn(ctx context.Context, q sqldb.Querier, id ID, ids ...LineID) ([]Line, error) {
	all, err := sqldb.All(ctx, q, linesOf, scanLine, int64(id))
	if err != nil || len(ids) == 0 {
		return all, err
	}
	wanted := make(map[LineID]bool, len(ids))
	for _, l := range ids {
		wanted[l] = true
	}
	var out []Line
	for _, l := range all {
		if wanted[l.ID] {
			out = append(out, l)
		}
	}
	return out, nil
}

// OrderIn returns an order for those who carry it out and have decided who may see it.
func OrderIn(ctx context.Context, q sqldb.Querier, id ID) (Order, error) { return load(ctx, q, id) }

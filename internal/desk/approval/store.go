package approval

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

const columns = `a.id, a.org_id, a.subject_kind, a.subject_id, a.title, a.asker_id, a.asker_for_id, a.asker_via_id, a.state, a.own_allowed, a.opened_at, a.changed_at,
	a.closed_at, a.stuck_ticket, a.version`

const partColumns = `p.id, p.approval_id, p.line_id, p.seq, p.verb, p.by_reach, p.org_id, p.reference_id, p.cost_centre_id, p.service_id, p.object_id,
	p.site_id, p.unit_id, coalesce(u.path, ''), p.person_id, p.hash, p.text_sv, p.text_en, p.ore, p.state, p.since_version, p.until_version, p.opened_at,
	p.escalated, p.decided_at, p.decided_by, p.decided_for, p.comment`

var (
	insertApproval = sqldb.Q("approval.insert", `
		insert into approval (org_id, subject_kind, subject_id, title, asker_id, asker_for_id, asker_via_id, state, own_allowed, opened_at, changed_at, version)
		values ($1, $2, $3, $4, $5, $6, $7, 'open', $8, $9, $9, 1) returning id`)
	updateApproval = sqldb.Q("approval.update", `
		update approval set title = $2, asker_id = $3, asker_for_id = $4, asker_via_id = $5, state = $6, own_allowed = $7, changed_at = $8,
			closed_at = $9, stuck_ticket = $10, version = $11 where id = $1`)
	bySubject = sqldb.Q("approval.by_subject", `
		select `+columns+` from approval a where a.subject_kind = $1 and a.subject_id = $2 {{for_update}}`)
	byID       = sqldb.Q("approval.by_id", `select `+columns+` from approval a where a.id = $1 {{for_update}}`)
	insertPart = sqldb.Q("approval.part.insert", `
		insert into approval_part (approval_id, org_id, line_id, seq, verb, by_reach, reference_id, cost_centre_id, service_id, object_id, site_id,
			unit_id, person_id, hash, text_sv, text_en, ore, state, since_version, opened_at, remind_at, escalate_at)
		select $1, $2, cast(r.value ->> 'line' as bigint), cast(r.value ->> 'seq' as bigint), r.value ->> 'verb', r.value ->> 'by',
			cast(r.value ->> 'reference' as bigint), cast(r.value ->> 'cost_centre' as bigint), cast(r.value ->> 'service' as bigint),
			cast(r.value ->> 'object' as bigint), cast(r.value ->> 'site' as bigint), cast(r.value ->> 'unit' as bigint),
			cast(r.value ->> 'person' as bigint), r.value ->> 'hash', r.value ->> 'sv', r.value ->> 'en', cast(r.value ->> 'ore' as bigint), 'waiting', $3,
			cast(null as bigint), cast(null as bigint), cast(null as bigint)
		from {{rows $4}}`)
	openParts = sqldb.Q("approval.part.open", `
		update approval_part set state = 'open', opened_at = $2, remind_at = $3, escalate_at = $4 where id {{in $1}}`)
	// What somebody said of it stays on record.
	endParts = sqldb.Q("approval.part.end", `
		update approval_part set state = case when state in ('waiting', 'open') then $2 else state end, until_version = $3 where id {{in $1}}`)
	dropParts   = sqldb.Q("approval.part.drop", `update approval_part set state = 'dropped' where id {{in $1}}`)
	decideParts = sqldb.Q("approval.part.decide", `
		update approval_part set state = $2, decided_at = $3, decided_by = $4, decided_for = $5, comment = $6 where id {{in $1}} and state = 'open'`)
	standing = sqldb.Q("approval.parts", `
		select `+partColumns+`, false, false from approval_part p left join unit u on u.id = p.unit_id
		where p.approval_id = $1 and p.until_version is null order by p.line_id, p.seq, p.id`)
)

func scanApproval(r sqldb.Row) (Approval, error) {
	var a Approval
	err := r.Scan(&a.ID, &a.Org, &a.Subject.Kind, &a.Subject.ID, &a.Title, sqldb.ScanID(&a.Asker), sqldb.ScanID(&a.AskerFor), sqldb.ScanID(&a.AskerVia), &a.State, &a.OwnAllowed,
		sqldb.ScanTime(&a.OpenedAt), sqldb.ScanTime(&a.ChangedAt), sqldb.ScanTime(&a.ClosedAt), sqldb.ScanID(&a.Stuck), &a.Version)
	return a, err
}

func scanPart(r sqldb.Row) (Part, error) {
	var p Part
	var path string
	m := &p.Matter
	err := r.Scan(&p.ID, &p.Approval, &p.Line, &p.Seq, &p.Verb, &p.By, &m.Org, sqldb.ScanID(&m.Reference), sqldb.ScanID(&m.CostCentre),
		sqldb.ScanID(&m.Service), sqldb.ScanID(&m.Object), sqldb.ScanID(&m.Site), sqldb.ScanID(&p.unit), &path, sqldb.ScanID(&p.Person), &p.Hash,
		&p.Sv, &p.En, &p.Ore, &p.State, &p.Since, sqldb.ScanID(&p.Until), sqldb.ScanTime(&p.OpenedAt), &p.Escalated, sqldb.ScanTime(&p.DecidedAt),
		sqldb.ScanID(&p.DecidedBy), sqldb.ScanID(&p.DecidedFor), &p.Comment, &p.mine, &p.own)
	m.Units = idsOf(path)
	p.own = p.own && !p.mine
	return p, err
}

// idsOf reads a unit's path, '/1/5/9/'.
func idsOf(path string) []int64 {
	var ids []int64
	for s := range strings.SplitSeq(strings.Trim(path, "/"), "/") {
		if n, err := strconv.ParseInt(s, 10, 64); err == nil {
			ids = append(ids, n)
		}
	}
	return ids
}

// save writes an approval's own row.
func save(ctx context.Context, tx *sqldb.Tx, a *Approval) error {
	a.ChangedAt = tx.Now()
	_, err := tx.Exec(ctx, updateApproval, int64(a.ID), a.Title, sqldb.ID(a.Asker), sqldb.ID(a.AskerFor), sqldb.ID(a.AskerVia), string(a.State), a.OwnAllowed,
		sqldb.Time(a.ChangedAt), sqldb.Time(a.ClosedAt), sqldb.ID(a.Stuck), a.Version)
	return err
}

// lock reads an approval for a change.
func lock(ctx context.Context, tx *sqldb.Tx, id ID) (Approval, error) {
	a, err := sqldb.One(ctx, tx, byID, scanApproval, int64(id))
	if errors.Is(err, sqldb.ErrNone) {
		return a, errs.Missing()
	}
	return a, err
}

// partsOf reads the parts that stand, without saying whose they are.
func partsOf(ctx context.Context, q sqldb.Querier, id ID) ([]Part, error) {
	return sqldb.All(ctx, q, standing, scanPart, int64(id))
}

// partsFor reads the parts that a reader may know of: those of the lines within their scope, those that they decided, and
// all of what they asked for themselves. With a version: those that stood then.
func partsFor(ctx context.Context, q sqldb.Querier, by authz.Actor, a *Approval, version int64) ([]Part, error) {
	var w sqldb.Where
	mine, mineArgs := decidable(by).SQL()
	own, ownArgs := concerned(by).SQL()
	mineSQL, ownSQL := w.Numbered(mine, mineArgs...), w.Numbered(own, ownArgs...)
	w.And("p.approval_id = ?", int64(a.ID))
	if version == 0 {
		w.And("p.until_version is null")
	} else {
		w.And("p.since_version <= ? and (p.until_version is null or p.until_version > ?)", version, version)
	}
	text := `select ` + partColumns + `, (` + mineSQL + `), (` + ownSQL + `) from approval_part p join approval a on a.id = p.approval_id
		left join unit u on u.id = p.unit_id where ` + w.SQL() + ` order by p.line_id, p.seq, p.id`
	parts, err := sqldb.All(ctx, q, sqldb.Q("approval.parts_for", text), scanPart, w.Args()...)
	if err != nil || by.IsSystem() || by.Person == int64(a.Asker) || by.Person == int64(a.AskerFor) {
		return parts, err
	}
	shown := map[int64]bool{}
	for i := range parts {
		p := &parts[i]
		shown[p.Line] = shown[p.Line] || p.mine || p.own || int64(p.DecidedBy) == by.Person
	}
	return slices.DeleteFunc(parts, func(p Part) bool { return !shown[p.Line] }), nil
}

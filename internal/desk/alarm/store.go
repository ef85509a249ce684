package alarm

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/sqldb"
)

const sourceColumns = `s.id, s.org_id, s.desk_id, s.code, s.name, s.kind, s.auth, s.secret_no, s.old_until, s.config, s.active, s.created_at, s.heard_at, s.heard,
	s.error, s.error_at, s.silent_since, s.storm_id, s.storm_until, s.version`

func scanSource(r sqldb.Row) (Source, error) {
	var s Source
	var config string
	err := r.Scan(&s.ID, &s.Org, &s.Desk, &s.Code, &s.Name, &s.Kind, &s.Auth, &s.SecretNo, sqldb.ScanTime(&s.OldUntil), &config, &s.Active, sqldb.ScanTime(&s.CreatedAt),
		sqldb.ScanTime(&s.HeardAt), &s.Heard, &s.Error, sqldb.ScanTime(&s.ErrorAt), sqldb.ScanTime(&s.SilentSince), sqldb.ScanID(&s.Storm), sqldb.ScanTime(&s.StormUntil), &s.Version)
	if err == nil {
		s.Config = Defaults()
		if err = json.Unmarshal([]byte(config), &s.Config); err != nil {
			err = fmt.Errorf("configuration of an alarm source: %w", err)
		}
	}
	return s, err
}

const ruleColumns = `r.id, r.org_id, r.desk_id, r.pos, r.name, r.source_id, r.config, r.active, r.version`

func scanRule(r sqldb.Row) (Rule, error) {
	var x Rule
	var config string
	err := r.Scan(&x.ID, &x.Org, &x.Desk, &x.Pos, &x.Name, sqldb.ScanID(&x.Source), &config, &x.Active, &x.Version)
	if err == nil {
		if err = json.Unmarshal([]byte(config), &x.Config); err != nil {
			err = fmt.Errorf("configuration of an alarm rule: %w", err)
		}
	}
	return x, err
}

const alarmColumns = `a.id, a.org_id, a.desk_id, a.source_id, a.key, a.family, a.state, a.severity, a.summary, a.details, a.host, a.component, a.group_key, a.link, a.labels,
	a.first_at, a.last_at, a.changed_at, a.started_at, a.expires_at, a.count, a.flapping_since, a.flap_told, a.told, a.quiet, a.due_at, a.rule_id, a.ticket_id, a.raw`

func scanAlarm(r sqldb.Row) (Alarm, error) {
	var a Alarm
	var labels string
	err := r.Scan(a.targets(&labels)...)
	if err == nil {
		err = a.read(labels)
	}
	return a, err
}

func (a *Alarm) targets(labels *string) []any {
	return []any{
		&a.ID, &a.Org, &a.Desk, &a.Source, &a.Key, &a.Family, &a.State, &a.Severity, &a.Summary, &a.Details, &a.Host, &a.Component, &a.Group, &a.Link, labels,
		sqldb.ScanTime(&a.First), sqldb.ScanTime(&a.Last), sqldb.ScanTime(&a.Changed), sqldb.ScanTime(&a.Started), sqldb.ScanTime(&a.Expires), &a.Count,
		sqldb.ScanTime(&a.FlappingSince), &a.FlapTold, &a.Told, &a.Quiet, sqldb.ScanTime(&a.DueAt), sqldb.ScanID(&a.Rule), sqldb.ScanID(&a.Ticket), &a.Raw,
	}
}

func (a *Alarm) read(labels string) error {
	if err := json.Unmarshal([]byte(labels), &a.Labels); err != nil {
		return fmt.Errorf("labels of alarm %d: %w", a.ID, err)
	}
	return nil
}

var (
	lockSource = sqldb.Q("alarm.source_lock", `select `+sourceColumns+` from alarm_source s where s.id = $1 {{for_update}}`)
	codeSource = sqldb.Q("alarm.source_code", `select `+sourceColumns+` from alarm_source s where s.code = $1 and s.active`)
	heardNow   = sqldb.Q("alarm.source_heard", `
		update alarm_source set heard_at = $2, heard = heard + $3, silent_since = $4, storm_id = $5, storm_until = $6 where id = $1`)
	setSilent  = sqldb.Q("alarm.source_silent", `update alarm_source set silent_since = $2 where id = $1`)
	setError   = sqldb.Q("alarm.source_error", `update alarm_source set error = $2, error_at = $3 where id = $1`)
	endStorm   = sqldb.Q("alarm.source_storm", `update alarm_source set storm_id = null, storm_until = null where id = $1`)
	rulesOf    = sqldb.Q("alarm.rules_of", `select `+ruleColumns+` from alarm_rule r where r.desk_id = $1 and r.active order by r.pos, r.id`)
	byKeys     = sqldb.Q("alarm.by_keys", `select `+alarmColumns+` from alarm a where a.source_id = $1 and a.key {{in $2}}`)
	byFamilies = sqldb.Q("alarm.by_families", `
		select `+alarmColumns+` from alarm a where a.source_id = $1 and a.family <> '' and a.family {{in $2}} and a.state = 'resolved' order by a.last_at`)
	byNumber    = sqldb.Q("alarm.by_number", `select `+alarmColumns+` from alarm a where a.id = $1`)
	insertAlarm = sqldb.Q("alarm.insert", `
		insert into alarm (org_id, desk_id, source_id, key, family, state, severity, summary, details, host, component, group_key, link, labels, first_at, last_at,
			changed_at, started_at, expires_at, count, flapping_since, flap_told, told, quiet, due_at, rule_id, ticket_id, raw)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28) returning id`)
	updateAlarm = sqldb.Q("alarm.update", `
		update alarm set key = $2, family = $3, state = $4, severity = $5, summary = $6, details = $7, host = $8, component = $9, group_key = $10, link = $11, labels = $12,
			last_at = $13, changed_at = $14, started_at = $15, expires_at = $16, count = $17, flapping_since = $18, flap_told = $19, told = $20, quiet = $21, due_at = $22,
			rule_id = $23, ticket_id = $24, raw = $25 where id = $1`)
	insertChange = sqldb.Q("alarm.change", `insert into alarm_change (alarm_id, at, what, text) values ($1, $2, $3, $4)`)
	countFlaps   = sqldb.Q("alarm.flaps", `
		select count(*) from alarm_change where alarm_id = $1 and at > $2 and what in ('fired', 'resolved', 'expired')`)
	firingOn   = sqldb.Q("alarm.firing_on", `select count(*) from alarm where ticket_id = $1 and state = 'firing' and id <> $2`)
	insertCase = sqldb.Q("alarm.case_insert", `
		insert into alarm_case (ticket_id, org_id, source_id, kind, together, opened_at, joined_at) values ($1, $2, $3, $4, $5, $6, $6) on conflict (ticket_id) do nothing`)
	selectCase = sqldb.Q("alarm.case", `select kind, together, said, left_out from alarm_case where ticket_id = $1`)
	caseSaid   = sqldb.Q("alarm.case_said", `update alarm_case set said = said + 1 where ticket_id = $1`)
	caseJoined = sqldb.Q("alarm.case_joined", `update alarm_case set joined_at = $2 where ticket_id = $1`)
	caseLeft   = sqldb.Q("alarm.case_left_out", `update alarm_case set left_out = $2 where ticket_id = $1`)
	// The newest case of a group, and whether work remains on it.
	groupCase = sqldb.Q("alarm.group_case", `
		select c.ticket_id, c.kind from alarm_case c join ticket t on t.id = c.ticket_id
		where c.together = $1 and c.joined_at >= $2 and c.kind = $3 and t.active order by c.ticket_id desc limit 1`)
	countCases  = sqldb.Q("alarm.cases", `select count(*) from alarm_case where source_id = $1 and opened_at > $2 and kind <> 'parent'`)
	firingBelow = sqldb.Q("alarm.firing_below", `
		select count(*) from alarm a join ticket_link l on l.from_id = a.ticket_id and l.kind = 'child' where l.to_id = $1 and a.state = 'firing' and a.id <> $2`)
	parentOf = sqldb.Q("alarm.parent_of", `
		select c.ticket_id from ticket_link l join alarm_case c on c.ticket_id = l.to_id where l.from_id = $1 and l.kind = 'child' and c.kind = 'parent' limit 1`)
	orgLang = sqldb.Q("alarm.lang", `select lang from organisation where id = $1`)
)

// write keeps an alarm; a new one gets its number.
func write(ctx context.Context, tx *sqldb.Tx, a *Alarm) error {
	labels, err := json.Marshal(a.Labels)
	if err != nil {
		return err
	}
	common := []any{
		a.Key, a.Family, string(a.State), a.Severity, a.Summary, a.Details, a.Host, a.Component, a.Group, a.Link, string(labels),
	}
	after := []any{
		sqldb.Time(a.Last), sqldb.Time(a.Changed), sqldb.Time(a.Started), sqldb.Time(a.Expires), a.Count, sqldb.Time(a.FlappingSince), a.FlapTold, string(a.Told), a.Quiet,
		sqldb.Time(a.DueAt), sqldb.ID(a.Rule), sqldb.ID(a.Ticket), a.Raw,
	}
	if a.ID == 0 {
		args := append([]any{int64(a.Org), int64(a.Desk), int64(a.Source)}, common...)
		args = append(append(args, sqldb.Time(a.First)), after...)
		id, err := tx.Insert(ctx, insertAlarm, args...)
		a.ID = ID(id)
		return err
	}
	_, err = tx.Exec(ctx, updateAlarm, append(append([]any{int64(a.ID)}, common...), after...)...)
	return err
}

// note adds to an alarm's history.
func note(ctx context.Context, tx *sqldb.Tx, a *Alarm, what, text string) error {
	_, err := tx.Exec(ctx, insertChange, int64(a.ID), sqldb.Time(tx.Now()), what, text)
	return err
}

// theCase is what is kept of a case that alarms opened.
type theCase struct {
	kind, together string
	said, leftOut  int
}

func caseOf(ctx context.Context, q sqldb.Querier, id ticket.ID) (theCase, bool, error) {
	return sqldb.Maybe(ctx, q, selectCase, func(r sqldb.Row) (theCase, error) {
		var c theCase
		return c, r.Scan(&c.kind, &c.together, &c.said, &c.leftOut)
	}, int64(id))
}

func none(err error) bool { return errors.Is(err, sqldb.ErrNone) }

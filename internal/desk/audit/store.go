package audit

import "lotsen/internal/kit/sqldb"

var insertEntry = sqldb.Q("audit.insert", `
	insert into security_log (org_id, at, actor_id, actor_name, what, subject, subject_id, address, detail)
	values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`)

const selectEntries = `
	select l.id, l.org_id, l.at, l.actor_id, l.actor_name, l.what, l.subject, l.subject_id, l.address, l.detail
	from security_log l where `

func scan(r sqldb.Row) (Entry, error) {
	var e Entry
	var detail string
	err := r.Scan(&e.ID, sqldb.ScanID(&e.Org), sqldb.ScanTime(&e.At), sqldb.ScanID(&e.Actor), &e.ActorAs, &e.What,
		&e.Subject, sqldb.ScanID(&e.SubjectID), &e.Address, &detail)
	e.Detail = []byte(detail)
	return e, err
}

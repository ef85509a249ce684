package connector

import (
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/sqldb"
)

// State is where a job stands.
type State string

// The states.
const (
	Waiting   State = "waiting" // To be sent, or sent again.
	Sent      State = "sent"    // The other system has it.
	Done      State = "done"
	Failed    State = "failed"
	Cancelled State = "cancelled"
)

// Ended reports whether nothing more comes of a job.
func (s State) Ended() bool { return s == Done || s == Failed || s == Cancelled }

// How is how a job came about.
type How string

// The ways.
const (
	InPortal  How = "portal"
	Forgotten How = "forgotten" // Without a login.
	AtDesk    How = "desk"
)

// Job is one piece of work.
type Job struct {
	ID        JobID
	Org       directory.OrgID
	Connector ID
	Kind      Kind
	How       How
	State     State
	Person    directory.PersonID
	By        directory.PersonID
	Ticket    ticket.ID
	Device    int64
	Name      string
	Change    bool
	Tries     int
	Error     string // A fault's key.
	Said      string // By the other system.
	CreatedAt time.Time
	SentAt    time.Time
	DueAt     time.Time
	EndedAt   time.Time
	Version   int64
	closed    string // The password, sealed.
}

const jobColumns = `j.id, j.org_id, j.connector_id, j.kind, j.how, j.state, j.person_id, j.by_id, j.ticket_id, j.device_id, j.name, j.secret, j.change, j.tries,
	j.error, j.said, j.created_at, j.sent_at, j.due_at, j.ended_at, j.version`

func scanJob(r sqldb.Row) (Job, error) {
	var j Job
	return j, r.Scan(&j.ID, &j.Org, &j.Connector, &j.Kind, &j.How, &j.State, &j.Person, sqldb.ScanID(&j.By), sqldb.ScanID(&j.Ticket), sqldb.ScanID(&j.Device),
		&j.Name, &j.closed, &j.Change, &j.Tries, &j.Error, &j.Said, sqldb.ScanTime(&j.CreatedAt), sqldb.ScanTime(&j.SentAt), sqldb.ScanTime(&j.DueAt),
		sqldb.ScanTime(&j.EndedAt), &j.Version)
}

var (
	selectJob = sqldb.Q("connector_job.by_id", `select `+jobColumns+` from connector_job j where j.id = $1`)
	lockJob   = sqldb.Q("connector_job.lock", `select `+jobColumns+` from connector_job j where j.id = $1 {{for_update}}`)
	lockNamed = sqldb.Q("connector_job.named", `select `+jobColumns+` from connector_job j where j.name = $1 and j.connector_id = $2 {{for_update}}`)
	insertJob = sqldb.Q("connector_job.insert", `
		insert into connector_job (org_id, connector_id, kind, how, state, person_id, by_id, device_id, name, secret, change, created_at, due_at)
		values ($1, $2, $3, $4, 'waiting', $5, $6, $7, $8, $9, $10, $11, $12) returning id`)
	linkTicket = sqldb.Q("connector_job.ticket", `update connector_job set ticket_id = $2 where id = $1`)
	saveJob    = sqldb.Q("connector_job.save", `
		update connector_job set state = $3, secret = $4, tries = $5, error = $6, said = $7, sent_at = $8, due_at = $9, ended_at = $10, version = version + 1
		where id = $1 and version = $2`)
	selectWaiting = sqldb.Q("connector_job.waiting", `select id from connector_job where connector_id = $1 and state = 'waiting' order by id limit 5000`)
	selectDue     = sqldb.Q("connector_job.due", `
		select `+jobColumns+` from connector_job j where j.state in ('waiting', 'sent') and j.due_at <= $1 order by j.due_at limit 200`)
	countOpen = sqldb.Q("connector_job.open", `
		select count(*) from connector_job where person_id = $1 and kind = $2 and state in ('waiting', 'sent') and coalesce(device_id, 0) = $3`)
	countLately = sqldb.Q("connector_job.lately", `select count(*) from connector_job where person_id = $1 and kind = $2 and created_at >= $3`)
)

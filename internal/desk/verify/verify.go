package verify

import (
	"context"
	"time"

	"lotsen/internal/desk/access"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/sqldb"
)

// Result is how a check ended.
type Result string

// The results.
const (
	Passed  Result = "passed"
	Failed  Result = "failed"
	Aborted Result = "aborted" // Neither: the call broke off, the caller did not want to.
)

// Check is one check of somebody who calls about a case.
type Check struct {
	ID       int64
	Ticket   ticket.ID
	Person   directory.PersonID
	Method   string
	Strength int
	Result   Result
	Reason   string
	Agent    directory.PersonID
	At       time.Time
	Until    time.Time // Zero unless it was passed.
}

// Letter is a code on its way to somebody's registered address, in both languages.
type Letter struct {
	Org           directory.OrgID
	Desk          directory.DeskID
	Person        directory.PersonID
	Key           string
	SubjectSv, Sv string
	SubjectEn, En string
}

// Deps is what the capability needs.
type Deps struct {
	DB        *sqldb.DB
	Ticket    *ticket.Service
	Directory *directory.Service
	Access    *access.Service
	Texts     *i18n.Catalogue
	Secret    []byte
	// Send mails a letter in the transaction of what it tells of. Nil: no codes are sent.
	Send func(ctx context.Context, tx *sqldb.Tx, l Letter) error
}

// Service is the capability's use cases.
type Service struct{ d Deps }

// New returns the service.
func New(d Deps) *Service { return &Service{d: d} }

const checkColumns = `c.id, c.ticket_id, c.person_id, c.method, c.strength, c.result, c.reason, c.agent_id, c.at, c.until_at`

func scanCheck(r sqldb.Row) (Check, error) {
	var c Check
	return c, r.Scan(&c.ID, &c.Ticket, &c.Person, &c.Method, &c.Strength, &c.Result, &c.Reason, sqldb.ScanID(&c.Agent), sqldb.ScanTime(&c.At), sqldb.ScanTime(&c.Until))
}

var (
	insertCheck = sqldb.Q("caller_check.insert", `
		insert into caller_check (org_id, ticket_id, person_id, method, strength, result, reason, agent_id, at, until_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning id`)
	// What broke off decides nothing.
	selectLatest = sqldb.Q("caller_check.latest", `
		select `+checkColumns+` from caller_check c where c.ticket_id = $1 and c.person_id = $2 and c.result <> 'aborted' order by c.id desc limit 1`)
	countFailed = sqldb.Q("caller_check.failed", `
		select count(*) from caller_check where person_id = $1 and result = 'failed' and at >= $2`)
)

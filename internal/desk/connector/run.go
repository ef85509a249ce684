package connector

import (
	"context"
	"crypto/rand"
	"slices"
	"strconv"
	"strings"
	"time"

	"lotsen/internal/desk/asset"
	"lotsen/internal/desk/audit"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/jobs"
	"lotsen/internal/kit/sqldb"
)

// JobStream is the kind of a job's stream in the event log.
const JobStream = "connector_job"

// The events of a job.
const (
	EventStarted = "connector.started"
	EventSent    = "connector.sent"
	EventDelayed = "connector.delayed"
	EventDone    = "connector.done"
	EventFailed  = "connector.failed"
	EventRetried = "connector.retried"
)

// Payload is what a job's event says.
type Payload struct {
	Kind  Kind   `json:"kind"`
	How   How    `json:"how"`
	State State  `json:"state"`
	Error string `json:"error,omitempty"`
	Said  string `json:"said,omitempty"`
	Tries int    `json:"tries,omitempty"`
}

// LogReset is written to the security log when somebody's password is asked to be reset, and LogResetDone when it was.
const (
	LogReset     audit.What = "reset.started"
	LogResetDone audit.What = "reset.done"
	LogWrong     audit.What = "reset.failed"
	LogLocked    audit.What = "reset.locked"
)

// mostADay is how many jobs of a kind one person may start in a day: whoever needs more needs somebody to talk to.
const mostADay = 10

// draft is a job before it has a row.
type draft struct {
	connector Connector
	person    directory.Person
	how       How
	password  string
	change    bool
	device    *asset.Asset
	// text is what the case says; title its title.
	title, text string
	ticket      ticket.ID // A case that is there already.
}

// Offers returns what the actor's organisation offers for themselves, by kind. One statement.
func (s *Service) Offers(ctx context.Context, by authz.Actor) (map[Kind]Connector, error) {
	if by.Person == 0 || by.Org == 0 {
		return nil, nil
	}
	return s.offers(ctx, s.d.DB, directory.OrgID(by.Org))
}

func (s *Service) offers(ctx context.Context, q sqldb.Querier, org directory.OrgID) (map[Kind]Connector, error) {
	list, err := sqldb.All(ctx, q, selectActive, scan, int64(org))
	out := map[Kind]Connector{}
	for _, c := range list {
		out[c.Kind] = c
	}
	return out, err
}

// offer is the connector of a kind. Errors: errs.Conflict where the organisation has none.
func (s *Service) offer(ctx context.Context, q sqldb.Querier, org directory.OrgID, k Kind) (Connector, error) {
	all, err := s.offers(ctx, q, org)
	c, ok := all[k]
	if err == nil && !ok {
		err = errs.E(errs.Conflict, "connector.error.none")
	}
	return c, err
}

// Reinstall has an own computer installed anew. What is kept on it alone is lost, and whoever asks says that they know.
// Errors: errs.Invalid, errs.NotFound for a device that is not the actor's, errs.Conflict, errs.Limited.
func (s *Service) Reinstall(ctx context.Context, by authz.Actor, id asset.ID, known bool) (Job, error) {
	var f errs.Fields
	if id == 0 {
		f.Add("device", "error.choose")
	}
	if !known {
		f.Add("known", "connector.error.known")
	}
	if err := f.Err(); err != nil {
		return Job{}, err
	}
	a, err := s.d.Asset.ByID(ctx, by, id)
	if err != nil {
		return Job{}, err
	}
	if int64(a.Person) != by.Person || !a.Active() {
		return Job{}, errs.Missing()
	}
	if a.Kind != asset.Computer {
		f.Add("device", "connector.error.computer")
		return Job{}, f.Err()
	}
	return s.run(ctx, by, Reinstall, InPortal, func(p directory.Person) draft {
		t := s.d.Texts.Printer(p.Lang)
		return draft{device: &a, title: t.T("connector.case.reinstall", "device", a.Title()), text: t.T("connector.case.reinstall_text", "device", a.Title(), "tag", a.Tag)}
	})
}

// run makes a job for the actor.
func (s *Service) run(ctx context.Context, by authz.Actor, k Kind, how How, fill func(directory.Person) draft) (Job, error) {
	if by.Person == 0 {
		return Job{}, errs.E(errs.Unauthenticated, "login.needed")
	}
	var j Job
	err := s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		p, err := directory.Load(ctx, tx, directory.PersonID(by.Person))
		if err != nil {
			return err
		}
		c, err := s.offer(ctx, tx, p.Org, k)
		if err != nil {
			return err
		}
		d := fill(p)
		d.connector, d.person, d.how = c, p, how
		j, err = s.startIn(ctx, tx, by, &d)
		return err
	})
	return j, err
}

// startIn makes a job, its case, and the wish to have it done. Nothing is sent before the commit.
func (s *Service) startIn(ctx context.Context, tx *sqldb.Tx, by authz.Actor, d *draft) (Job, error) {
	c, now := &d.connector, tx.Now()
	j := Job{
		Org: d.person.Org, Connector: c.ID, Kind: c.Kind, How: d.how, State: Waiting, Person: d.person.ID, By: directory.PersonID(by.Person),
		Name: strings.ToLower(rand.Text()), Change: d.change, CreatedAt: now, DueAt: now.Add(max(c.Within, giveUp)), Version: 1,
	}
	if d.device != nil {
		j.Device = int64(d.device.ID)
	}
	if err := s.room(ctx, tx, &j); err != nil {
		return j, err
	}
	if d.password != "" {
		j.closed = s.d.Box.Seal(jobPlace(j.Name), d.password)
	}
	id, err := tx.Insert(ctx, insertJob, int64(j.Org), int64(j.Connector), string(j.Kind), string(j.How), int64(j.Person), sqldb.ID(j.By), sqldb.ID(j.Device), j.Name,
		j.closed, j.Change, sqldb.Time(now), sqldb.Time(j.DueAt))
	if err != nil {
		return j, err
	}
	j.ID = JobID(id)
	if j.Ticket, err = s.caseIn(ctx, tx, by, d); err != nil {
		return j, err
	}
	if _, err := tx.Exec(ctx, linkTicket, id, int64(j.Ticket)); err != nil {
		return j, err
	}
	if j.Kind == Password {
		entry := audit.Entry{Org: int64(j.Org), What: LogReset, Subject: "person", SubjectID: int64(j.Person)}
		if err := audit.Write(ctx, tx, by, entry, map[string]any{"how": j.How, "case": j.Ticket.String()}); err != nil {
			return j, err
		}
	}
	if err := s.happened(ctx, tx, by, &j, EventStarted); err != nil {
		return j, err
	}
	return j, s.wish(ctx, tx, j.ID)
}

// room holds how many jobs somebody may have: one at a time of a kind, for a device, and so many a day.
func (s *Service) room(ctx context.Context, q sqldb.Querier, j *Job) error {
	n, err := sqldb.One(ctx, q, countOpen, sqldb.Value[int], int64(j.Person), string(j.Kind), j.Device)
	if err != nil {
		return err
	}
	if n > 0 && j.Kind != Register {
		return errs.E(errs.Conflict, "connector.error.running")
	}
	n, err = sqldb.One(ctx, q, countLately, sqldb.Value[int], int64(j.Person), string(j.Kind), sqldb.Time(j.CreatedAt.Add(-24*time.Hour)))
	if err == nil && n >= mostADay {
		err = errs.E(errs.Conflict, "connector.error.many", "count", n)
	}
	return err
}

// caseIn keeps the case of a job.
func (s *Service) caseIn(ctx context.Context, tx *sqldb.Tx, by authz.Actor, d *draft) (ticket.ID, error) {
	if d.ticket != 0 {
		return d.ticket, nil
	}
	who := by
	if int64(d.person.ID) != by.Person {
		who = system()
	}
	in := ticket.ReportInput{
		Desk: d.connector.Desk, Kind: ticket.Request, Channel: ticket.Portal, Requester: d.person.ID, Author: d.person.ID,
		Title: clean.Line(d.title, ticket.MaxTitle), Text: d.text, Category: d.connector.Category,
	}
	t, err := s.d.Ticket.ReportIn(ctx, tx, who, in)
	if errs.Is(err, errs.Forbidden) || errs.Is(err, errs.Invalid) {
		// Who may not report such a case, or would have to say more about it, may still help themselves.
		t, err = s.d.Ticket.ReportIn(ctx, tx, system(), in)
	}
	return t.ID, err
}

func (s *Service) wish(ctx context.Context, tx *sqldb.Tx, id JobID) error {
	return jobs.Enqueue(ctx, tx, taskDo, task{id}, jobs.Key(key(id)), jobs.Queue(Queue), jobs.MaxTries(tries))
}

// task is what a job of the runner is told.
type task struct {
	Job JobID `json:"job"`
}

// wake has all jobs of a connector looked at that wait.
func (s *Service) wake(ctx context.Context, tx *sqldb.Tx, id ID) error {
	waiting, err := sqldb.All(ctx, tx, selectWaiting, sqldb.Value[JobID], int64(id))
	if err != nil {
		return err
	}
	for _, j := range waiting {
		if err := s.wish(ctx, tx, j); err != nil {
			return err
		}
	}
	return nil
}

// happened tells of a job in its stream and pokes whoever may be looking.
func (s *Service) happened(ctx context.Context, tx *sqldb.Tx, by authz.Actor, j *Job, what string) error {
	_, err := s.d.Events.Append(ctx, tx, by, event.Draft{
		Org: int64(j.Org), Kind: JobStream, Stream: int64(j.ID), Pos: j.Version, Type: what, Label: string(j.State),
		Payload: Payload{Kind: j.Kind, How: j.How, State: j.State, Error: j.Error, Said: j.Said, Tries: j.Tries},
	})
	tx.Poke("person:"+strconv.FormatInt(int64(j.Person), 10), "ticket:"+strconv.FormatInt(int64(j.Ticket), 10))
	return err
}

// save keeps what became of a job.
func (s *Service) save(ctx context.Context, tx *sqldb.Tx, by authz.Actor, j *Job, what string) error {
	if j.State.Ended() {
		j.closed = ""
	}
	n, err := tx.Exec(ctx, saveJob, int64(j.ID), j.Version, string(j.State), j.closed, j.Tries, j.Error, j.Said, sqldb.Time(j.SentAt), sqldb.Time(j.DueAt), sqldb.Time(j.EndedAt))
	if err != nil {
		return err
	}
	if n == 0 {
		return errs.E(errs.Conflict, "error.changed_meanwhile")
	}
	j.Version++
	return s.happened(ctx, tx, by, j, what)
}

// Platforms are what a phone or a tablet may be.
func Platforms() []string { return []string{"iphone", "ipad", "android_phone", "android_tablet"} }

func validPlatform(p string) bool { return slices.Contains(Platforms(), p) }

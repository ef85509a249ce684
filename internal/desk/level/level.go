package level

import (
	"context"
	"sync"
	"time"

	"lotsen/internal/desk/asset"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/sqldb"
)

// ID and TaskID name what is kept here. Devices know their level by the same number.
type (
	ID     = asset.LevelID
	TaskID int64
)

// Side is who does a task.
type Side string

// The sides.
const (
	IT        Side = "it"
	Operation Side = "operation"
)

// Sides lists them.
func Sides() []Side { return []Side{IT, Operation} }

// The extra fields of a case by which it is routed.
const (
	FieldDevice = "device"
	FieldTask   = "task"
)

// Level is one of the levels of support.
type Level struct {
	ID      ID
	Org     directory.OrgID
	Number  int
	Sv, En  string
	Version int64
	Shares  map[TaskID]Side
}

// Name is what the level is called in a language.
func (l Level) Name(lang string) string { return inLang(lang, l.Sv, l.En) }

// Task is something that is done for a computer.
type Task struct {
	ID     TaskID
	Key    string
	Sv, En string
}

// Name is what the task is called in a language.
func (t Task) Name(lang string) string { return inLang(lang, t.Sv, t.En) }

func inLang(lang, sv, en string) string {
	if lang == string(i18n.English) && en != "" {
		return en
	}
	return sv
}

// Matrix is an organisation's levels and tasks. It has no levels where responsibility does not go by level.
type Matrix struct {
	Levels []Level
	Tasks  []Task
}

// Deps is what the capability needs.
type Deps struct {
	DB        *sqldb.DB
	Events    *event.Log
	Directory *directory.Service
	Ticket    *ticket.Service
	// Preset names the organisations that Seed gives the three levels; "" gives them to nobody.
	Preset string
}

// Service is the capability's use cases.
type Service struct {
	d    Deps
	mu   sync.Mutex
	uses map[directory.OrgID]known
}

// New returns the service and subscribes it to what happens to cases.
func New(d Deps) *Service {
	s := &Service{d: d, uses: map[directory.OrgID]known{}}
	d.Events.On(ticket.EventReported, s.onFields)
	d.Events.On(ticket.EventChanged, s.onFields)
	return s
}

// known is an answer that is good for a while.
type known struct {
	yes   bool
	until time.Time
}

// knownFor is how long a page may be wrong about whether an organisation has levels at all.
const knownFor = time.Minute

var (
	selectUses   = sqldb.Q("level.uses", `select count(*) from support_level where org_id = $1 and active`)
	selectLevels = sqldb.Q("level.levels", `
		select l.id, l.org_id, l.number, l.name_sv, l.name_en, l.version, s.task_id, coalesce(s.side, '')
		from support_level l left join support_share s on s.level_id = l.id where l.org_id = $1 and l.active order by l.number, s.task_id`)
	selectTasks = sqldb.Q("level.tasks", `select id, key, name_sv, name_en from support_task where org_id = $1 and active order by pos, id`)
)

// Uses reports whether responsibility goes by level in an organisation; pages ask often, so it is remembered for a while.
func (s *Service) Uses(ctx context.Context, org directory.OrgID) (bool, error) {
	now := s.d.DB.Now()
	s.mu.Lock()
	k, ok := s.uses[org]
	s.mu.Unlock()
	if ok && now.Before(k.until) {
		return k.yes, nil
	}
	n, err := sqldb.One(ctx, s.d.DB, selectUses, sqldb.Value[int64], int64(org))
	if err == nil {
		s.mu.Lock()
		s.uses[org] = known{n > 0, now.Add(knownFor)}
		s.mu.Unlock()
	}
	return n > 0, err
}

// Matrix returns who does what in an organisation that the actor has to do with. Errors: errs.NotFound.
func (s *Service) Matrix(ctx context.Context, by authz.Actor, org directory.OrgID) (Matrix, error) {
	if _, err := s.d.Directory.Organisation(ctx, by, org); err != nil {
		return Matrix{}, err
	}
	return matrix(ctx, s.d.DB, org)
}

func matrix(ctx context.Context, q sqldb.Querier, org directory.OrgID) (Matrix, error) {
	var m Matrix
	err := sqldb.Each(ctx, q, selectLevels, func(r sqldb.Row) error {
		var l Level
		var task TaskID
		var side Side
		if err := r.Scan(&l.ID, &l.Org, &l.Number, &l.Sv, &l.En, &l.Version, sqldb.ScanID(&task), &side); err != nil {
			return err
		}
		if n := len(m.Levels); n == 0 || m.Levels[n-1].ID != l.ID {
			l.Shares = map[TaskID]Side{}
			m.Levels = append(m.Levels, l)
		}
		if task != 0 {
			m.Levels[len(m.Levels)-1].Shares[task] = side
		}
		return nil
	}, int64(org))
	if err != nil {
		return m, err
	}
	m.Tasks, err = sqldb.All(ctx, q, selectTasks, func(r sqldb.Row) (Task, error) {
		var t Task
		return t, r.Scan(&t.ID, &t.Key, &t.Sv, &t.En)
	}, int64(org))
	return m, err
}

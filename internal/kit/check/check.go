package check

import (
	"context"
	"fmt"
	"io/fs"
	"time"

	"lotsen/internal/kit/blob"
	"lotsen/internal/kit/sqldb"
)

// Env is what checks look at.
type Env struct {
	DB    *sqldb.DB
	Files blob.Files
	Now   time.Time
	// Migrations are those of this program.
	Migrations fs.FS
	// Quick leaves out reading every file from end to end.
	Quick bool
}

// Find looks and reports each thing that is wrong, in words that need no knowledge of the code: "ticket 100042 has 7
// events but says 8".
type Find func(ctx context.Context, env Env, report func(finding string)) error

// Repair mends what Find found, as far as it can be derived, and returns how much it mended.
type Repair func(ctx context.Context, env Env) (int, error)

// Result is what one check found.
type Result struct {
	Name     string
	Findings int
	Examples []string // The first ones.
	Repaired int
	Err      error // The check itself could not be carried out.
}

// maxExamples bounds what is told of one check; the number is always whole.
const maxExamples = 10

// Registry is a list of checks in the order in which they run.
type Registry struct {
	checks []entry
}

type entry struct {
	name   string
	find   Find
	repair Repair
}

// New returns a registry with the foundation's own checks.
func New() *Registry {
	r := &Registry{}
	r.Register("schema", findSchema, nil)
	r.Register("storage", findStorage, nil)
	r.Register("references", findReferences, nil)
	r.Register("numbers", findNumbers, repairNumbers)
	r.Register("events", findEventGaps, nil)
	r.Register("jobs", findJobs, repairJobs)
	r.Register("files missing", findMissingFiles, nil)
	r.Register("files damaged", findDamagedFiles, nil)
	r.Register("files orphaned", findOrphans, repairOrphans)
	return r
}

// Register adds a check; repair may be nil.
func (r *Registry) Register(name string, find Find, repair Repair) {
	r.checks = append(r.checks, entry{name, find, repair})
}

// Run carries out all checks, also after one failed. With repair, a check that found something mends what it can and
// looks again: Findings is then what remains.
func (r *Registry) Run(ctx context.Context, env Env, repair bool, each func(Result)) {
	for _, c := range r.checks {
		res := c.look(ctx, env)
		if repair && c.repair != nil && res.Err == nil && res.Findings > 0 {
			n, err := c.repair(ctx, env)
			if res = c.look(ctx, env); err != nil {
				res.Err = fmt.Errorf("repair: %w", err)
			}
			res.Repaired = n
		}
		each(res)
	}
}

func (c entry) look(ctx context.Context, env Env) Result {
	res := Result{Name: c.name}
	res.Err = c.find(ctx, env, func(finding string) {
		res.Findings++
		if len(res.Examples) < maxExamples {
			res.Examples = append(res.Examples, finding)
		}
	})
	return res
}

// Query is a check that is one statement: each row it gives is a finding, told by scanning its columns into text.
func Query(s sqldb.Stmt, tell string, args ...any) Find {
	return func(ctx context.Context, env Env, report func(string)) error {
		return each(ctx, env.DB, s, tell, report, args...)
	}
}

// each reports every row of a statement: its columns fill the verbs of tell.
func each(ctx context.Context, db *sqldb.DB, s sqldb.Stmt, tell string, report func(string), args ...any) error {
	columns := verbs(tell)
	return sqldb.Each(ctx, db, s, func(r sqldb.Row) error {
		values, into := make([]any, columns), make([]any, columns)
		for i := range values {
			into[i] = &values[i]
		}
		if err := r.Scan(into...); err != nil {
			return fmt.Errorf("%s: scan: %w", s.Name, err)
		}
		report(fmt.Sprintf(tell, values...))
		return nil
	}, args...)
}

func verbs(format string) (n int) {
	for i := range len(format) - 1 {
		if format[i] == '%' && format[i+1] == 'v' {
			n++
		}
	}
	return n
}

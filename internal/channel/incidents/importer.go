package incidents

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// batch is how many lines share a transaction.
const batch = 500

// maxTold bounds how many faults are kept with their words; all are counted.
const maxTold = 1000

// Deps is what the importer works with.
type Deps struct {
	DB        *sqldb.DB
	Ticket    *ticket.Service
	Directory *directory.Service
	// Progress, when set, is told how many lines have been read.
	Progress func(lines int)
}

// Fault is a line that was not taken, and why.
type Fault struct {
	Line   int
	Reason string
}

// Result is what came of a file.
type Result struct {
	Lines    int // Read, without the first.
	Cases    int // In the file.
	New      int // Cases that were not known.
	Events   int // Lines taken now.
	Known    int // Lines taken before.
	Bad      int
	Faults   []Fault // The first of the bad lines.
	Words    map[string]int
	Finished bool
}

// importer is one run over one file.
type importer struct {
	Deps
	m     *Mapping
	desk  directory.Desk
	names *names
	cases map[string]*progress
	by    authz.Actor
	res   Result
}

// progress is how far a case has been followed in this file.
type progress struct {
	mark
	stored int    // Lines that the database says.
	seen   int    // Lines of this file.
	chain  string // Digest of them.
	strays bool   // The lines differ from those taken before: the case is left alone.
}

// Run reads a file into a desk. Lines that cannot be read are in the result; an error means that the run stopped, and
// that running it again goes on where it stopped.
func Run(ctx context.Context, d Deps, m *Mapping, desk directory.Desk, in io.Reader) (Result, error) {
	i := &importer{Deps: d, m: m, desk: desk, names: newNames(), cases: map[string]*progress{}, by: authz.System("import"), res: Result{Words: map[string]int{}}}
	src, err := open(in, m.Encoding, []rune(m.Delimiter)[0])
	if err != nil {
		return i.res, err
	}
	first, _, fault, err := src.next()
	if err != nil || fault != nil {
		return i.res, fmt.Errorf("first line: %w", errors.Join(err, fault))
	}
	h, err := m.header(first)
	if err != nil {
		return i.res, err
	}
	src.width = h.width
	if err := i.states(ctx); err != nil {
		return i.res, err
	}
	if err := i.all(ctx, src, h); err != nil {
		return i.res, err
	}
	i.res.Cases, i.res.Finished = len(i.cases), true
	return i.res, nil
}

// all reads the file in batches.
func (i *importer) all(ctx context.Context, src *lines, h header) error {
	rows := make([]row, 0, batch)
	for {
		record, line, fault, err := src.next()
		if errors.Is(err, io.EOF) {
			return i.write(ctx, rows)
		}
		if err != nil {
			return err
		}
		i.res.Lines++
		var r row
		if fault == nil {
			r, fault = i.m.read(h, line, record)
		}
		if fault != nil {
			i.bad(line, fault)
			continue
		}
		if rows = append(rows, r); len(rows) < batch {
			continue
		}
		if err := i.write(ctx, rows); err != nil {
			return err
		}
		rows = rows[:0]
	}
}

func (i *importer) bad(line int, fault error) {
	i.res.Bad++
	if len(i.res.Faults) < maxTold {
		i.res.Faults = append(i.res.Faults, Fault{Line: line, Reason: oneLine(fault)})
	}
}

// outcome is what a transaction did; it counts once the transaction is on disk.
type outcome struct {
	cases      map[string]*progress
	events     int
	known, new int
	bad        []Fault
}

// write takes a batch in one transaction. PostgreSQL may run it twice, so it begins each time with what was on disk.
func (i *importer) write(ctx context.Context, rows []row) error {
	if len(rows) == 0 {
		return nil
	}
	var o outcome
	err := i.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		o = outcome{cases: map[string]*progress{}}
		i.names.begin()
		for n := range rows {
			if err := i.take(ctx, tx, &rows[n], &o); err != nil {
				return fmt.Errorf("line %d: %w", rows[n].line, err)
			}
		}
		return i.keepMarks(ctx, tx, &o)
	})
	if err != nil {
		return err
	}
	i.names.commit()
	for number, c := range o.cases {
		c.stored = c.lines
		i.cases[number] = c
	}
	i.res.Events += o.events
	i.res.Known += o.known
	i.res.New += o.new
	for _, f := range o.bad {
		i.bad(f.Line, errors.New(f.Reason))
	}
	if i.Progress != nil {
		i.Progress(i.res.Lines)
	}
	return nil
}

// take reads one line into its case, unless it was taken before.
func (i *importer) take(ctx context.Context, tx *sqldb.Tx, r *row, o *outcome) error {
	c, err := i.follow(ctx, tx, r.number, o)
	if err != nil {
		return err
	}
	chain := link(c.chain, r.digest)
	switch {
	case c.strays:
		o.bad = append(o.bad, Fault{r.line, "the case has changed in lines that were taken before; it was left alone"})
		return nil
	case c.seen+1 == c.lines && chain != c.digest:
		c.strays, c.seen = true, c.seen+1
		o.bad = append(o.bad, Fault{r.line, "this line or one before it differs from what was taken before; the case was left alone"})
		return nil
	case c.seen < c.lines:
		c.seen, c.chain = c.seen+1, chain
		o.known++
		return nil
	}
	id, err := i.moment(ctx, tx, c.ticket, r)
	if errs.Is(err, errs.Invalid) {
		o.bad = append(o.bad, Fault{r.line, oneLine(err)})
		return nil
	}
	if err != nil {
		return err
	}
	if c.ticket == 0 {
		o.new++
	}
	c.seen++
	c.ticket, c.chain, c.lines, c.digest = id, chain, c.seen, chain
	o.events++
	return nil
}

// moment finds or makes whom and what a line names, and writes the line's event.
func (i *importer) moment(ctx context.Context, tx *sqldb.Tx, id ticket.ID, r *row) (ticket.ID, error) {
	if err := i.resolve(ctx, tx, r); err != nil {
		return 0, err
	}
	return i.Ticket.ImportIn(ctx, tx, i.by, i.desk, id, r.in)
}

// follow returns a case as this transaction has it.
func (i *importer) follow(ctx context.Context, tx *sqldb.Tx, number string, o *outcome) (*progress, error) {
	if c := o.cases[number]; c != nil {
		return c, nil
	}
	c := &progress{}
	if old := i.cases[number]; old != nil {
		*c = *old
	} else {
		var err error
		if c.mark, _, err = loadMark(ctx, tx, i.m.Source, number); err != nil {
			return nil, err
		}
		c.stored = c.lines
	}
	o.cases[number] = c
	return c, nil
}

// keepMarks writes how far each case has been read. Where another import was quicker, this one stops.
func (i *importer) keepMarks(ctx context.Context, tx *sqldb.Tx, o *outcome) error {
	for number, c := range o.cases {
		if c.ticket == 0 {
			continue
		}
		if c.stored == 0 {
			if _, err := tx.Exec(ctx, insertMark, i.m.Source, number, int64(c.ticket), c.lines, c.digest); err != nil {
				return err
			}
			continue
		}
		if c.stored == c.lines {
			continue
		}
		n, err := tx.Exec(ctx, updateMark, i.m.Source, number, c.lines, c.digest, c.stored)
		if err != nil {
			return err
		}
		if n == 0 {
			return errs.E(errs.Conflict, "import.error.running")
		}
	}
	return nil
}

// link adds a line to the digest of those before it.
func link(chain, line string) string {
	sum := sha256.Sum256([]byte(chain + "\x01" + line))
	return hex.EncodeToString(sum[:12])
}

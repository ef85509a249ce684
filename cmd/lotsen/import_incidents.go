package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"sync/atomic"

	"lotsen/internal/app"
	"lotsen/internal/channel/incidents"
)

type importCmd struct {
	Incidents importIncidentsCmd `cmd:"" help:"The event log of another ticket system, as CSV. The same file again changes nothing."`
}

type importIncidentsCmd struct {
	File string `arg:"" type:"existingfile" help:"One line for each change of a case, in order."`
	Map  string `type:"existingfile" help:"How the file is read (TOML); see docs/import.md. Without it: a log of ServiceNow." placeholder:"FILE"`
	Org  string `help:"Key of the organisation. Without it the import makes one of its own, 'import'." placeholder:"KEY"`
	Desk string `help:"Key of the desk; without it the organisation's first." placeholder:"KEY"`
}

// shownFaults is how many bad lines are printed one by one.
const shownFaults = 100

// Run reads the file and prints what came of it. Bad lines do not make the command fail unless no line was good.
func (c *importIncidentsCmd) Run(ctx context.Context, w *world) error {
	m, err := c.mapping()
	if err != nil {
		return exit{code: 2, text: err.Error()}
	}
	in, err := os.Open(c.File)
	if err != nil {
		return fmt.Errorf("import: %w", err)
	}
	defer in.Close() //nolint:errcheck // Opened for reading only.
	info, err := in.Stat()
	if err != nil {
		return fmt.Errorf("import: %w", err)
	}
	return w.withApp(ctx, func(a *app.App) error {
		desk, err := incidents.Desk(ctx, a.Directory, c.Org, c.Desk)
		if err != nil {
			return fmt.Errorf("organisation %q, desk %q: %w", c.Org, c.Desk, explain(err))
		}
		read := &counter{from: in}
		bar := &bar{to: w.err, all: info.Size(), shown: isTerminal(w.err)}
		res, err := incidents.Run(ctx, incidents.Deps{
			DB: a.DB, Ticket: a.Ticket, Directory: a.Directory, Progress: func(lines int) { bar.at(read.n.Load(), lines) },
		}, &m, desk, read)
		bar.end()
		printImport(w.out, &res)
		if err != nil {
			return fmt.Errorf("the import stopped; run it again to go on: %w", err)
		}
		if res.Bad > 0 && res.Bad == res.Lines {
			return exit{code: 1, text: "no line could be read; does the mapping fit the file?"}
		}
		return nil
	})
}

func (c *importIncidentsCmd) mapping() (incidents.Mapping, error) {
	if c.Map == "" {
		return incidents.Default()
	}
	raw, err := os.ReadFile(c.Map)
	if err != nil {
		return incidents.Mapping{}, fmt.Errorf("mapping: %w", err)
	}
	return incidents.Parse(string(raw))
}

func printImport(out io.Writer, res *incidents.Result) {
	for i, f := range res.Faults {
		if i == shownFaults {
			fmt.Fprintf(out, "and %d more lines\n", res.Bad-shownFaults)
			break
		}
		fmt.Fprintf(out, "line %d: %s\n", f.Line, f.Reason)
	}
	fmt.Fprintf(out, "%d lines, %d cases: %d cases are new, %d events added, %d known before, %d lines not taken\n",
		res.Lines, res.Cases, res.New, res.Events, res.Known, res.Bad)
}

// counter counts what is read from a file.
type counter struct {
	from io.Reader
	n    atomic.Int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.from.Read(p)
	c.n.Add(int64(n))
	return n, err //nolint:wrapcheck // A reader passes on what it reads from.
}

// bar is a bar that grows while a file is read, on a terminal only.
type bar struct {
	to    io.Writer
	all   int64
	shown bool
	drawn bool
}

func (b *bar) at(done int64, lines int) {
	if !b.shown || b.all == 0 {
		return
	}
	const width = 40
	full := int(min(done*width/b.all, width))
	fmt.Fprintf(b.to, "\r[%s%s] %3d %%  %d lines", strings.Repeat("#", full), strings.Repeat(".", width-full), done*100/b.all, lines)
	b.drawn = true
}

func (b *bar) end() {
	if b.drawn {
		fmt.Fprintln(b.to)
	}
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// Command lotsen is the whole product: the server and everything that is done beside it.
//
// Owns: the command line, one file for each command; signals; exit codes.
// Does not own: wiring (internal/app), what commands do.
//
// Exit codes: 0 done, 1 it failed or found something, 2 the command line or the configuration is wrong, 75 it may work
// later (mail receive).
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"

	"lotsen/internal/kit/config"
)

// commands is the command line.
type commands struct {
	Config string `help:"TOML file with settings; see docs/operations.md." placeholder:"FILE" env:"LOTSEN_CONFIG"`
	DB     string `name:"db" help:"Database: sqlite:FILE or postgres://…" placeholder:"DSN"`
	Files  string `help:"Folder for attachments and raw mail." placeholder:"DIR"`

	Serve   serveCmd   `cmd:"" help:"Serve the portal, the desk and the API."`
	Migrate migrateCmd `cmd:"" help:"Bring the database to this version's schema."`
	Backup  backupCmd  `cmd:"" help:"Write everything to one file; beside a serving process too."`
	Restore restoreCmd `cmd:"" help:"Read a backup into an empty database of either engine."`
	Check   checkCmd   `cmd:"" help:"Look for what must not be in the database or its files."`
	Mail    mailCmd    `cmd:"" help:"Mail that a mail server hands over."`
	User    userCmd    `cmd:"" help:"People who log in."`
	Token   tokenCmd   `cmd:"" help:"Tokens for the API."`
	Import  importCmd  `cmd:"" help:"Cases and figures of other systems."`
}

// world is what a command sees of its surroundings.
type world struct {
	config  config.Config
	in      io.Reader
	out     io.Writer
	err     io.Writer
	environ []string
}

// exit is an error that asks for an exit code of its own; with no text nothing more is said.
type exit struct {
	code int
	text string
}

func (e exit) Error() string { return e.text }

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	w := &world{in: os.Stdin, out: os.Stdout, err: os.Stderr, environ: os.Environ()}
	code := run(ctx, os.Args[1:], w)
	stop()
	os.Exit(code)
}

// run is main without the process: it returns the exit code.
func run(ctx context.Context, args []string, w *world) int {
	var c commands
	ended := -1
	parser, err := kong.New(&c, kong.Name("lotsen"), kong.Description("Lotsen, an IT service desk."), kong.Writers(w.out, w.err),
		kong.UsageOnError(), kong.ConfigureHelp(kong.HelpOptions{Compact: true}), kong.Exit(func(code int) { ended = code }),
		kong.BindTo(ctx, (*context.Context)(nil)))
	if err != nil {
		fmt.Fprintln(w.err, "lotsen:", err)
		return 2
	}
	chosen, err := parser.Parse(args)
	if ended >= 0 {
		return ended // Help was asked for and given.
	}
	if err != nil {
		parser.Errorf("%s", err)
		return 2
	}
	if w.config, err = c.settings(w.environ); err != nil {
		fmt.Fprintln(w.err, "lotsen:", err)
		if chosen.Command() == "mail receive" {
			return exitLater // A slip in the configuration must not make the mail server send mail back.
		}
		return 2
	}
	err = chosen.Run(w)
	var asked exit
	switch {
	case err == nil:
		return 0
	case errors.As(err, &asked):
		if asked.text != "" {
			fmt.Fprintln(w.err, "lotsen:", asked.text)
		}
		return asked.code
	}
	fmt.Fprintln(w.err, "lotsen:", err)
	return 1
}

// settings are the file's, overruled by the environment, overruled by flags.
func (c *commands) settings(environ []string) (config.Config, error) {
	cfg, err := config.Load(c.Config, environ)
	if err != nil {
		return cfg, err
	}
	for _, flag := range []struct {
		to   *string
		from string
	}{{&cfg.DB, c.DB}, {&cfg.Files, c.Files}, {&cfg.Listen, c.Serve.Listen}} {
		if flag.from != "" {
			*flag.to = flag.from
		}
	}
	return cfg, cfg.Complete()
}

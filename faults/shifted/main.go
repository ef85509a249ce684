// Command shifted is the product with a clock that can be wrong: a process cannot be given another time from outside,
// because a static program asks the kernel by itself.
//
// Owns: the wrong clock. Everything else is the product, wired as lotsen serve wires it.
// Does not own: anything that is delivered; only the faults' tests build it.
package main

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"lotsen/internal/app"
	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/config"
	"lotsen/internal/kit/logx"
)

// shifting is the machine's clock plus what stands in a file, as "-1h".
type shifting struct{ file string }

// Now implements clock.Clock.
func (s shifting) Now() time.Time {
	now := clock.System{}.Now()
	raw, err := os.ReadFile(s.file)
	if err != nil {
		return now // Not wrong yet.
	}
	by, err := time.ParseDuration(strings.TrimSpace(string(raw)))
	if err != nil {
		return now // It is being written.
	}
	return now.Add(by)
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	if err := serve(ctx); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1) //nolint:gocritic // There is nothing left to stop.
	}
}

// serve takes its settings from the environment, as lotsen serve does, and the address from its last argument.
func serve(ctx context.Context) error {
	cfg, err := config.Load("", os.Environ())
	if err == nil {
		cfg.Listen = os.Args[len(os.Args)-1]
		err = cfg.Complete()
	}
	if err != nil {
		return err
	}
	o := app.Options{
		DB: cfg.DB, Files: cfg.Files, BaseURL: cfg.BaseURL, Log: logx.New(os.Stderr, cfg.LogFormat, cfg.LogLevel),
		Mail: app.MailOptions{SMTPListen: cfg.SMTPListen, From: cfg.MailFrom}, Clock: shifting{os.Getenv("SHIFTED_CLOCK")},
	}
	if u, err := url.Parse(cfg.SMTPOut); err == nil {
		o.Mail.SMTPOut = u.Host
	}
	a, err := app.New(ctx, o)
	if err != nil {
		return err
	}
	a.Start(ctx)
	server := &http.Server{Addr: cfg.Listen, Handler: a.Handler(), ReadHeaderTimeout: time.Minute}
	go func() {
		<-ctx.Done()
		_ = server.Close() // The test has what it wants.
	}()
	_ = server.ListenAndServe() // It ends when it is told to.
	return a.Stop()
}

package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"time"

	"golang.org/x/net/netutil"

	"lotsen/internal/app"
	"lotsen/internal/app/demo"
	"lotsen/internal/channel/teams"
	"lotsen/internal/kit/config"
	"lotsen/internal/kit/logx"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/web"
)

type serveCmd struct {
	Listen string `help:"Address for HTTP." placeholder:"HOST:PORT"`
	Demo   bool   `help:"Fill an empty database with a demo world and let everybody in as anyone. Never with real people."`
}

// shutdownTimeout is how long requests in hand may take after we were asked to stop.
const shutdownTimeout = 15 * time.Second

// Run serves until the context ends, then lets what is going on finish.
func (c *serveCmd) Run(ctx context.Context, w *world) error {
	log := logx.New(w.err, w.config.LogFormat, w.config.LogLevel)
	thrifty()
	options, err := appOptions(w.config, log)
	if err != nil {
		return err
	}
	if c.Demo {
		options.Demo, options.DemoPersons = true, demo.Persons
		options.Mail.Lookup = nil // The demo asks nobody.
		if _, err := demo.Seed(ctx, demo.Options{DB: options.DB, Files: options.Files, Now: time.Now().UTC(), Progress: w.err}); err != nil {
			return err
		}
	}
	a, err := app.New(ctx, options)
	if err != nil {
		return err
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", w.config.Listen)
	if err != nil {
		return errors.Join(fmt.Errorf("listen: %w", err), a.Stop())
	}
	server := web.NewServer(w.config.Listen, a.Handler())
	server.ErrorLog = slog.NewLogLogger(log.Handler(), slog.LevelDebug)
	a.Start(context.WithoutCancel(ctx)) // Jobs and news go on while requests do; Stop ends them.
	log.InfoContext(ctx, "serving", "config", w.config)
	fmt.Fprintf(w.out, "Lotsen serves on http://%s\n", reachable(listener.Addr().String()))
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(netutil.LimitListener(listener, w.config.Connections)) }()
	select {
	case err = <-failed:
	case <-ctx.Done():
		log.Info("stopping")
		a.Drain()
		drain(config.Length(w.config.Drain), failed)
		a.CloseStreams()
		end, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTimeout)
		err = server.Shutdown(end)
		cancel()
	}
	return errors.Join(err, a.Stop())
}

// drain goes on answering until those who send requests here have seen that they should not, or the server fails.
func drain(wait time.Duration, failed chan error) {
	select {
	case <-time.After(wait):
	case err := <-failed:
		failed <- err
	}
}

// garbage is how much the memory in use may grow by before it is tidied, in percent. Most of what a node holds is the
// ledger of figures: numbers without pointers, so that tidying often costs next to nothing and Go's usual 100 would
// double it for nothing.
const garbage = 25

// thrifty leaves a choice of the operator's (GOGC) alone.
func thrifty() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(garbage)
	}
}

// appOptions turns settings into what the app takes.
func appOptions(cfg config.Config, log *slog.Logger) (app.Options, error) {
	if file, ok := cfg.SQLiteFile(); ok {
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			return app.Options{}, fmt.Errorf("database: %w", err)
		}
	}
	secret, err := cfg.Secret()
	if err != nil {
		return app.Options{}, err
	}
	o := app.Options{
		DB: cfg.DB, Files: cfg.Files, BaseURL: cfg.BaseURL, Secret: secret, Log: log, Limits: limitOptions(&cfg), Watch: watchOptions(&cfg), MaxConns: cfg.DBConnections,
		Mail:    app.MailOptions{SMTPListen: cfg.SMTPListen, LMTPListen: cfg.LMTPListen, NoFetch: cfg.MailFetch == "off", From: cfg.MailFrom},
		Replica: sqldb.ReplicaOptions{DSN: cfg.Replica, MaxLag: config.Length(cfg.ReplicaMaxLag)},
		Web:     app.WebOptions{MetricsToken: cfg.MetricsToken, Secure: strings.HasPrefix(cfg.BaseURL, "https://")},
	}
	if u, err := url.Parse(cfg.SMTPOut); err == nil && cfg.SMTPOut != "" {
		o.Mail.SMTPOut, o.Mail.Username = u.Host, u.User.Username()
		o.Mail.Password, _ = u.User.Password()
	}
	if err := mailOptions(&cfg, &o.Mail); err != nil {
		return app.Options{}, err
	}
	if o.SNMP, err = snmpOptions(&cfg); err != nil {
		return app.Options{}, err
	}
	for _, proxy := range cfg.TrustedProxies {
		network, err := config.Network(proxy)
		if err != nil {
			return app.Options{}, fmt.Errorf("trusted_proxies: %w", err)
		}
		o.Web.Proxies = append(o.Web.Proxies, network)
	}
	for _, name := range cfg.MailNets {
		network, err := config.Network(name)
		if err != nil {
			return app.Options{}, fmt.Errorf("mail_networks: %w", err)
		}
		o.Mail.Fetch.Networks = append(o.Mail.Fetch.Networks, network)
	}
	o.Partners.Secrets = cfg.PartnerSecret
	o.Teams = teams.Options{Hosts: cfg.TeamsHosts, Metadata: cfg.TeamsKeys, Login: strings.TrimSuffix(cfg.TeamsLogin, "/")}
	for _, name := range cfg.PartnerNets {
		network, err := config.Network(name)
		if err != nil {
			return app.Options{}, fmt.Errorf("partner_networks: %w", err)
		}
		o.Partners.Networks = append(o.Partners.Networks, network)
	}
	return o, nil
}

// reachable turns a listening address into one that a browser on this machine can open.
func reachable(address string) string {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return address
	}
	if ip, err := netip.ParseAddr(host); err == nil && ip.IsUnspecified() {
		host = "localhost"
	}
	return net.JoinHostPort(host, port)
}

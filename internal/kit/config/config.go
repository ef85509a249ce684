package config

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"path/filepath"
	"reflect"
	"strings"
	"time"
)

// Config is the whole list of settings. A field's toml key in upper case behind LOTSEN_ is its environment variable.
type Config struct {
	DB             string   `toml:"db" default:"sqlite:data/lotsen.db" doc:"Database: sqlite:FILE, or postgres://user:password@host/name for several nodes."`
	Listen         string   `toml:"listen" default:"127.0.0.1:8080" doc:"Address for HTTP. Put a reverse proxy with TLS in front."`
	BaseURL        string   `toml:"base_url" doc:"Address that people type, as https://it.example.se. Links in mail begin with it. Default: http:// and the listen address."`
	TrustedProxies []string `toml:"trusted_proxies" doc:"Addresses or networks of reverse proxies whose X-Forwarded-For and X-Forwarded-Proto are believed, as 10.0.0.0/8."`
	Files          string   `toml:"files" doc:"Folder for attachments and raw mail; nodes share it. Default: beside the SQLite file, lotsen.db.files; with PostgreSQL ./files."`
	SecretFile     string   `toml:"secret_file" doc:"File with the secret that signs cookies and links, the same on all nodes; made where it is missing. Empty: a secret is made once and kept in the database."`
	SMTPListen     string   `toml:"smtp_listen" doc:"Address on which mail is received by SMTP. Empty: mail comes by lotsen mail receive only."`
	LMTPListen     string   `toml:"lmtp_listen" doc:"Where the mail server in front hands mail over by LMTP: host:port, or unix:/run/lotsen/lmtp.sock. Empty: nowhere."`
	MailNets       []string `toml:"mail_networks" doc:"Private networks in which mail servers may stand that mailboxes are fetched from, as 10.20.0.0/16; there also without TLS. The public internet always may, with TLS."`
	MailFetch      string   `toml:"mail_fetch" default:"on" doc:"on, or off for a copy of an installation: mailboxes on other servers are left alone."`
	SMTPOut        string   `toml:"smtp_out" doc:"Server that sends our mail: host:25, or smtp://user:password@host:587. TLS is used where the server offers it, and required with a password. Empty: mail waits."`
	MailFrom       string   `toml:"mail_from" doc:"Sender of mail that belongs to no mailbox. Default: no-reply at the host of base_url."`
	LogFormat      string   `toml:"log_format" default:"text" doc:"text or json."`
	LogLevel       string   `toml:"log_level" default:"info" doc:"debug, info, warn or error."`
	Replica        string   `toml:"replica" doc:"A PostgreSQL that follows the database by streaming, postgres://…: lists, search and reports are read there while it shows what the reader has changed. Empty: none."`
	ReplicaMaxLag  string   `toml:"replica_max_lag" default:"10s" doc:"A replica that is further behind than this is not read."`
	Drain          string   `toml:"drain" default:"0s" doc:"How long a node that is asked to stop still answers, while /readyz says no: longer than the load balancer takes to see it."`
	TraceEndpoint  string   `toml:"trace_endpoint" doc:"Where traces are sent by OTLP over HTTP, as http://localhost:4318. Empty: none are made. OTEL_EXPORTER_OTLP_ENDPOINT sets it too."`
	PartnerSecrets string   `toml:"partner_secrets" doc:"Folder with one file for each secret of a partner desk, named by the partner's code: CODE holds our token there, CODE_hook what its calls are signed with. Empty: no partner is called."`
	PartnerNets    []string `toml:"partner_networks" doc:"Private networks in which partner desks may be called, as 10.20.0.0/16. The public internet always may, by https."`
	MetricsToken   string   `toml:"metrics_token" secret:"true" doc:"Bearer token that opens /metrics to other machines. Without one only this machine may look."`
	Mail
	SNMP
	Teams
	Limits
}

// Key describes a setting, for the command line's help and for the documents.
type Key struct {
	Name, Env, Default, Doc string
}

// Keys lists all settings in the order of the struct.
func Keys() []Key {
	var keys []Key
	for _, f := range settings() {
		name := f.Tag.Get("toml")
		keys = append(keys, Key{name, envName(name), f.Tag.Get("default"), f.Tag.Get("doc")})
	}
	return keys
}

func envName(key string) string { return "LOTSEN_" + strings.ToUpper(key) }

func defaults() Config {
	var c Config
	v := reflect.ValueOf(&c).Elem()
	for _, f := range settings() {
		if d := f.Tag.Get("default"); d != "" {
			if err := set(v.FieldByIndex(f.Index), d); err != nil {
				panic("config: default of " + f.Name + ": " + err.Error())
			}
		}
	}
	return c
}

// Complete fills in what follows from other settings and checks all of them, naming every fault. It is called once,
// after the command line's flags have had their say.
func (c *Config) Complete() error {
	if c.Files == "" {
		c.Files = "files"
		if file, ok := c.SQLiteFile(); ok {
			c.Files = filepath.Clean(file) + ".files" // So that --db alone says where everything is.
		}
	}
	if c.BaseURL == "" {
		c.BaseURL = "http://" + localhost(c.Listen)
	}
	c.BaseURL = strings.TrimRight(c.BaseURL, "/")
	if c.SMTPOut != "" && !strings.Contains(c.SMTPOut, "://") {
		c.SMTPOut = "smtp://" + c.SMTPOut
	}
	if u, err := url.Parse(c.BaseURL); c.MailFrom == "" && err == nil && u.Hostname() != "" {
		c.MailFrom = "no-reply@" + u.Hostname()
	}
	return c.check()
}

// SQLiteFile returns the database's file when it is SQLite.
func (c *Config) SQLiteFile() (string, bool) { return strings.CutPrefix(c.DB, "sqlite:") }

func localhost(listen string) string {
	host, port, err := net.SplitHostPort(listen)
	if err != nil {
		return listen
	}
	// One name for all ways to reach this machine: a command without --listen must come to the same as the server.
	if ip, err := netip.ParseAddr(host); host == "" || err == nil && (ip.IsUnspecified() || ip.IsLoopback()) {
		host = "localhost"
	}
	return net.JoinHostPort(host, port)
}

func (c *Config) check() error {
	var faults []error
	fault := func(key, want string) { faults = append(faults, fmt.Errorf("%s: want %s", key, want)) }
	if file, ok := c.SQLiteFile(); ok && file == "" || !ok && !isPostgres(c.DB) {
		fault("db", "sqlite:FILE or postgres://…")
	}
	if c.Replica != "" && (!isPostgres(c.Replica) || !isPostgres(c.DB)) {
		fault("replica", "postgres://…, beside a db that is one too")
	}
	for key, length := range map[string]string{"replica_max_lag": c.ReplicaMaxLag, "drain": c.Drain} {
		if d, err := time.ParseDuration(length); err != nil || d < 0 || d == 0 && key == "replica_max_lag" {
			fault(key, "a length of time, as 10s")
		}
	}
	for key, address := range map[string]string{"listen": c.Listen, "smtp_listen": c.SMTPListen} {
		if _, _, err := net.SplitHostPort(address); err != nil && (address != "" || key == "listen") {
			fault(key, "host:port, as 127.0.0.1:8080")
		}
	}
	if u, err := url.Parse(c.BaseURL); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || u.RawQuery != "" || u.Fragment != "" {
		fault("base_url", "http://host or https://host")
	}
	if u, err := url.Parse(c.SMTPOut); c.SMTPOut != "" && (err != nil || u.Hostname() == "" || u.Port() == "" || u.Scheme != "smtp") {
		fault("smtp_out", "host:port or smtp://user:password@host:port")
	}
	for _, proxy := range c.TrustedProxies {
		if _, err := Network(proxy); err != nil {
			fault("trusted_proxies", "addresses or networks, as 10.0.0.0/8")
		}
	}
	c.Teams.check(fault)
	for _, network := range c.PartnerNets {
		if _, err := Network(network); err != nil {
			fault("partner_networks", "addresses or networks, as 10.20.0.0/16")
		}
	}
	for _, network := range c.MailNets {
		if _, err := Network(network); err != nil {
			fault("mail_networks", "addresses or networks, as 10.20.0.0/16")
		}
	}
	if _, _, err := net.SplitHostPort(c.LMTPListen); err != nil && c.LMTPListen != "" && !filepath.IsAbs(strings.TrimPrefix(c.LMTPListen, "unix:")) {
		fault("lmtp_listen", "host:port, or unix:/path")
	}
	if c.MailFetch != "on" && c.MailFetch != "off" {
		fault("mail_fetch", "on or off")
	}
	if c.LogFormat != "text" && c.LogFormat != "json" {
		fault("log_format", "text or json")
	}
	switch c.LogLevel {
	case "debug", "info", "warn", "error":
	default:
		fault("log_level", "debug, info, warn or error")
	}
	if u, err := url.Parse(c.TraceEndpoint); c.TraceEndpoint != "" && (err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https") {
		fault("trace_endpoint", "http://host:port or https://host")
	}
	c.Mail.check(fault)
	c.SNMP.check(fault)
	c.checkLimits(fault)
	return errors.Join(faults...)
}

func isPostgres(dsn string) bool {
	return strings.HasPrefix(dsn, "postgres://") || strings.HasPrefix(dsn, "postgresql://")
}

// Length is the length of time of a setting that Complete has checked.
func Length(s string) time.Duration {
	d, _ := time.ParseDuration(s) // See above.
	return d
}

// Network reads an address or a network of trusted_proxies.
func Network(s string) (netip.Prefix, error) {
	if !strings.Contains(s, "/") {
		ip, err := netip.ParseAddr(s)
		if err != nil {
			return netip.Prefix{}, err
		}
		return netip.PrefixFrom(ip, ip.BitLen()), nil
	}
	return netip.ParsePrefix(s)
}

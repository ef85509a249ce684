package config_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lotsen/internal/kit/config"
)

func file(t *testing.T, text string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "lotsen.toml")
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestLoad(t *testing.T) {
	t.Parallel()
	c, err := config.Load(file(t, "listen = ':9000'\nbase_url = 'https://it.example.se/'\ntrusted_proxies = ['10.0.0.0/8']\n"),
		[]string{"LOTSEN_LISTEN=:9001", "LOTSEN_TEST_PG=postgres://somewhere", "HOME=/root"})
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Complete(); err != nil {
		t.Fatal(err)
	}
	if c.Listen != ":9001" || c.BaseURL != "https://it.example.se" || c.MailFrom != "no-reply@it.example.se" || len(c.TrustedProxies) != 1 {
		t.Errorf("the environment overrules the file, which overrules the defaults: got %v", c)
	}
	if c.Files != "data/lotsen.db.files" {
		t.Errorf("files lie beside the database: got %s", c.Files)
	}
}

func TestLimits(t *testing.T) {
	t.Parallel()
	c, err := config.Load(file(t, "pages_at_once = 8\nslow_query = '1s'"), []string{"LOTSEN_PAGES_AT_ONCE=9", "LOTSEN_STREAMS=7", "OTEL_EXPORTER_OTLP_ENDPOINT=http://c:4318"})
	if err != nil || c.Complete() != nil {
		t.Fatal(err)
	}
	if c.PagesAtOnce != 9 || c.Streams != 7 || c.SlowQuery != "1s" || c.TokenRate != 300 || c.TraceEndpoint != "http://c:4318" {
		t.Errorf("got %v", c)
	}
}

func TestBaseURLFollowsListen(t *testing.T) {
	t.Parallel()
	for listen, want := range map[string]string{":8080": "http://localhost:8080", "0.0.0.0:80": "http://localhost:80", "10.1.2.3:8080": "http://10.1.2.3:8080", "127.0.0.1:99": "http://localhost:99", "[::]:8080": "http://localhost:8080"} {
		c, err := config.Load("", []string{"LOTSEN_LISTEN=" + listen})
		if err != nil || c.Complete() != nil || c.BaseURL != want {
			t.Errorf("%s: want %s, got %s, %v", listen, want, c.BaseURL, err)
		}
	}
}

func TestMistakesAreNamed(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		text string
		env  []string
		want string
	}{
		"unknown_key":             {text: "lissten = ':80'", want: `unknown key "lissten": did you mean "listen"?`},
		"unknown_table":           {text: "[smtp]\nout = 'x'", want: `unknown key "smtp.out": did you mean "smtp_out"?`},
		"nothing_like_it":         {text: "quantum_flux_capacitor = 1", want: "known are db, listen"},
		"unknown_variable":        {env: []string{"LOTSEN_LISEN=:80"}, want: "did you mean LOTSEN_LISTEN?"},
		"syntax":                  {text: "db = 'sqlite:x'\nlisten = password123", want: "line 2"},
		"database":                {text: "db = 'mysql://x'", want: "db: want sqlite:FILE"},
		"address":                 {text: "listen = 'port 80'", want: "listen: want host:port"},
		"address_in_mail_service": {text: "smtp_out = 'mail.example.se'", want: "smtp_out: want host:port"},
		"base":                    {text: "base_url = 'it.example.se'", want: "base_url: want http"},
		"proxy":                   {text: "trusted_proxies = ['10.0.0.0/99']", want: "trusted_proxies: want"},
		"replica_of_a_file":       {text: "replica = 'postgres://x/y'", want: "replica: want postgres"},
		"lag":                     {text: "replica_max_lag = 'lagom'", want: "replica_max_lag: want a length"},
		"a_count":                 {text: "pages_at_once = 0", want: "pages_at_once: want a whole number of at least 1"},
		"a_count_in_words":        {env: []string{"LOTSEN_WAITING=many"}, want: `LOTSEN_WAITING: "many" is no whole number`},
		"a_length":                {text: "page_time = '10'", want: "page_time: want a length"},
		"traces":                  {text: "trace_endpoint = 'collector:4318'", want: "trace_endpoint: want http"},
		"level":                   {text: "log_level = 'loud'", want: "log_level: want debug"},
	} {
		t.Run(name, func(t *testing.T) {
			cfg, err := config.Load(file(t, c.text), c.env)
			if err == nil {
				err = cfg.Complete()
			}
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("want an error with %q, got %v", c.want, err)
			}
			if err != nil && strings.Contains(err.Error(), "password123") {
				t.Errorf("an error shows no values: %v", err)
			}
		})
	}
}

func TestSecretsAreNeverPrinted(t *testing.T) {
	t.Parallel()
	c, err := config.Load("", []string{"LOTSEN_DB=postgres://lotsen:hemligt1@db/lotsen?password=hemligt4", "LOTSEN_SMTP_OUT=smtp://u:hemligt2@mail:587", "LOTSEN_METRICS_TOKEN=hemligt3"})
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	slog.New(slog.NewJSONHandler(&log, nil)).Info("start", "config", c)
	slog.New(slog.NewTextHandler(&log, nil)).Info("start", "config", &c)
	raw, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	shown := fmt.Sprintf("%v %+v %#v %s %v", c, c, c, c, &c) + log.String() + string(raw)
	if strings.Contains(shown, "hemligt") {
		t.Errorf("a secret is shown: %s", shown)
	}
	if !strings.Contains(shown, "postgres://lotsen:xxxxx@db/lotsen") {
		t.Errorf("the rest of the address is shown: %s", shown)
	}
}

func TestSecret(t *testing.T) {
	t.Parallel()
	c := config.Config{SecretFile: filepath.Join(t.TempDir(), "deep", "secret")}
	first, err := c.Secret()
	if err != nil || len(first) < 32 {
		t.Fatalf("a new secret: got %d bytes, %v", len(first), err)
	}
	if again, err := c.Secret(); err != nil || !bytes.Equal(first, again) {
		t.Errorf("the secret stays: %v", err)
	}
	if err := os.Chmod(c.SecretFile, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Secret(); err == nil {
		t.Error("a secret that everybody may read is refused")
	}
	if none, err := (config.Config{}).Secret(); none != nil || err != nil {
		t.Errorf("no file, no secret: got %q, %v", none, err)
	}
	short := config.Config{SecretFile: file(t, "kort")}
	if _, err := short.Secret(); err == nil {
		t.Error("a short secret is refused")
	}
}

func TestOperationsDescribesEverySetting(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("../../../docs/operations.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range config.Keys() {
		def := ""
		if k.Default != "" {
			def = "`" + k.Default + "`"
		}
		if line := fmt.Sprintf("| `%s` | `%s` | %s | %s |", k.Name, k.Env, def, k.Doc); !strings.Contains(string(raw), line) {
			t.Errorf("docs/operations.md lacks the line\n%s", line)
		}
	}
}

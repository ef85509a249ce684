package alarm_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gopkg.in/yaml.v3"

	"lotsen/internal/desk/alarm"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/testkit/program"
	"lotsen/internal/testkit/site"
	"lotsen/internal/testkit/slow"
)

// deployed is a file that ships beside the product.
func deployed(t *testing.T, name string) string {
	t.Helper()
	path, err := filepath.Abs(filepath.Join("..", "..", "..", "deploy", name))
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// server serves the site's handler at a real address, without its background work.
func server(t *testing.T, s *site.Site) string {
	t.Helper()
	srv := httptest.NewServer(s.App.Handler())
	t.Cleanup(srv.Close)
	return srv.URL
}

func TestThe_shipped_command_of_icinga_tells_of_an_alarm(t *testing.T) {
	t.Parallel()
	shell := program.Find(t, "sh")
	program.Find(t, "curl")
	s := site.New(t)
	src := source(t, s, alarm.Icinga, alarm.Token)
	secret := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(secret, []byte(s.App.Alarm.SecretOf(&src)+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), shell, deployed(t, "icinga/lotsen-notify"))
	cmd.Env = append(os.Environ(), "LOTSEN_URL="+server(t, s)+"/hook/alarms/"+src.Code, "LOTSEN_SECRET_FILE="+secret, "NOTIFICATIONTYPE=PROBLEM", "HOSTNAME_MACRO=srv & 1",
		"SERVICEDESC=disk /", "SERVICESTATE=CRITICAL", "SERVICEOUTPUT=96 % \"fullt\"")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if a := firing(t, s, "srv & 1!disk /"); a.Ticket == 0 || !strings.Contains(a.Details, `96 % "fullt"`) {
		t.Errorf("%+v", a)
	}
}

func TestThe_shipped_media_type_of_zabbix_tells_of_a_problem_and_brings_the_case_back(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile(deployed(t, "zabbix/lotsen.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	script, err := os.ReadFile(deployed(t, "zabbix/lotsen.js"))
	if err != nil {
		t.Fatal(err)
	}
	var export struct {
		Zabbix struct {
			MediaTypes []struct {
				Script     string
				Parameters []struct{ Name, Value string }
			} `yaml:"media_types"`
		} `yaml:"zabbix_export"`
	}
	if err := yaml.Unmarshal(raw, &export); err != nil || len(export.Zabbix.MediaTypes) != 1 {
		t.Fatalf("%v: %d media types", err, len(export.Zabbix.MediaTypes))
	}
	media := export.Zabbix.MediaTypes[0]
	if media.Script != string(script) {
		t.Error("the export's script is not lotsen.js")
	}
	node := program.Find(t, "node")
	s := site.New(t)
	src := source(t, s, alarm.Zabbix, alarm.Token)
	params := map[string]string{}
	for _, p := range media.Parameters {
		params[p.Name] = p.Value // A macro that nobody fills in stands as it is.
	}
	for k, v := range map[string]string{
		"lotsen_url": server(t, s) + "/hook/alarms/" + src.Code, "lotsen_secret": s.App.Alarm.SecretOf(&src), "event_source": "0", "event_id": "17", "event_value": "1",
		"event_nseverity": "4", "event_name": "Hög last", "host": "srv1", "trigger_id": "3", "event_tags": `[{"tag":"scope","value":"cpu"}]`,
	} {
		params[k] = v
	}
	value, err := json.Marshal(params)
	if err != nil {
		t.Fatal(err)
	}
	// What Zabbix gives its scripts, over curl.
	const world = `const {execFileSync} = require('child_process');
class HttpRequest { constructor() { this.h = []; } addHeader(h) { this.h.push('-H', h); } getStatus() { return this.s; }
  post(url, body) { const out = execFileSync('curl', ['-s', '-w', '\n%{http_code}', ...this.h, '--data-binary', '@-', url], {input: body}).toString().split('\n'); this.s = Number(out.pop()); return out.join('\n'); } }
const Zabbix = {log: (n, s) => console.error(s)};
const run = new Function('value', 'HttpRequest', 'Zabbix', process.argv[1]);
console.log(run(process.argv[2], HttpRequest, Zabbix));`
	out, err := exec.CommandContext(t.Context(), node, "-e", world, media.Script, string(value)).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	a := firing(t, s, "event 17")
	if a.Ticket == 0 || a.Labels["scope"] != "cpu" || !strings.Contains(string(out), a.Ticket.String()) {
		t.Errorf("%+v, answered %s", a, out)
	}
}

// freePort is one that nobody listens on just now.
func freePort(t *testing.T) string {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func TestA_real_alertmanager_opens_a_case_and_lets_it_be_solved(t *testing.T) {
	t.Parallel()
	if !slow.Wanted() {
		t.Skip(slow.Why)
	}
	manager := program.Find(t, "prometheus-alertmanager")
	s := site.New(t)
	s.Clock.Set(time.Now()) //nolint:forbidigo // Another program's clock is the machine's.
	rule(t, s)
	src := source(t, s, alarm.Alertmanager, alarm.Token)
	dir, listen := t.TempDir(), freePort(t)
	config := fmt.Sprintf(`route: {receiver: lotsen, group_by: [alertname], group_wait: 1s, group_interval: 1s, repeat_interval: 1h}
receivers:
  - name: lotsen
    webhook_configs:
      - url: %s/hook/alarms/%s
        send_resolved: true
        max_alerts: 2
        http_config: {authorization: {type: Bearer, credentials: %q}}
`, server(t, s), src.Code, s.App.Alarm.SecretOf(&src))
	file := filepath.Join(dir, "alertmanager.yml")
	if err := os.WriteFile(file, []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	var said bytes.Buffer
	cmd := exec.CommandContext(t.Context(), manager, "--config.file="+file, "--storage.path="+dir, "--web.listen-address="+listen, "--cluster.listen-address=")
	cmd.Stderr = &said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	post := func(ended bool, names ...string) error {
		var list []map[string]any
		for _, n := range names {
			a := map[string]any{"labels": map[string]string{"alertname": "HostDown", "instance": n, "severity": "critical"}, "annotations": map[string]string{"summary": n + " svarar inte"}}
			if ended {
				a["endsAt"] = time.Now().UTC().Format(time.RFC3339) //nolint:forbidigo // See above.
			}
			list = append(list, a)
		}
		body, err := json.Marshal(list)
		if err != nil {
			return err
		}
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://"+listen+"/api/v2/alerts", bytes.NewReader(body))
		if err != nil {
			return err
		}
		r.Header.Set("Content-Type", "application/json")
		resp, err := http.DefaultClient.Do(r)
		if err != nil {
			return err
		}
		defer resp.Body.Close()
		if resp.StatusCode != http.StatusOK {
			return fmt.Errorf("alertmanager answered %s", resp.Status)
		}
		return nil
	}
	// until waits for what another program does in its own time.
	until := func(what string, ok func() bool) {
		t.Helper()
		for range 150 {
			if ok() {
				return
			}
			time.Sleep(200 * time.Millisecond) //nolint:forbidigo // See above.
		}
		t.Fatalf("%s never came\n%s", what, &said)
	}
	until("an answer", func() bool { return post(false, "srv1", "srv2", "srv3") == nil })
	until("a case", func() bool { return len(alarms(t, s)) >= 2 })
	list, _, err := s.App.Alarm.List(t.Context(), by, alarm.Filter{})
	if err != nil || len(list) != 2 {
		t.Fatalf("%v: of three alerts two may come, and %d did", err, len(list))
	}
	if words := allSaid(t, s); !strings.Contains(words, "1 larm till") {
		t.Errorf("that one was left out is told nowhere:\n%s", words)
	}
	if err := post(true, "srv1", "srv2", "srv3"); err != nil {
		t.Fatal(err)
	}
	until("the recovery", func() bool {
		for _, id := range alarms(t, s) {
			if s.Ticket(t, id).State != ticket.StateResolved {
				return false
			}
		}
		return true
	})
}

// allSaid is what was said in all cases of alarms.
func allSaid(t *testing.T, s *site.Site) string {
	t.Helper()
	var b strings.Builder
	for _, id := range alarms(t, s) {
		b.WriteString(said(t, s, id))
	}
	return b.String()
}

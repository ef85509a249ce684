package app_test

import (
	"bytes"
	"context"
	"debug/elf"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"gopkg.in/yaml.v3"

	"lotsen/internal/app"
	"lotsen/internal/kit/config"
	"lotsen/internal/kit/jobs"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/testkit/dbtest"
)

func deployed(t *testing.T, name string) string {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("../../deploy", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// alerts are the rules for Prometheus.
func alerts(t *testing.T) (out []struct {
	Alert, Expr         string
	Labels, Annotations map[string]string
},
) {
	t.Helper()
	var file struct {
		Groups []struct {
			Rules []struct {
				Alert, Expr         string
				Labels, Annotations map[string]string
			}
		}
	}
	if err := yaml.Unmarshal([]byte(deployed(t, "prometheus/alerts.yaml")), &file); err != nil {
		t.Fatal(err)
	}
	for _, g := range file.Groups {
		out = append(out, g.Rules...)
	}
	return out
}

var (
	metricName = regexp.MustCompile(`\b(lotsen|process|go)_[a-z0-9_]+`)
	exposed    = regexp.MustCompile(`(?m)^([a-z0-9_]+)[{ ]`)
)

// TestDashboard_and_alarms_ask_for_figures_that_are_there starts the product with everything that has figures, uses it
// once, and compares.
func TestDashboard_and_alarms_ask_for_figures_that_are_there(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		w := watchedApp(t, env, app.WatchOptions{TraceEndpoint: "http://127.0.0.1:1"})
		defer w.Stop()
		err := w.DB.Write(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error { return jobs.Enqueue(ctx, tx, "test.unknown", 1) })
		if err != nil {
			t.Fatal(err)
		}
		w.drive(t)
		found := map[string]bool{}
		for _, m := range exposed.FindAllStringSubmatch(w.get(t, "/metrics").Body.String(), -1) {
			found[m[1]] = true
		}
		if len(found) < 50 {
			t.Fatalf("only %d names are exposed", len(found))
		}
		asked := map[string]string{}
		for _, a := range alerts(t) {
			for _, name := range metricName.FindAllString(a.Expr, -1) {
				asked[name] = "alarm " + a.Alert
			}
		}
		var board struct {
			Panels []struct {
				Title   string
				Targets []struct{ Expr string }
			}
		}
		if err := json.Unmarshal([]byte(deployed(t, "grafana/lotsen.json")), &board); err != nil {
			t.Fatal(err)
		}
		for _, p := range board.Panels {
			for _, target := range p.Targets {
				for _, name := range metricName.FindAllString(target.Expr, -1) {
					asked[name] = "panel " + p.Title
				}
			}
		}
		if len(asked) < 30 {
			t.Fatalf("only %d names are asked for", len(asked))
		}
		for name, by := range asked {
			// Figures of a replica are there where there is one, and have a test of their own.
			if !found[name] && !strings.HasPrefix(name, "lotsen_replica_") {
				t.Errorf("%s asks for %s, which is not exposed", by, name)
			}
		}
	})
}

func TestEach_alarm_says_what_to_do(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("../../docs/operations.md")
	if err != nil {
		t.Fatal(err)
	}
	var anchors, named []string
	for _, line := range strings.Split(string(raw), "\n") {
		if title, ok := strings.CutPrefix(line, "### "); ok {
			anchors = append(anchors, strings.ReplaceAll(strings.ToLower(title), " ", "-"))
		}
	}
	for _, a := range alerts(t) {
		anchor, ok := strings.CutPrefix(a.Annotations["runbook"], "docs/operations.md#")
		if !ok || !slices.Contains(anchors, anchor) || anchor != strings.ToLower(a.Alert) {
			t.Errorf("%s: its runbook %q is no section of docs/operations.md", a.Alert, a.Annotations["runbook"])
		}
		if s := a.Labels["severity"]; s != "page" && s != "ticket" || a.Annotations["summary"] == "" {
			t.Errorf("%s: severity %q, summary %q", a.Alert, s, a.Annotations["summary"])
		}
		named = append(named, anchor)
	}
	for _, anchor := range anchors {
		if strings.HasPrefix(anchor, "lotsen") && !slices.Contains(named, anchor) {
			t.Errorf("docs/operations.md tells of an alarm %s that there is not", anchor)
		}
	}
}

func manifests(t *testing.T) map[string]map[string]any {
	t.Helper()
	out := map[string]map[string]any{}
	for _, name := range []string{"kubernetes/lotsen.yaml", "kubernetes/ingress.yaml"} {
		d := yaml.NewDecoder(strings.NewReader(deployed(t, name)))
		for {
			var o map[string]any
			if err := d.Decode(&o); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatal(err)
			}
			kind, _ := o["kind"].(string)
			out[kind] = o
		}
	}
	return out
}

// at finds a value in nested maps and lists.
func at(t *testing.T, v any, path ...any) any {
	t.Helper()
	for _, p := range path {
		switch key := p.(type) {
		case string:
			m, ok := v.(map[string]any)
			if !ok || m[key] == nil {
				t.Fatalf("%v is missing", path)
			}
			v = m[key]
		case int:
			l, ok := v.([]any)
			if !ok || len(l) <= key {
				t.Fatalf("%v is missing", path)
			}
			v = l[key]
		}
	}
	return v
}

func TestThe_manifests_fit_the_program(t *testing.T) {
	t.Parallel()
	all := manifests(t)
	pod := at(t, all["Deployment"], "spec", "template", "spec")
	c := at(t, pod, "containers", 0)
	for probe, want := range map[string]string{"readinessProbe": "/readyz", "livenessProbe": "/healthz", "startupProbe": "/healthz"} {
		if got := at(t, c, probe, "httpGet", "path"); got != want {
			t.Errorf("%s asks %v", probe, got)
		}
	}
	if at(t, pod, "securityContext", "runAsNonRoot") != true || at(t, c, "securityContext", "readOnlyRootFilesystem") != true ||
		at(t, c, "securityContext", "allowPrivilegeEscalation") != false {
		t.Error("the pod may more than it needs")
	}
	known := map[string]bool{"GOMEMLIMIT": true}
	for _, k := range config.Keys() {
		known[k.Env] = true
	}
	var goal string
	for _, e := range at(t, c, "env").([]any) {
		name, _ := at(t, e, "name").(string)
		if !known[name] {
			t.Errorf("%s is no setting", name)
		}
		if name == "GOMEMLIMIT" {
			goal, _ = at(t, e, "value").(string)
		}
	}
	mib, err := strconv.Atoi(strings.TrimSuffix(goal, "MiB"))
	if limit := at(t, c, "resources", "limits", "memory"); err != nil || limit != "2Gi" || mib > 2048*9/10 {
		t.Errorf("GOMEMLIMIT %s with a limit of %v", goal, limit)
	}
	file := filepath.Join(t.TempDir(), "lotsen.toml")
	if err := os.WriteFile(file, []byte(at(t, all["ConfigMap"], "data", "lotsen.toml").(string)), 0o600); err != nil {
		t.Fatal(err)
	}
	cfg, err := config.Load(file, []string{"LOTSEN_DB=postgres://lotsen:x@db1,db2/lotsen", "LOTSEN_METRICS_TOKEN=x"})
	if err == nil {
		err = cfg.Complete()
	}
	if err != nil {
		t.Errorf("the configuration: %v", err)
	}
	grace := time.Duration(at(t, pod, "terminationGracePeriodSeconds").(int)) * time.Second
	if least := config.Length(cfg.Drain) + 15*time.Second + 10*time.Second; grace <= least {
		t.Errorf("%v to stop, and it takes %v", grace, least)
	}
	if replicas, least := at(t, all["Deployment"], "spec", "replicas").(int), at(t, all["PodDisruptionBudget"], "spec", "minAvailable").(int); least >= replicas {
		t.Errorf("of %d nodes %d must be there: none could ever be replaced", replicas, least)
	}
	if at(t, all["Ingress"], "metadata", "annotations", "nginx.ingress.kubernetes.io/proxy-buffering") != "off" {
		t.Error("live pages are held back")
	}
}

func TestThe_container_has_what_the_binary_needs(t *testing.T) {
	t.Parallel()
	lines := deployed(t, "Containerfile")
	for _, want := range []string{"distroless/static", "COPY bin/lotsen /lotsen", "USER 65532:65532", `ENTRYPOINT ["/lotsen"]`, "EXPOSE 8080"} {
		if !strings.Contains(lines, want) {
			t.Errorf("%s is missing", want)
		}
	}
	if testing.Short() {
		t.Skip("building the binary takes its time")
	}
	binary := filepath.Join(t.TempDir(), "lotsen")
	build := exec.CommandContext(t.Context(), "go", "build", "-o", binary, "lotsen/cmd/lotsen")
	build.Env = append(os.Environ(), "CGO_ENABLED=0") // As the Makefile says for everything.
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	f, err := elf.Open(binary)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, p := range f.Progs {
		if p.Type == elf.PT_INTERP {
			t.Error("the binary asks for a loader, which the container lacks")
		}
	}
	if libs, _ := f.ImportedLibraries(); len(libs) > 0 {
		t.Errorf("the binary asks for %v", libs)
	}
	if raw, err := os.ReadFile("../../Makefile"); err != nil || !bytes.Contains(raw, []byte("export CGO_ENABLED := 0")) {
		t.Error("make build does not turn cgo off")
	}
}

func TestThe_unit_gives_few_rights(t *testing.T) {
	t.Parallel()
	tool, err := exec.LookPath("systemd-analyze")
	if err != nil {
		t.Skip("systemd-analyze is not here")
	}
	// The threshold is in tenths: below 2.0 is what systemd calls OK.
	out, err := exec.CommandContext(t.Context(), tool, "security", "--offline=true", "--no-pager", "--threshold=20", "../../deploy/lotsen.service").CombinedOutput()
	if err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

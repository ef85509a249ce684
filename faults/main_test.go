package faults_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"lotsen/internal/testkit/slow"
)

// binary is the product, built once for the run.
var binary string

// seed repeats a run's random choices.
var seed = func() uint64 {
	if n, err := strconv.ParseUint(os.Getenv("LOTSEN_FAULTS_SEED"), 10, 64); err == nil {
		return n
	}
	return uint64(time.Now().UnixNano())
}()

func TestMain(m *testing.M) {
	if slow.LeftOut() {
		return
	}
	os.Exit(run(m))
}

func run(m *testing.M) int {
	dir, err := os.MkdirTemp("", "lotsen-faults-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	// Another one is for making the data of a version that has been released.
	if binary = os.Getenv("LOTSEN_FAULTS_BINARY"); binary == "" {
		binary = filepath.Join(dir, "lotsen")
		build := exec.Command("go", "build", "-o", binary, "lotsen/cmd/lotsen")
		build.Env = append(os.Environ(), "CGO_ENABLED=0")
		if out, err := build.CombinedOutput(); err != nil {
			fmt.Fprintf(os.Stderr, "build the binary: %v\n%s", err, out)
			return 1
		}
	}
	defer stopShared()
	fmt.Printf("faults: seed %d\n", seed)
	// These tests mostly wait: for a lease, a second attempt, an end. The command line has the last word.
	if f := flag.Lookup("test.parallel"); f != nil && f.Value.String() == f.DefValue {
		_ = f.Value.Set("6")
	}
	code := m.Run()
	printTable(os.Stdout)
	return code
}

// long reports whether the long form was asked for.
func long() bool { return os.Getenv("LOTSEN_FAULTS") == "long" }

// rounds chooses how often, by the form of the run.
func rounds(short, full int) int {
	if n, err := strconv.Atoi(os.Getenv("LOTSEN_FAULTS_ROUNDS")); err == nil {
		return n
	}
	if long() {
		return full
	}
	return short
}

// chance is a source of choices for one test; the same seed and name choose the same.
func chance(name string) *rand.Rand {
	h := seed
	for _, c := range []byte(name) {
		h = h*1099511628211 ^ uint64(c)
	}
	return rand.New(rand.NewPCG(seed, h))
}

// need skips a fault that this machine cannot make, or fails where nothing may be left out.
func need(t testing.TB, ok bool, why string) {
	t.Helper()
	switch {
	case ok:
	case os.Getenv("LOTSEN_REQUIRE_ALL") == "1":
		t.Fatalf("%s, and LOTSEN_REQUIRE_ALL asks for everything", why)
	default:
		t.Skip(why)
	}
}

// eventually polls until cond holds; what is said last explains a failure.
func eventually(t testing.TB, within time.Duration, what string, cond func() error) {
	t.Helper()
	if err := poll(within, cond); err != nil {
		t.Fatalf("%s: not within %s: %v", what, within, err)
	}
}

func poll(within time.Duration, cond func() error) error {
	end := time.Now().Add(within)
	for {
		err := cond()
		if err == nil || time.Now().After(end) {
			return err
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// engines runs fn on both engines, one after the other unless the test says otherwise.
func engines(t *testing.T, fn func(t *testing.T, engine string)) {
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			fn(t, engine)
		})
	}
}

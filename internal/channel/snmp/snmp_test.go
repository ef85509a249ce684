package snmp_test

import (
	"context"
	"errors"
	"net"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"lotsen/internal/channel/snmp"
	"lotsen/internal/desk/alarm/read"
	"lotsen/internal/testkit/program"
)

// ear hears what a listener takes.
type ear struct {
	mu    sync.Mutex
	heard []read.Trap
	fail  bool
	news  chan struct{}
}

func (e *ear) take(_ context.Context, t read.Trap) (bool, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.fail {
		return false, errors.New("the database is away")
	}
	e.heard = append(e.heard, t)
	e.news <- struct{}{}
	return true, nil
}

// listen starts a listener and returns where it is.
func listen(t *testing.T, c snmp.Config, e *ear) string {
	t.Helper()
	c.Listen, e.news = "127.0.0.1:0", make(chan struct{}, 100)
	l := snmp.New(snmp.Deps{Config: c, Take: e.take})
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	if err := l.Open(ctx); err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() { defer close(done); l.Run(ctx) }()
	t.Cleanup(func() { cancel(); <-done })
	return l.Addr().String()
}

func users(t *testing.T) []snmp.User {
	t.Helper()
	list, err := snmp.ParseUsers("# namn\nvakt SHA256 hemligtord AES dolthemligt\nenkel SHA enkelthemligt\n")
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestTraps_and_informs_of_net_snmp_are_taken_from_those_who_are_believed(t *testing.T) {
	t.Parallel()
	trap := program.Find(t, "snmptrap")
	var e ear
	at := listen(t, snmp.Config{Communities: []string{"larmord"}, Users: users(t)}, &e)
	const engine = "0x8000000001020304"
	link := []string{"1.3.6.1.6.3.1.1.5.3", "1.3.6.1.2.1.2.2.1.1.7", "i", "7", "1.3.6.1.2.1.2.2.1.2.7", "s", "ge-0/0/7"}
	run := func(args ...string) error {
		args = append(slices.Clone(args), append([]string{at, ""}, link...)...)
		cmd := exec.CommandContext(t.Context(), trap, args...)
		cmd.Env = []string{"MIBS=", "SNMPCONFPATH=" + t.TempDir(), "SNMP_PERSISTENT_DIR=" + t.TempDir(), "HOME=" + t.TempDir()}
		out, err := cmd.CombinedOutput()
		if err != nil {
			return errors.Join(err, errors.New(string(out)))
		}
		return nil
	}
	v3 := []string{"-v3", "-l", "authPriv", "-u", "vakt", "-a", "SHA-256", "-A", "hemligtord", "-x", "AES", "-X", "dolthemligt"}
	for name, args := range map[string][]string{
		"a_trap_of_version_2c":    {"-v2c", "-c", "larmord"},
		"an_inform_of_version_2c": {"-v2c", "-c", "larmord", "-Ci", "-r1", "-t5"},
		"a_trap_of_version_3":     append(slices.Clone(v3), "-e", engine),
		"an_inform_of_version_3":  append(slices.Clone(v3), "-Ci", "-r1", "-t5"),
		"a_trap_without_privacy":  {"-v3", "-l", "authNoPriv", "-u", "enkel", "-a", "SHA", "-A", "enkelthemligt", "-e", engine},
	} {
		t.Run(name, func(t *testing.T) {
			if err := run(args...); err != nil {
				t.Fatal(err)
			}
			select {
			case <-e.news:
			case <-t.Context().Done():
			case <-time.After(10 * time.Second): //nolint:forbidigo // Another program's time.
				t.Fatal("nothing was heard")
			}
			e.mu.Lock()
			got := e.heard[len(e.heard)-1]
			e.mu.Unlock()
			a, ok := got.Alarm(nil)
			if !ok || got.From != "127.0.0.1" || a.Summary != "link ge-0/0/7" || a.State != read.Firing {
				t.Errorf("%+v of %+v", a, got)
			}
		})
	}
	before := len(e.heard)
	for name, args := range map[string][]string{
		"another_community":       {"-v2c", "-c", "public", "-Ci", "-r0", "-t1"},
		"a_wrong_passphrase":      {"-v3", "-l", "authPriv", "-u", "vakt", "-a", "SHA-256", "-A", "feltordet", "-x", "AES", "-X", "dolthemligt", "-Ci", "-r0", "-t1"},
		"less_protection":         {"-v3", "-l", "authNoPriv", "-u", "vakt", "-a", "SHA-256", "-A", "hemligtord", "-Ci", "-r0", "-t1"},
		"a_user_that_is_none":     {"-v3", "-l", "authNoPriv", "-u", "nobody", "-a", "SHA", "-A", "hemligtord", "-Ci", "-r0", "-t1"},
		"a_user_without_any_word": {"-v3", "-l", "noAuthNoPriv", "-u", "vakt", "-Ci", "-r0", "-t1"},
	} {
		t.Run(name, func(t *testing.T) {
			if err := run(args...); err == nil {
				t.Error("the inform was answered")
			}
		})
	}
	if len(e.heard) != before {
		t.Errorf("strangers were believed: %+v", e.heard[before:])
	}
}

func TestAn_inform_that_was_not_kept_is_not_answered(t *testing.T) {
	t.Parallel()
	trap := program.Find(t, "snmptrap")
	e := ear{fail: true}
	at := listen(t, snmp.Config{Communities: []string{"larmord"}}, &e)
	cmd := exec.CommandContext(t.Context(), trap, "-v2c", "-c", "larmord", "-Ci", "-r0", "-t1", at, "", "1.3.6.1.6.3.1.1.5.1")
	cmd.Env = []string{"MIBS=", "HOME=" + t.TempDir(), "SNMP_PERSISTENT_DIR=" + t.TempDir()}
	if out, err := cmd.CombinedOutput(); err == nil {
		t.Errorf("it was: %s", out)
	}
}

func TestA_broken_message_harms_nobody(t *testing.T) {
	t.Parallel()
	program.Find(t, "snmptrap")
	var e ear
	at := listen(t, snmp.Config{Communities: []string{"larmord"}, Users: users(t)}, &e)
	c, err := (&net.Dialer{}).DialContext(t.Context(), "udp", at)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	for _, m := range []string{"", "x", "0\x80", "0\x03\x02\x01", "0\x03\x02\x01\x03", "0\x82\xff\xff\x02\x01\x01", strings.Repeat("0\x84\xff\xff\xff\xff", 1000)} {
		_, _ = c.Write([]byte(m))
	}
	cmd := exec.CommandContext(t.Context(), program.Find(t, "snmptrap"), "-v2c", "-c", "larmord", "-Ci", "-r2", "-t3", at, "", "1.3.6.1.6.3.1.1.5.1")
	cmd.Env = []string{"MIBS=", "HOME=" + t.TempDir(), "SNMP_PERSISTENT_DIR=" + t.TempDir()}
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("afterwards it is deaf: %v %s", err, out)
	}
}

func TestUsers_are_read_from_lines(t *testing.T) {
	t.Parallel()
	if list := users(t); len(list) != 2 || list[0].Priv != "AES" || list[1].Priv != "" {
		t.Errorf("%+v", list)
	}
	for _, text := range []string{"vakt", "vakt MD5 hemligtord", "vakt SHA kort", "vakt SHA hemligtord DES hemligtord", "vakt SHA hemligtord AES kort"} {
		if list, err := snmp.ParseUsers(text); err == nil {
			t.Errorf("%q gives %+v", text, list)
		}
	}
}

package faults_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestA_full_disk_refuses_clearly_and_recovers_by_itself fills the disk under load, again and again, and makes room.
func TestA_full_disk_refuses_clearly_and_recovers_by_itself(t *testing.T) {
	engines(t, func(t *testing.T, engine string) {
		in := emptyInstall(t, engine)
		d := newDisk(t, filepath.Join(in.Dir, "disk"), 48)
		in.Files = filepath.Join(d.Dir, "files")
		if engine == "sqlite" {
			in.DSN = "sqlite:" + filepath.Join(d.Dir, "lotsen.db")
		} // With PostgreSQL the disk is that of the files: its own disk is for whoever runs it.
		in.fill(t)
		mails := newSink(t, in)
		n := in.start(t)
		book := newLedger("d")
		ld := newLoad(in, book, n)
		ld.Calm = true
		result := row{Fault: "disk full", Engine: engine, Rounds: rounds(2, 10)}
		if result.Note = "tmpfs"; !d.Mounted {
			result.Note = "RLIMIT_FSIZE"
		}
		ld.begin(t, 4)
		for i := range result.Rounds {
			eventually(t, 30*time.Second, "writes while there is room", more(book, 40))
			d.fill(t, n)
			eventually(t, 20*time.Second, "a clear refusal", func() error { return n.refusesFiles(t) })
			if engine == "sqlite" {
				eventually(t, 20*time.Second, "a clear refusal of cases", func() error { return n.refusesCases(t) })
			}
			n.stillReads(t)
			n.alive(t)
			if i%2 == 1 && d.Mounted {
				// Somebody starts it anew, which helps nobody: it may end, but must come back when there is room.
				n.kill()
				n.launch(t)
				time.Sleep(300 * time.Millisecond) // It has time to meet the full disk.
			}
			d.free(t, n)
			began := time.Now()
			n.supervise(t)
			eventually(t, 30*time.Second, "writes again", more(book, 10))
			result.Recovery = append(result.Recovery, time.Since(began))
		}
		ld.end()
		ld.settle(t, 60*time.Second)
		f := book.verify(t.Context(), n.look())
		f.report(t)
		book.verifyMail(t, n, mails, 120*time.Second)
		in.check(t)
		result.Acked, result.Lost, result.Doubles = f.Acked, f.Lost, f.Doubles
		record(result)
	})
}

// supervise starts a node that has ended, as systemd does, until it is ready.
func (n *node) supervise(t testing.TB) {
	t.Helper()
	eventually(t, 30*time.Second, "the node to come back", func() error {
		select {
		case <-n.ended:
			n.launch(t)
		default:
		}
		return n.readyz()
	})
}

// refusesFiles reports nil when an upload is refused in a way that tells a client to come again.
func (n *node) refusesFiles(t testing.TB) error {
	got, err := n.api().do(t.Context(), http.MethodPost, "/attachments?name=big.bin", "", bytes.Repeat([]byte("full"), 100_000))
	if err != nil {
		return err
	}
	return refusal(t, got)
}

// refusesCases does the same with a case.
func (n *node) refusesCases(t testing.TB) error {
	got, err := n.api().do(t.Context(), http.MethodPost, "/tickets", "", map[string]any{"title": "No room", "requester": requester, "text": strings.Repeat("No room. ", 1000)})
	if err != nil {
		return err
	}
	return refusal(t, got)
}

func refusal(t testing.TB, got answer) error {
	if got.Status < 300 {
		return fmt.Errorf("it was taken: %d", got.Status)
	}
	var problem struct{ Title, Detail, Code string }
	if err := json.Unmarshal(got.Body, &problem); err != nil {
		t.Errorf("the refusal is no problem document: %d %.200s", got.Status, got.Body)
		return nil
	}
	if got.Status != http.StatusServiceUnavailable || got.Header.Get("Retry-After") == "" || problem.Title == "" || problem.Detail == "" {
		t.Errorf("not a clear refusal: %d, Retry-After %q, %s", got.Status, got.Header.Get("Retry-After"), got.Body)
	}
	return nil
}

// stillReads looks at what needs no room.
func (n *node) stillReads(t testing.TB) {
	t.Helper()
	if err := n.api().get(t.Context(), "/tickets?limit=5", nil); err != nil {
		t.Errorf("reading: %v", err)
	}
	res, err := http.Get("http://" + n.HTTP + "/healthz")
	if err != nil {
		t.Errorf("healthz: %v", err)
		return
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		t.Errorf("healthz: %d", res.StatusCode)
	}
}

// TestA_disk_that_cannot_be_written makes the files' disk read-only under load, and starts a node on a database that
// cannot be written.
func TestA_disk_that_cannot_be_written(t *testing.T) {
	t.Parallel()
	in := emptyInstall(t, "sqlite")
	d := newDisk(t, filepath.Join(in.Dir, "disk"), 48)
	if !d.Mounted {
		t.Log("left out: nobody may mount here, so no disk can be made read-only; a disk that refuses writes is covered by the limits")
		return
	}
	in.Files = filepath.Join(d.Dir, "files")
	in.fill(t)
	n := in.start(t)
	eventually(t, 10*time.Second, "no file open for writing", func() error { return d.readOnly(true) })
	eventually(t, 10*time.Second, "a clear refusal", func() error { return n.refusesFiles(t) })
	n.stillReads(t)
	if got, err := n.api().do(t.Context(), http.MethodPost, "/tickets", "", map[string]any{"title": "No file needed"}); err != nil || got.Status != http.StatusCreated {
		t.Errorf("a case without a file: %v %d %s", err, got.Status, got.Body)
	}
	if _, err := in.command(t.Context(), mailFrom("a@example.org", "read-only"), "mail", "receive"); exitCode(err) != 75 {
		t.Errorf("mail receive: %v", err)
	}
	if err := d.readOnly(false); err != nil {
		t.Fatal(err)
	}
	if got, err := n.api().do(t.Context(), http.MethodPost, "/attachments?name=a.bin", "", []byte("room")); err != nil || got.Status != http.StatusCreated {
		t.Errorf("an upload afterwards: %v %d %s", err, got.Status, got.Body)
	}
	n.stop(t)

	// The whole database on a read-only disk.
	in.DSN = "sqlite:" + filepath.Join(d.Dir, "lotsen.db")
	in.fillAgain(t)
	if err := d.readOnly(true); err != nil {
		t.Fatal(err)
	}
	_, err := in.command(t.Context(), nil, "serve", "--listen", freePort(t))
	if err == nil || exitCode(err) != 1 || !strings.Contains(err.Error(), "unable to open database file") {
		t.Errorf("serve on a read-only disk says %v", err)
	}
	if err := d.readOnly(false); err != nil {
		t.Fatal(err)
	}
	n = in.start(t)
	n.stillReads(t)
	in.check(t)
	record(row{Fault: "disk read-only", Engine: "sqlite", Rounds: 1})
}

package faults_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

// TestA_mail_server_that_misbehaves costs no mail and holds up nobody.
func TestA_mail_server_that_misbehaves(t *testing.T) {
	for mode, what := range map[string]string{
		"refuse": "refuses for a while", "drop": "breaks off in the middle", "silent": "takes the mail and breaks off before it says so", "slow": "takes its time",
	} {
		t.Run(strings.ReplaceAll(what, " ", "_"), func(t *testing.T) {
			t.Parallel()
			engine := "sqlite"
			if mode == "slow" || mode == "silent" {
				engine = "postgres"
			}
			in := newInstall(t, engine)
			mails := newSink(t, in)
			mails.behave(mode, 8*time.Second)
			n := in.start(t)
			book := newLedger("s")
			for range 8 {
				took := n.report(t, book)
				if took > 5*time.Second {
					t.Errorf("a case took %s to report", took)
				}
			}
			eventually(t, 20*time.Second, "a first attempt", func() error {
				if mails.attempts() == 0 {
					return fmt.Errorf("nothing was tried")
				}
				return nil
			})
			eventually(t, 4*time.Second, "other work beside the sending", func() error { return n.noJobs(t.Context(), `kind="notify.compose"`) })
			mails.behave("", 0)
			ended := time.Now()
			f := book.verify(t.Context(), n.look())
			f.report(t)
			events, twice := book.verifyMail(t, n, mails, 90*time.Second)
			if mode == "silent" && twice == 0 {
				t.Error("no mail came twice, although the first time was never acknowledged")
			}
			if mode != "silent" && twice > 0 {
				t.Errorf("%d mails came twice", twice)
			}
			record(row{
				Fault: "mail server " + what, Engine: engine, Rounds: 1, Acked: f.Acked, Lost: f.Lost, Doubles: f.Doubles, Recovery: []time.Duration{time.Since(ended)},
				Note: fmt.Sprintf("%d events told, %d mails twice", events, twice),
			})
		})
	}
}

// TestA_mail_that_is_rejected_is_told_to_the_desk looks at the one answer of a mail server that is final.
func TestA_mail_that_is_rejected_is_told_to_the_desk(t *testing.T) {
	t.Parallel()
	in := newInstall(t, "sqlite")
	mails := newSink(t, in)
	mails.behave("reject", 0)
	n := in.start(t)
	book := newLedger("r")
	n.report(t, book)
	acked, _ := book.acked(0)
	eventually(t, 20*time.Second, "a word to the desk", func() error {
		messages, err := pages[seenMessage](t.Context(), n.api(), "/tickets/"+acked[0].Ref+"/messages?limit=100")
		if err != nil {
			return err
		}
		for _, m := range messages {
			if strings.Contains(m.Text, requesterMail) {
				return nil
			}
		}
		return fmt.Errorf("%d messages, none of them about the mail", len(messages))
	})
}

// report makes one case of the ledger's and tells how long it took.
func (n *node) report(t testing.TB, book *ledger) time.Duration {
	t.Helper()
	o := book.begin(&op{Kind: "create"})
	began := time.Now()
	if err := newLoad(n.in, book, n).byAPI(t.Context(), n, o); err != nil {
		t.Fatal(err)
	}
	book.ack(o)
	return time.Since(began)
}

// noJobs asks the figures for jobs of a kind.
func (n *node) noJobs(ctx context.Context, kind string) error {
	figures, err := n.figures(ctx)
	if err != nil {
		return err
	}
	for line := range strings.Lines(figures) {
		if strings.HasPrefix(line, "lotsen_jobs{") && strings.Contains(line, kind) {
			return fmt.Errorf("%s", strings.TrimSpace(line))
		}
	}
	return nil
}

// figures are those of /metrics.
func (n *node) figures(ctx context.Context) (string, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+n.HTTP+"/metrics", nil)
	if err != nil {
		return "", err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return "", err
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err == nil && res.StatusCode != http.StatusOK {
		err = fmt.Errorf("metrics: %d", res.StatusCode)
	}
	return string(raw), err
}

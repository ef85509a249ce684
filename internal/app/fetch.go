package app

import (
	"context"
	"fmt"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"lotsen/internal/channel/mail/imap"
	"lotsen/internal/desk/inbox"
	"lotsen/internal/kit/outward"
	"lotsen/internal/kit/sealed"
	"lotsen/internal/web/admin"
)

// wireFetch makes what fetches mailboxes; it comes after the inbox.
func (a *App) wireFetch() {
	a.Fetcher = imap.New(imap.Deps{In: a.Mail(), Log: a.Options.Log, Clock: a.Options.Clock}, a.Options.Mail.Fetch)
	a.DB.OnPoke(a.Fetcher.Poked)
	a.Metrics.Registry().MustRegister(&mailboxGauges{a: a})
}

// fetchMail fetches mailboxes on other servers, where they are not to be left alone.
func (a *App) fetchMail(ctx context.Context) {
	if !a.Options.Mail.NoFetch {
		a.Fetcher.Run(ctx)
	}
}

// sealMailboxes is what closes the passwords of mailboxes.
func (a *App) sealMailboxes() (*sealed.Box, error) {
	box, err := sealed.New(a.Options.Secret, "mailbox")
	if err != nil {
		return nil, fmt.Errorf("passwords of mailboxes: %w", err)
	}
	return box, nil
}

// tokenURL judges the address of a server that gives tokens.
func (a *App) tokenURL() func(string) error {
	return outward.New(outward.Options{Private: a.Options.Mail.Fetch.Networks}).Check
}

// mailboxGauges shows how fetching goes, one line for each mailbox.
type mailboxGauges struct{ a *App }

var (
	mailboxOK = prometheus.NewDesc("lotsen_mailbox_last_success_timestamp_seconds",
		"When a mailbox was looked through last, in seconds since 1970; 0 for never.", []string{"mailbox"}, nil)
	mailboxes      = prometheus.NewDesc("lotsen_mailboxes", "Mailboxes on other servers, by whether they can be fetched.", []string{"state"}, nil)
	mailboxFailing = prometheus.NewDesc("lotsen_mailbox_failing", "1 while a mailbox cannot be fetched.", []string{"mailbox"}, nil)
)

// Describe implements prometheus.Collector.
func (*mailboxGauges) Describe(to chan<- *prometheus.Desc) {
	to <- mailboxOK
	to <- mailboxes
	to <- mailboxFailing
}

// Collect implements prometheus.Collector.
func (g *mailboxGauges) Collect(to chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), scrapeWithin) //nolint:forbidigo // A collector is given none.
	defer cancel()
	list, err := g.a.Inbox.Sources(ctx)
	if err != nil {
		to <- prometheus.NewInvalidMetric(mailboxOK, err)
		return
	}
	bad := 0.0
	defer func() {
		to <- prometheus.MustNewConstMetric(mailboxes, prometheus.GaugeValue, bad, "failing")
		to <- prometheus.MustNewConstMetric(mailboxes, prometheus.GaugeValue, float64(len(list))-bad, "well")
	}()
	for i := range list {
		x := &list[i]
		bad += failing(&x.Fetch)
		to <- prometheus.MustNewConstMetric(mailboxOK, prometheus.GaugeValue, seconds(x.OK), x.Address)
		to <- prometheus.MustNewConstMetric(mailboxFailing, prometheus.GaugeValue, failing(&x.Fetch), x.Address)
	}
}

func seconds(t time.Time) float64 {
	if t.IsZero() {
		return 0
	}
	return float64(t.Unix())
}

func failing(f *inbox.Fetch) float64 {
	if f.FailingSince.IsZero() {
		return 0
	}
	return 1
}

// tryMailbox tries whether a mailbox can be fetched, with what is kept secret of it.
func (a *App) tryMailbox(ctx context.Context, f inbox.Fetch) admin.Try {
	kept, err := a.Inbox.Secrets(ctx, f.Mailbox)
	if err != nil {
		return admin.Try{Step: imap.StepSecret, Why: err.Error()}
	}
	found := a.Fetcher.Try(ctx, f, kept)
	if found.Err != nil {
		step, why := imap.StepOf(found.Err)
		return admin.Try{Step: step, Why: why}
	}
	return admin.Try{Waiting: found.Waiting}
}

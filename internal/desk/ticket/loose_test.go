package ticket_test

import (
	"strings"
	"testing"
	"time"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/desk/ticket/tickettest"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/blob"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/event"
)

func TestFiles_that_are_never_sent_have_a_bound(t *testing.T) {
	each(t, func(t *testing.T, w *tickettest.World) {
		files := ok[*blob.Store](t)(blob.Open(t.TempDir()))
		s := ticket.New(ticket.Deps{DB: w.DB, Events: event.NewLog(), Directory: w.Directory, Blobs: files, Loose: ticket.Loose{Files: 3, Bytes: 100}})
		up := func(by authz.Actor, size int) error {
			_, err := s.Upload(t.Context(), by, ticket.File{Name: "a.txt", Content: strings.NewReader(strings.Repeat("a", size))})
			return err
		}
		for range 3 {
			if err := up(w.Anna, 20); err != nil {
				t.Fatal(err)
			}
		}
		if err := up(w.Anna, 1); !errs.Is(err, errs.TooLarge) {
			t.Errorf("a fourth file: %v", err)
		}
		if err := up(w.Bo, 101); !errs.Is(err, errs.TooLarge) {
			t.Errorf("more than may lie: %v", err)
		}
		if err := up(w.Bo, 100); err != nil {
			t.Errorf("another person: %v", err)
		}
		w.Clock.Advance(25 * time.Hour)
		if err := up(w.Anna, 100); err != nil {
			t.Errorf("a day later: %v", err)
		}
	})
}

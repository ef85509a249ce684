package notify_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/notify"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

var system = authz.System("test")

// prefer sets how Anna wants to be reached.
func (e *env) prefer(t *testing.T, p directory.Preference) {
	t.Helper()
	who, err := directory.Load(t.Context(), e.DB, directory.PersonID(e.Anna.Person))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := e.Directory.ChangeOwn(t.Context(), e.Anna, who.Version, directory.OwnInput{Lang: who.Lang, Contact: &p}); err != nil {
		t.Fatal(err)
	}
}

func (e *env) sweep(t *testing.T) {
	t.Helper()
	if err := e.s.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	e.drain(t)
}

// forty reports forty cases of Anna's and forgets the mails about them.
func (e *env) forty(t *testing.T) []ticket.ID {
	t.Helper()
	var ids []ticket.ID
	for i := range 40 {
		ids = append(ids, e.Report(t, fmt.Sprintf("Skrivare %d", i)).ID)
		e.drain(t)
	}
	e.out.mails = nil
	return ids
}

func TestForty_cases_of_one_person_are_told_in_one_mail(t *testing.T) {
	each(t, func(t *testing.T, e *env) {
		ids := e.forty(t)
		w := notify.Word{
			Org: e.Org.ID, Desk: e.Desk.ID, Key: "common:1:1", Sv: notify.Said{Subject: "Skrivarna på Lindskolan", Text: "Vi byter servern i kväll."}, Tickets: ids,
		}
		for range 2 {
			e.World.Write(t, func(ctx context.Context, tx *sqldb.Tx) error {
				_, err := e.s.TellIn(ctx, tx, w)
				return err
			})
			e.drain(t)
		}
		if len(e.out.mails) != 1 {
			t.Fatalf("one word to forty cases of one person is %d mails", len(e.out.mails))
		}
		m := e.out.mails[0]
		if strings.Count(m.Text, "Vi byter servern i kväll.") != 1 || m.Subject != w.Sv.Subject {
			t.Errorf("the words do not stand there once: %s\n%s", m.Subject, m.Text)
		}
		for _, id := range ids {
			if !strings.Contains(m.Text, "/tickets/"+id.String()) {
				t.Errorf("%s is not named", id)
			}
		}
	})
}

func TestForty_cases_that_are_solved_at_once_make_one_mail_and_forty_told_users(t *testing.T) {
	each(t, func(t *testing.T, e *env) {
		ids := e.forty(t)
		err := e.Ticket.Together(t.Context(), func(ctx context.Context, s *ticket.Service) error {
			for _, id := range ids {
				if _, err := s.Resolve(ctx, e.Eva, id, ticket.ResolveInput{Solution: "Servern är bytt."}); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		e.drain(t)
		if len(e.out.mails) != 1 || strings.Count(e.out.mails[0].Text, "Servern är bytt.") != 1 {
			t.Fatalf("forty solutions are %d mails:\n%s", len(e.out.mails), e.out.mails[0].Text)
		}
		for _, id := range ids {
			if x, err := e.Ticket.Load(t.Context(), system, id); err != nil || x.ToldAt.IsZero() || x.CloseDue.IsZero() {
				t.Fatalf("%s: nobody counts as told (%v)", id, err)
			}
		}
		// The mail comes back: none of the forty is told any more, and each has a task.
		e.World.Write(t, func(ctx context.Context, tx *sqldb.Tx) error {
			sent, _, err := notify.FindSent(ctx, tx, e.out.mails[0].MailID)
			if err != nil {
				return err
			}
			return e.s.BouncedIn(ctx, tx, &sent, "550 unknown")
		})
		for _, id := range ids {
			if x, err := e.Ticket.Load(t.Context(), system, id); err != nil || !x.ToldAt.IsZero() || !x.AwaitsDesk || x.OwedAt.IsZero() {
				t.Fatalf("%s: the clock still runs, or the desk knows nothing (%v)", id, err)
			}
		}
	})
}

func TestNews_waits_for_the_hour_that_the_person_chose_and_a_solution_does_not(t *testing.T) {
	each(t, func(t *testing.T, e *env) {
		e.prefer(t, directory.Preference{Rhythm: directory.Hourly})
		a, b := e.Report(t, "Datorn"), e.Report(t, "Skrivaren")
		e.drain(t)
		e.out.mails = nil
		for _, x := range []ticket.Ticket{a, b} {
			if _, err := e.Ticket.Answer(t.Context(), e.Eva, x.ID, ticket.Words{Text: "Svar om " + x.Title}); err != nil {
				t.Fatal(err)
			}
		}
		e.drain(t)
		if len(e.out.mails) != 0 {
			t.Fatalf("%d mails before the hour", len(e.out.mails))
		}
		if _, err := e.Ticket.Resolve(t.Context(), e.Eva, a.ID, ticket.ResolveInput{Solution: "Klart."}); err != nil {
			t.Fatal(err)
		}
		e.drain(t)
		if len(e.out.mails) != 1 || e.out.mails[0].Reason != notify.Resolved {
			t.Fatalf("the solution waits, or brought %d mails", len(e.out.mails))
		}
		e.Clock.Advance(time.Hour)
		e.sweep(t)
		if len(e.out.mails) != 2 || !strings.Contains(e.out.mails[1].Text, "Svar om Datorn") || !strings.Contains(e.out.mails[1].Text, "Svar om Skrivaren") {
			t.Fatalf("after the hour there are %d mails", len(e.out.mails))
		}
	})
}

func TestWhoever_chose_the_portal_gets_no_mail_but_what_is_mandatory(t *testing.T) {
	each(t, func(t *testing.T, e *env) {
		e.prefer(t, directory.Preference{Way: directory.ByPortal})
		x := e.Report(t, "Datorn")
		for i, mandatory := range []bool{false, true} {
			e.World.Write(t, func(ctx context.Context, tx *sqldb.Tx) error {
				_, err := e.s.TellIn(ctx, tx, notify.Word{
					Org: e.Org.ID, Desk: e.Desk.ID, Key: fmt.Sprint(i), Mandatory: mandatory, Sv: notify.Said{Subject: "Avbrott", Text: "Nätet är nere."},
					People: []directory.PersonID{x.Requester},
				})
				return err
			})
		}
		e.drain(t)
		if len(e.out.mails) != 1 {
			t.Fatalf("%d mails, want the mandatory one alone", len(e.out.mails))
		}
	})
}

func TestA_call_that_was_asked_for_is_a_task_and_tells_the_user(t *testing.T) {
	each(t, func(t *testing.T, e *env) {
		e.prefer(t, directory.Preference{Way: directory.ByPhone})
		x := e.Report(t, "Datorn")
		e.drain(t)
		e.out.mails = nil
		if _, err := e.Ticket.Resolve(t.Context(), e.Eva, x.ID, ticket.ResolveInput{Solution: "Ny laddare."}); err != nil {
			t.Fatal(err)
		}
		e.drain(t)
		e.Clock.Advance(100 * time.Hour)
		e.sweep(t)
		now, err := e.Ticket.Load(t.Context(), e.Eva, x.ID)
		if err != nil || len(e.out.mails) != 0 || !now.ToldAt.IsZero() || now.OwedAt.IsZero() {
			t.Fatalf("mailed %d, told %s, owed %s: %v", len(e.out.mails), now.ToldAt, now.OwedAt, err)
		}
		log, err := e.s.Log(t.Context(), e.Eva, &now)
		if err != nil || len(log.Tasks) != 1 || log.Tasks[0].Kind != notify.TaskCall || log.Tasks[0].Words != "Ny laddare." {
			t.Fatalf("tasks %+v, %v", log.Tasks, err)
		}
		if err := e.s.Spoken(t.Context(), e.Anna, x.ID, log.Tasks[0].Kind, true); err == nil {
			t.Error("the user did the desk's task")
		}
		if err := e.s.Spoken(t.Context(), e.Eva, x.ID, log.Tasks[0].Kind, false); err != nil {
			t.Fatal(err)
		}
		if now, _ = e.Ticket.Load(t.Context(), e.Eva, x.ID); !now.OwedAt.IsZero() {
			t.Error("a call to be tried in an hour is owed at once")
		}
		e.Clock.Advance(time.Hour)
		e.sweep(t)
		if err := e.s.Spoken(t.Context(), e.Eva, x.ID, log.Tasks[0].Kind, true); err != nil {
			t.Fatal(err)
		}
		e.drain(t)
		if now, _ = e.Ticket.Load(t.Context(), e.Eva, x.ID); now.ToldAt.IsZero() || !now.OwedAt.IsZero() {
			t.Errorf("spoken with, told at %s, owed since %s", now.ToldAt, now.OwedAt)
		}
		stranger, err := e.s.Log(t.Context(), e.Anna, &now)
		if err != nil || len(stranger.Sent)+len(stranger.Tasks) != 0 {
			t.Error("the log shows itself to whoever does not work here")
		}
	})
}

func TestA_case_without_a_word_for_eight_hours_is_flagged_and_a_word_takes_the_flag_away(t *testing.T) {
	each(t, func(t *testing.T, e *env) {
		x := e.Report(t, "Datorn")
		e.drain(t)
		owed := func() bool {
			t.Helper()
			now, err := e.Ticket.Load(t.Context(), e.Eva, x.ID)
			if err != nil {
				t.Fatal(err)
			}
			return !now.OwedAt.IsZero()
		}
		e.Clock.Advance(8*time.Hour - time.Minute)
		e.sweep(t)
		if owed() {
			t.Fatal("flagged too early")
		}
		e.Clock.Advance(time.Minute)
		e.sweep(t)
		if !owed() {
			t.Fatal("eight hours without a word, and no flag")
		}
		page, err := e.Ticket.Queue(t.Context(), e.Eva, e.Org.ID, e.Desk.ID, ticket.Filter{Owed: true}, "", 10)
		if err != nil || len(page.Rows) != 1 {
			t.Fatalf("the queue of what is owed has %d cases: %v", len(page.Rows), err)
		}
		if _, err := e.Ticket.Answer(t.Context(), e.Eva, x.ID, ticket.Words{Text: "Vi letar."}); err != nil {
			t.Fatal(err)
		}
		e.drain(t)
		if owed() {
			t.Fatal("the user has heard, and the flag stands")
		}
		e.Clock.Advance(8 * time.Hour)
		e.sweep(t)
		if !owed() {
			t.Fatal("eight hours after the last word there is no flag")
		}
		if _, err := e.Ticket.Resolve(t.Context(), e.Eva, x.ID, ticket.ResolveInput{Solution: "Klart."}); err != nil {
			t.Fatal(err)
		}
		e.drain(t)
		if owed() {
			t.Error("solved, and a word is owed")
		}
	})
}

func TestTwo_cases_that_are_answered_in_one_breath_are_one_mail_and_two_answers_are_two(t *testing.T) {
	each(t, func(t *testing.T, e *env) {
		a, b := e.Report(t, "Datorn"), e.Report(t, "Skrivaren")
		e.drain(t)
		if len(e.out.mails) != 2 {
			t.Fatalf("two receipts are %d mails", len(e.out.mails))
		}
		e.out.mails = nil
		err := e.Ticket.Together(t.Context(), func(ctx context.Context, s *ticket.Service) error {
			for _, x := range []ticket.Ticket{a, b} {
				if _, err := s.Resolve(ctx, e.Eva, x.ID, ticket.ResolveInput{Solution: "Strömmen är tillbaka."}); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		e.drain(t)
		if len(e.out.mails) != 1 || !strings.Contains(e.out.mails[0].Text, a.ID.String()) || !strings.Contains(e.out.mails[0].Text, b.ID.String()) {
			t.Fatalf("one solution of both is %d mails", len(e.out.mails))
		}
	})
}

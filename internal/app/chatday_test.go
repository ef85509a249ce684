package app_test

import (
	"fmt"
	"testing"
	"time"

	"lotsen/internal/desk/access"
	"lotsen/internal/desk/chat"
	"lotsen/internal/desk/chat/chattest"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/line"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/testkit/site"
)

// chatDay plays 500 chats on a site: 2 agents who hold three at once, 80 users, ten hours.
func chatDay(t *testing.T, s *site.Site) (chattest.Tally, time.Time) {
	t.Helper()
	ctx, sys := t.Context(), authz.System("test")
	if _, err := s.App.Line.Save(ctx, sys, line.Line{Org: s.Org.ID, Desk: s.Desk.ID, Channel: ticket.Chat, Key: "chatt", NameSv: "Chatten", Target: 2 * time.Minute, Active: true}); err != nil {
		t.Fatal(err)
	}
	person := func(name string, i int) directory.PersonID {
		p, err := s.App.Directory.AddPerson(ctx, sys, s.Org.ID, directory.PersonInput{Given: name, Family: fmt.Sprint("Nr", i), Category: directory.Employee, Login: fmt.Sprint("dag.", name, i)})
		if err != nil {
			t.Fatal(err)
		}
		return p.ID
	}
	actor := func(id directory.PersonID) authz.Actor {
		a, err := s.App.Access.ActorOf(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	day := &chattest.Day{Chat: s.App.Chat, Clock: s.Clock, Desk: s.Desk.ID, Chats: 500, Length: 10 * time.Hour, Seed: 500}
	for i := range 80 {
		day.Users = append(day.Users, actor(person("Användare", i)))
	}
	var members []directory.PersonID
	for i := range 2 {
		id := person("Handläggare", i)
		if _, err := s.App.Access.Grant(ctx, sys, access.GrantInput{Person: id, Role: "agent", Reach: authz.Desk, Of: int64(s.Desk.ID)}); err != nil {
			t.Fatal(err)
		}
		day.Agents, members = append(day.Agents, actor(id)), append(members, id)
	}
	if err := s.App.Directory.SetMembers(ctx, sys, s.Group.ID, members); err != nil {
		t.Fatal(err)
	}
	from := s.Clock.Now()
	tally, err := day.Play(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return tally, from
}

func TestA_day_of_500_chats_adds_up(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		ctx, sys := t.Context(), authz.System("test")
		began := time.Now() //nolint:forbidigo // How long the machine takes.
		tally, from := chatDay(t, s)
		t.Logf("%d chats, %d answered, %d messages, %d handed over, in %v", tally.Opened, tally.Answered, tally.Said, tally.Moved, time.Since(began)) //nolint:forbidigo // Likewise.
		if tally.Answered == tally.Opened || tally.Moved == 0 {
			t.Error("nobody gave up, or nobody was handed over: the day proves less than it should")
		}
		if tally.Opened != 500 || len(tally.IDs) != 500 {
			t.Fatalf("%d chats", tally.Opened)
		}
		cases, said := map[ticket.ID]bool{}, 0
		for _, id := range tally.IDs {
			c, err := s.App.Chat.Load(ctx, sys, id)
			if err != nil {
				t.Fatal(err)
			}
			if c.State != chat.Ended || c.Ticket == 0 || c.Contact == 0 || cases[c.Ticket] {
				t.Fatalf("chat %d: %+v", id, c)
			}
			cases[c.Ticket] = true
			tk, err := s.App.Ticket.Load(ctx, sys, c.Ticket)
			if err != nil {
				t.Fatal(err)
			}
			if tk.Channel != ticket.Chat || tk.Requester != c.Person {
				t.Fatalf("the case of chat %d: %+v", id, tk)
			}
			said += wordsKept(t, s, &tk, tally.Words[id])
		}
		if said != tally.Said {
			t.Errorf("%d messages were said, %d are in cases", tally.Said, said)
		}
		figures, err := s.App.Line.Figures(ctx, sys, from, s.Clock.Now().Add(time.Hour))
		if err != nil {
			t.Fatal(err)
		}
		var sum line.Tally
		for _, f := range figures {
			sum.Offered, sum.Answered, sum.Abandoned = sum.Offered+f.Offered, sum.Answered+f.Answered, sum.Abandoned+f.Abandoned
		}
		if int(sum.Offered) != 500 || int(sum.Answered) != tally.Answered || int(sum.Answered+sum.Abandoned) != 500 {
			t.Errorf("figures say %+v, the players %d answered of %d", sum, tally.Answered, tally.Opened)
		}
	})
}

// wordsKept checks that a case holds what was said in its chat, once and in order, and counts it.
func wordsKept(t *testing.T, s *site.Site, tk *ticket.Ticket, want []string) int {
	t.Helper()
	list, err := s.App.Ticket.Messages(t.Context(), authz.System("test"), tk)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, m := range list {
		if m.Text != "" {
			got = append(got, m.Text)
		}
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Fatalf("%v holds %q, said was %q", tk.ID, got, want)
	}
	return len(got)
}

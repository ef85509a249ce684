package quarantine_test

import (
	"fmt"
	"testing"

	"lotsen/internal/desk/inbox"
	"lotsen/internal/testkit/site"
)

// Whatever the reason a mail is here for, somebody can look at it and decide.
func TestA_mail_left_in_its_mailbox_says_where_and_why(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		take(t, s, 1, "Nyhetsbrev", list)
		box, err := s.App.Inbox.Find(t.Context(), "it@storstad.example")
		if err != nil {
			t.Fatal(err)
		}
		ada := s.As(t, "ada")
		for i, row := range []struct{ reason, head, title, why string }{
			{inbox.ReasonSize, "From: anna@annan.example\r\nSubject: Stor film\r\n\r\n", "Stor film", "Mejlet är större än vad som tas emot"},
			{inbox.ReasonUnread, "", "(Inget ämne)", "Brevlådans server kan inte lämna ut mejlet"},
			{inbox.ReasonEnded, "", "(Inget ämne)", "Programmet avbröts tre gånger"},
		} {
			o, err := s.App.Inbox.Leave(t.Context(), box, inbox.Behind{
				UID: inbox.UID{Validity: 7, UID: uint32(i + 1)}, Reason: row.reason, Size: 40 << 20, Head: []byte(row.head), Folder: "Lotsen-undantag", Tries: 3,
			})
			if err != nil {
				t.Fatal(err)
			}
			ada.Get("/desk/mail").MustSee(row.title, row.why, "3 försök")
			page := ada.Get(fmt.Sprintf("/desk/mail/%d", o.ID)).MustSee(row.why, "Mejlet ligger i mappen Lotsen-undantag i brevlådan.", "40 960 kB")
			if row.reason == inbox.ReasonSize {
				page.MustSee("anna@annan.example", "Gränsen är 30 MB.")
			}
			page.Form("Gör något med mejlet").Choose("Vad ska hända med mejlet?", "Gör ett nytt ärende").Submit("Genomför").MustBe(200).
				MustSee("Mejlet finns nu i L-", "Det ligger i mappen Lotsen-undantag i brevlådan it@storstad.example")
			ada.Get("/desk/mail").MustNotSee(row.why)
		}
	})
}

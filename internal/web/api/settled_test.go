package api_test

import (
	"context"
	"testing"

	"lotsen/internal/kit/sqldb"
	"lotsen/internal/testkit/site"
)

var lostAnswer = sqldb.Q("test.lost_answer", `update request_key set status = 1, body = $1 where key = $2`)

// The work of a request commits, and the process dies before it has kept its answer.
func TestA_request_whose_answer_was_lost_is_answered_with_what_it_made(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		lose := func(key, note string) {
			t.Helper()
			err := s.App.DB.Write(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
				n, err := tx.Exec(ctx, lostAnswer, note, key)
				if n != 1 {
					t.Errorf("%d answers are kept under %s", n, key)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		anna := as(t, s, "anna").with("Idempotency-Key", "k1")
		first := anna.do("POST", "/tickets", m{"title": "En gång"}).want(201)
		ref := first.str("ref")
		said := anna.do("POST", "/tickets/"+ref+"/messages", m{"text": "Mina ord"}).want(201)
		as(t, s, "anna").do("POST", "/tickets/"+ref+"/messages", m{"text": "Andra ord"}).want(201)

		lose("/api/v1/tickets k1", ref+" 1")
		again := anna.do("POST", "/tickets", m{"title": "En gång"}).want(201).is("ref", ref)
		if at := again.header.Get("Location"); at != first.header.Get("Location") {
			t.Errorf("the answer leads to %q", at)
		}
		lose("/api/v1/tickets/"+ref+"/messages k1", ref+" 2")
		anna.do("POST", "/tickets/"+ref+"/messages", m{"text": "Mina ord"}).want(201).is("id", said.at("id")).is("text", "Mina ord")
		as(t, s, "anna").do("GET", "/tickets/"+ref+"/messages", nil).want(200).is("items.3", nil)
	})
}

package groups_test

import (
	"os"
	"testing"
	"time"

	"lotsen/internal/desk/common"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/testkit/site"
)

// TestThousands_are_solved_in_one_go solves as many cases as are put together at once; LOTSEN_SCALE=1 asks for as many as
// a group can hold, and so measures the longest transaction that a person can start.
func TestThousands_are_solved_in_one_go(t *testing.T) {
	most := common.MaxGather
	if os.Getenv("LOTSEN_SCALE") != "" {
		most = common.MaxChildren
	}
	site.Each(t, func(t *testing.T, s *site.Site) {
		eva := s.Actor(t, "eva")
		var top ticket.ID
		for n := 0; n < most; n += common.MaxGather {
			in := common.GatherInput{Parent: top, New: ticket.ReportInput{Desk: s.Desk.ID, SenderName: "It", Title: "Nätet", Category: s.Category.ID}}
			for range common.MaxGather {
				x := must[ticket.Ticket](t)(s.App.Ticket.Report(t.Context(), s.Actor(t, []string{"anna", "bo"}[n%2]), ticket.ReportInput{Title: "Nätet nere", Text: "Ingen kommer ut.", Category: s.Category.ID}))
				in.Children = append(in.Children, x.ID)
			}
			from := time.Now()
			top = must[common.Gathered](t)(s.App.Common.Gather(t.Context(), eva, in)).Parent.ID
			t.Logf("gather %d onto %d: %s", common.MaxGather, n, time.Since(from))
			if n+common.MaxGather != 1000 && n+common.MaxGather != most {
				continue
			}
			for _, deed := range []common.CascadeInput{{Deed: common.Tell, Text: "Vi arbetar."}, {Deed: common.Resolve, Text: "Igång."}} {
				deed.Parent = top
				if deed.Deed == common.Resolve && n+common.MaxGather != most {
					continue
				}
				from = time.Now()
				v := must[common.Preview](t)(s.App.Common.Preview(t.Context(), eva, deed))
				looked := time.Since(from)
				from = time.Now()
				out := must[common.Outcome](t)(s.App.Common.Cascade(t.Context(), eva, deed))
				t.Logf("%s to %d: preview %s, deed %s", deed.Deed, len(out.Done), looked, time.Since(from))
				if v.Count != len(out.Done) || len(out.Failed) != 0 {
					t.Errorf("%d of %d, failed %v", len(out.Done), v.Count, out.Failed)
				}
			}
		}
		from := time.Now()
		s.As(t, "eva").Get(page(top)).MustBe(200)
		t.Logf("the ticket's page: %s", time.Since(from))
		from = time.Now()
		s.As(t, "eva").Get(page(top) + "/group").MustBe(200)
		t.Logf("the group's page: %s", time.Since(from))
	})
}

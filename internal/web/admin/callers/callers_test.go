package callers_test

import (
	"testing"

	"lotsen/internal/testkit/site"
)

func TestA_way_to_check_callers_is_opened_and_changed(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		ada := s.As(t, "ada")
		list := ada.Get("/admin/callers").MustBe(200)
		name := list.Rows("Sätt att kontrollera")[1][0]
		form := list.Click(name).MustBe(200).MustSee("Ändra " + name).Form("Spara")
		form.Choose("Styrka", "svag").Uncheck("Används").Submit("Spara").MustBe(200).MustSee("Sättet är sparat.")
		for _, row := range ada.Get("/admin/callers").Rows("Sätt att kontrollera") {
			if row[0] == name && (row[1] != "svag" || row[2] != "Nej") {
				t.Errorf("got %q", row)
			}
		}
		ada.Get("/admin/callers/unknown").MustBe(404)
	})
}

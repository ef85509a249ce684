package clocks_test

import (
	"testing"

	"lotsen/internal/testkit/site"
)

func TestEvery_page_of_promises_opens_in_english_too(t *testing.T) {
	t.Parallel()
	s := site.New(t)
	w := newTown(t, s)
	w.at(t, "2026-03-03 09:00")
	a, b := w.categorised(t, "Trådlöst nätverk"), w.categorised(t, "Webbfilter")
	w.at(t, "2026-03-03 10:00")
	s.As(t, "eva").Get(desk(b)).Form("Låt ärendet vänta").Choose("Väntar på", "Leverans").Fill("Varför?", "Ny sändare").Fill("Ta upp igen", "2026-03-20").Submit("Låt vänta")
	w.at(t, "2026-03-04 10:00")
	ada := s.As(t, "ada")
	ada.Get("/profile?lang=en").MustBe(200)
	for path, words := range map[string]string{
		desk(a): "late since 09:00", desk(a, "clocks"): "How the time was counted", desk(b): "paused: waiting for delivery", desk(b, "clocks"): "Paused: waiting for delivery",
		"/desk/due": "promise", "/desk/follow-ups": "We ourselves", "/desk/follow-ups/1": "Cause and measure", "/desk/promises": "Remedy time, at most",
		"/admin/promises": "Service levels", "/admin/promises/new": "Which tickets is the level for?", "/admin/pauses": "All clocks", "/admin/pauses/user": "Clocks that stop",
		"/admin/services": "Wireless network", "/admin/services/new": "Delivered by a central supplier", "/desk": "Due first",
	} {
		ada.Get(path + "?lang=en").MustBe(200).MustSee(words)
	}
}

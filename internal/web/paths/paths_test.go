package paths_test

import (
	"testing"

	"lotsen/internal/web/paths"
)

func TestPaths(t *testing.T) {
	t.Parallel()
	for got, want := range map[string]string{
		paths.Ticket(paths.Word("L-100042")):            "/tickets/L-100042",
		paths.DeskTicketDo(paths.Word("L-1"), "assign"): "/desk/tickets/L-1/assign",
		paths.Search("skrivare å & ö"):                  "/search?q=skrivare+%C3%A5+%26+%C3%B6",
		paths.Search(""):                                "/search",
		paths.Article(paths.Word("../admin")):           "/guides/..%2Fadmin",
		paths.AdminPage("people", "1/2"):                "/admin/people/1%2F2",
		paths.LoginThen("/tickets?a=1&b=2"):             "/login?next=%2Ftickets%3Fa%3D1%26b%3D2",
		paths.With("/desk?x=1", "y", "2", "z", ""):      "/desk?x=1&y=2",
	} {
		if got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

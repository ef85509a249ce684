package shell_test

import (
	"testing"

	"lotsen/internal/testkit/site"
	"lotsen/internal/testkit/webtest"
)

func TestFrame(t *testing.T) {
	t.Parallel()
	t.Run("shows_only_what_its_reader_may_use", func(t *testing.T) {
		t.Parallel()
		s := site.New(t)
		s.As(t, "anna").Get("/").MustNotSee("Till servicedesken", "Till administrationen")
		s.As(t, "eva").Get("/").MustSee("Till servicedesken").MustNotSee("Till administrationen")
		s.As(t, "ada").Get("/").MustSee("Till administrationen")
	})
	t.Run("leads_everybody_to_where_they_work", func(t *testing.T) {
		t.Parallel()
		s := site.New(t)
		free := s.Pages(t, webtest.Options{Statements: -1})
		for name, home := range map[string]string{"Anna Åkesson": "/", "Eva Lind": "/desk"} {
			page := free.Anonymous().Get("/login").Form(name).Submit("")
			if page.Path != home {
				t.Errorf("%s begins at %s, want %s", name, page.Path, home)
			}
		}
	})
	t.Run("tells_how_to_reach_the_desk_when_nothing_else_works", func(t *testing.T) {
		t.Parallel()
		s := site.New(t)
		anna := s.As(t, "anna")
		anna.Get("/").MustSee("08-555 10 00")
		s.Stop(t)
		page := anna.Get("/tickets").MustSee("Storstad", "it-support@storstad.example")
		if page.Status < 500 {
			t.Errorf("without a database the page is %d", page.Status)
		}
	})
}

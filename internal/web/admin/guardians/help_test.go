package guardians_test

import (
	"testing"

	"lotsen/internal/desk/access"
	"lotsen/internal/desk/directory"
	"lotsen/internal/testkit/site"
)

var client = access.Client{Agent: "test"}

// lookUp is the person with a login.
func lookUp(t *testing.T, s *site.Site, login string) directory.PersonID {
	t.Helper()
	hits, err := s.App.Directory.LookUp(t.Context(), system, login, 5)
	if err != nil || len(hits) != 1 {
		t.Fatalf("%s is %v, %v", login, hits, err)
	}
	return hits[0].ID
}

package site

import (
	"strings"
	"testing"

	"lotsen/internal/desk/directory"
)

// Join adds somebody to the world's organisation. Tests know them by the given name in small letters.
func (s *Site) Join(t testing.TB, name string, category directory.Category) directory.PersonID {
	t.Helper()
	given, family, _ := strings.Cut(name, " ")
	s.person(t, s.Org.ID, given, family, category, "", "")
	return s.people[strings.ToLower(given)]
}

package directory

import (
	"context"
	"slices"
	"strings"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/kit/textindex"
)

// MaxListed is how many units a page offers in a list to choose from. A city has thousands: there one writes a name.
const MaxListed = 100

// FewUnits lists an organisation's active units as Units does, when there are at most MaxListed; of more it lists none,
// at a cost that does not grow with them.
func (s *Service) FewUnits(ctx context.Context, by authz.Actor, org OrgID) ([]Unit, error) {
	var w sqldb.Where
	and(&w, placesOf(by), "u")
	w.And("u.active and u.org_id = ?", int64(org))
	text := selectUnit + w.SQL() + ` order by u.sort_key, u.id`
	// A limit of none ends the statement before it reads; as a condition it would be asked of each unit.
	text += w.Numbered(` limit case when exists (select 1 from unit m where m.org_id = ? order by m.sort_key, m.id limit 1 offset ?) then 0 else ? end`,
		int64(org), MaxListed, MaxListed)
	units, err := sqldb.All(ctx, s.db, sqldb.Q("directory.units.few", text), scanUnit, w.Args()...)
	return inTree(units), err
}

// UnitsNamed lists at most limit active units whose name has the words of text in it, in any case; those whose name is
// the text come alone. It reads the names of the whole organisation: for a form that was sent, not for every page.
func (s *Service) UnitsNamed(ctx context.Context, by authz.Actor, org OrgID, text string, limit int) ([]Unit, error) {
	asked := textindex.Fold(text)
	if strings.TrimSpace(asked) == "" {
		return nil, nil
	}
	units, err := s.Units(ctx, by, org)
	if err != nil {
		return nil, err
	}
	var exact, found []Unit
	for _, u := range units {
		if textindex.Fold(u.Name) == asked {
			exact = append(exact, u)
		}
		if len(found) < limit && u.Called(text) {
			found = append(found, u)
		}
	}
	if len(exact) > 0 {
		return exact[:min(len(exact), limit)], nil
	}
	return found, nil
}

// Called reports whether every word of text, in any case, is in the unit's name. No text calls nothing.
func (u Unit) Called(text string) bool {
	name, words := textindex.Fold(u.Name), strings.Fields(textindex.Fold(text))
	return len(words) > 0 && !slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(name, word) })
}

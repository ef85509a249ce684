package directory

import (
	"bytes"
	"context"
	"slices"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

const (
	maxHits = 50
	// broad is how many people a word may stand for before it is cheaper to walk the register in order than to
	// gather and sort them.
	broad = 4000
	// lastLetter sorts after every word that begins alike.
	lastLetter = "\U0010FFFF"
)

// PersonHit is a person found while typing, with what tells two of the same name apart.
type PersonHit struct {
	Person
	UnitName string
	SiteName string
	order    []byte
}

// LookUp finds people by the beginnings of names, mail address, login or phone number; several words must all fit. It
// is quick enough to follow the typing. It fails with Forbidden when the actor may read no person at all.
func (s *Service) LookUp(ctx context.Context, by authz.Actor, q string, limit int) ([]PersonHit, error) {
	seen := peopleFor(by, PersonRead)
	if seen.Empty() {
		return nil, errs.Denied(string(PersonRead))
	}
	words := searchWords(clean.Line(q, 200))
	if len(words) == 0 {
		return nil, nil
	}
	if limit <= 0 || limit > maxHits {
		limit = maxHits
	}
	orgs, err := s.lookUpOrgs(ctx, by)
	if err != nil {
		return nil, err
	}
	var hits []PersonHit
	for _, org := range orgs {
		found, err := s.lookUpIn(ctx, seen, org, words, limit)
		if err != nil {
			return nil, err
		}
		hits = append(hits, found...)
	}
	slices.SortStableFunc(hits, func(a, b PersonHit) int { return bytes.Compare(a.order, b.order) })
	hits = hits[:min(len(hits), limit)]
	shown := make([]Person, len(hits))
	for i, h := range hits {
		shown[i] = h.Person
	}
	return hits, s.noteSeen(ctx, by, "lookup", shown...)
}

func (s *Service) lookUpOrgs(ctx context.Context, by authz.Actor) ([]OrgID, error) {
	var w sqldb.Where
	and(&w, orgsWithin(by, PersonRead), "o")
	return sqldb.All(ctx, s.db, sqldb.Q("directory.lookup.orgs", `select o.id from organisation o where `+w.SQL()), sqldb.Value[OrgID], w.Args()...)
}

// lookUpIn searches one organisation. The rarest word leads; where all words are broad, the first people in the
// register's order are soon found.
func (s *Service) lookUpIn(ctx context.Context, seen authz.Scope, org OrgID, words []string, limit int) ([]PersonHit, error) {
	rarest, fewest := 0, int64(broad)+1
	for i, word := range words {
		n, err := sqldb.One(ctx, s.db, countWord, sqldb.Value[int64], int64(org), word, word+lastLetter, broad)
		if err != nil {
			return nil, err
		}
		if n == 0 {
			return nil, nil
		}
		if n < fewest {
			rarest, fewest = i, n
		}
	}
	stmt, args := lookUpStatement(seen, org, words, rarest, fewest < broad, limit)
	return sqldb.All(ctx, s.db, stmt, scanHit, args...)
}

// lookUpStatement writes the query for one organisation. The conditions on words name no organisation, so that the
// engines read a person's own few words rather than everybody's with that beginning.
func lookUpStatement(seen authz.Scope, org OrgID, words []string, rarest int, lead bool, limit int) (sqldb.Stmt, []any) {
	var w sqldb.Where
	from := ` from person p`
	if lead {
		from = w.Numbered(` from (select distinct pw.person_id from person_word pw where pw.org_id = ? and pw.word >= ? and pw.word < ?) hit
			join person p on p.id = hit.person_id`, int64(org), words[rarest], words[rarest]+lastLetter)
	}
	and(&w, seen, "p")
	w.And("p.org_id = ? and p.active", int64(org))
	for i, word := range words {
		if !lead || i != rarest {
			w.And(`exists (select 1 from person_word pw where pw.person_id = p.id and pw.word >= ? and pw.word < ?)`, word, word+lastLetter)
		}
	}
	tail := w.Numbered(` order by p.sort_key, p.id limit ?`, limit)
	text := `select ` + personColumns + `, p.sort_key, u.name, si.name` + from +
		` left join unit u on u.id = p.unit_id left join site si on si.id = p.site_id where ` + w.SQL() + tail
	return sqldb.Q("directory.lookup", text), w.Args()
}

var countWord = sqldb.Q("directory.lookup.count", `
	select count(*) from (select 1 from person_word where org_id = $1 and word >= $2 and word < $3 limit $4) few`)

func scanHit(r sqldb.Row) (PersonHit, error) {
	var h PersonHit
	p, err := scanPerson(both{r, []any{&h.order, sqldb.ScanText(&h.UnitName), sqldb.ScanText(&h.SiteName)}})
	h.Person = p
	return h, err
}

// both lets scanPerson read the columns of a person and leaves those after them to more.
type both struct {
	row  sqldb.Row
	more []any
}

// Scan implements sqldb.Row.
func (b both) Scan(dest ...any) error { return b.row.Scan(append(dest, b.more...)...) }

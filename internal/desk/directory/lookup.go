package directory

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

const (
	maxHits = 50
	// broad is how many people the words may fit before walking the register in its order is tried first, and walked
	// how many people are walked past at most.
	broad  = 2000
	walked = 3000
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
	return s.LookUpFor(ctx, by, PersonRead, q, limit)
}

// LookUpFor is LookUp among the people for whom the actor holds another verb: those of a site, for whoever reports for
// them. It fails with Forbidden when there can be none.
func (s *Service) LookUpFor(ctx context.Context, by authz.Actor, verb authz.Verb, q string, limit int) ([]PersonHit, error) {
	seen := peopleFor(by, verb)
	if seen.Empty() {
		return nil, errs.Denied(string(verb))
	}
	words := searchWords(clean.Line(q, 200))
	if len(words) == 0 {
		return nil, nil
	}
	if limit <= 0 || limit > maxHits {
		limit = maxHits
	}
	orgs, err := s.lookUpOrgs(ctx, by, verb)
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

func (s *Service) lookUpOrgs(ctx context.Context, by authz.Actor, verb authz.Verb) ([]OrgID, error) {
	var w sqldb.Where
	and(&w, orgsWithin(by, verb), "o")
	return sqldb.All(ctx, s.db, sqldb.Q("directory.lookup.orgs", `select o.id from organisation o where `+w.SQL()), sqldb.Value[OrgID], w.Args()...)
}

// lookUpIn searches one organisation. The people that all words fit are counted in the word index alone. Few are
// gathered and sorted; of many, enough are soon met by walking the register in its order, unless they all come late.
func (s *Service) lookUpIn(ctx context.Context, seen authz.Scope, org OrgID, words []string, limit int) ([]PersonHit, error) {
	count, args := countStatement(org, words)
	n, err := sqldb.One(ctx, s.db, count, sqldb.Value[int64], args...)
	if err != nil || n == 0 {
		return nil, err
	}
	if n >= broad {
		hits, err := s.walk(ctx, seen, org, words, limit)
		if err != nil || len(hits) == limit {
			return hits, err
		}
	}
	stmt, args := gatherStatement(seen, org, words, n, limit)
	return sqldb.All(ctx, s.db, stmt, scanHit, args...)
}

// walk looks for the words among the first people of the register.
func (s *Service) walk(ctx context.Context, seen authz.Scope, org OrgID, words []string, limit int) ([]PersonHit, error) {
	bound, found, err := sqldb.Maybe(ctx, s.db, walkBound, sqldb.Value[[]byte], int64(org), walked)
	if err != nil {
		return nil, err
	}
	if !found {
		bound = []byte{0xff}
	}
	stmt, args := walkStatement(seen, org, words, bound, limit)
	return sqldb.All(ctx, s.db, stmt, scanHit, args...)
}

// fitting is the ids of the people that all words fit: ranges of one index, intersected.
func fitting(w *sqldb.Where, org OrgID, words []string) string {
	parts := make([]string, len(words))
	for i, word := range words {
		parts[i] = w.Numbered(`select pw.person_id from person_word pw where pw.org_id = ? and pw.word >= ? and pw.word < ?`,
			int64(org), word, word+lastLetter)
	}
	if len(parts) == 1 {
		return strings.Replace(parts[0], "select ", "select distinct ", 1)
	}
	return strings.Join(parts, " intersect ")
}

func countStatement(org OrgID, words []string) (sqldb.Stmt, []any) {
	var w sqldb.Where
	text := `select count(*) from (select hit.person_id from (` + fitting(&w, org, words) + `) hit` + w.Numbered(` limit ?`, broad) + `) few`
	return sqldb.Q("directory.lookup.count", text), w.Args()
}

// gatherStatement reads the people that all words fit. Counted is how many those are; broad stands for that or more.
// PostgreSQL, which cannot guess how few an intersection leaves, would read the whole register beside it. It is told in a
// few sizes, so that there are a few texts.
func gatherStatement(seen authz.Scope, org OrgID, words []string, counted int64, limit int) (sqldb.Stmt, []any) {
	var w sqldb.Where
	few := ""
	for _, size := range []int64{50, 400, broad} {
		if counted < size {
			few = fmt.Sprintf(" limit %d", size)
			break
		}
	}
	from := ` from (select f.person_id from (` + fitting(&w, org, words) + `) f` + few + `) hit join person p on p.id = hit.person_id`
	and(&w, seen, "p")
	return finish(&w, from, org, limit)
}

func walkStatement(seen authz.Scope, org OrgID, words []string, bound []byte, limit int) (sqldb.Stmt, []any) {
	var w sqldb.Where
	and(&w, seen, "p")
	w.And("p.sort_key < ?", bound)
	for _, word := range words {
		// No organisation here, so that the engines read the person's own few words.
		w.And(`exists (select 1 from person_word pw where pw.person_id = p.id and pw.word >= ? and pw.word < ?)`, word, word+lastLetter)
	}
	return finish(&w, ` from person p`, org, limit)
}

func finish(w *sqldb.Where, from string, org OrgID, limit int) (sqldb.Stmt, []any) {
	w.And("p.org_id = ? and p.active", int64(org))
	tail := w.Numbered(` order by p.sort_key, p.id limit ?`, limit)
	return sqldb.Q("directory.lookup", `select `+personColumns+`, p.sort_key, (select u.name from unit u where u.id = p.unit_id),
		(select si.name from site si where si.id = p.site_id)`+from+` where `+w.SQL()+tail), w.Args()
}

var walkBound = sqldb.Q("directory.lookup.bound", `select sort_key from person where org_id = $1 order by sort_key limit 1 offset $2`)

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

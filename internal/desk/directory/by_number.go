package directory

import (
	"context"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

// PhoneDigits writes a telephone number as the register finds it: 0701234567 for +46 70-123 45 67.
func PhoneDigits(s string) string { return phoneDigits(s) }

// Candidates returns the people of an organisation who may be calling from a number, and those named besides, in one
// statement: only whom the actor may read, and never anybody whose identity is protected, whoever asks. A number says
// where a call comes from and not who speaks.
func Candidates(ctx context.Context, q sqldb.Querier, by authz.Actor, org OrgID, number string, also []PersonID, limit int) ([]PersonHit, error) {
	digits := shorten(phoneDigits(number))
	seen := peopleFor(by, PersonRead)
	if seen.Empty() || len(digits) < 3 && len(also) == 0 {
		return nil, nil
	}
	var w sqldb.Where
	from := w.Numbered(` from (select pw.person_id from person_word pw where pw.org_id = ? and pw.word = ?
		union select a.id from person a where a.id {{in ?}}) hit join person p on p.id = hit.person_id`, int64(org), digits, sqldb.List[PersonID](also))
	and(&w, seen, "p")
	w.And("not p.protected")
	stmt, args := finish(&w, from, org, min(limit, maxHits))
	stmt.Name = "directory.candidates"
	return sqldb.All(ctx, q, stmt, scanHit, args...)
}

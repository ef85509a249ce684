package line

import (
	"context"
	"strconv"
	"strings"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// mostExtensions bounds the short numbers of an organisation.
const mostExtensions = 5000

var (
	extensions = sqldb.Q("line.extensions", `
		select e.number, coalesce(p.login, '') from call_extension e join person p on p.id = e.person_id
		where e.org_id = $1 and not p.protected order by e.number limit $2`)
	dropExtensions = sqldb.Q("line.extensions_drop", `
		delete from call_extension where org_id = $1 and person_id in (select p.id from person p where p.org_id = $1 and not p.protected)`)
	addExtension = sqldb.Q("line.extension_add", `
		insert into call_extension (org_id, number, person_id) values ($1, $2, $3) on conflict (org_id, number) do update set person_id = excluded.person_id`)
	byLogins = sqldb.Q("line.extension_logins", `
		select p.login, p.id from person p where p.login {{in $2}} and p.org_id = $1 and p.active and not p.protected`)
)

// Extensions returns an organisation's short numbers, a line each: number, space, login. Those of people with protected
// identity are left out, and left alone by SetExtensions. It asks for verb line.configure. Errors: errs.Forbidden.
func (s *Service) Extensions(ctx context.Context, by authz.Actor, org directory.OrgID) (string, error) {
	if !by.MayIn(MayConfigure, authz.Organisation, int64(org)) {
		return "", errs.Denied(string(MayConfigure))
	}
	lines, err := sqldb.All(ctx, s.DB, extensions, func(r sqldb.Row) (string, error) {
		var number, login string
		err := r.Scan(&number, &login)
		return number + " " + login, err
	}, int64(org), mostExtensions)
	return strings.Join(lines, "\n"), err
}

// SetExtensions replaces them. Errors: errs.Forbidden, errs.Invalid with the first line that is wrong.
func (s *Service) SetExtensions(ctx context.Context, by authz.Actor, org directory.OrgID, text string) error {
	if !by.MayIn(MayConfigure, authz.Organisation, int64(org)) {
		return errs.Denied(string(MayConfigure))
	}
	type entry struct {
		row           int
		number, login string
	}
	var list []entry
	var logins []string
	wrong := func(row int) error {
		var bad errs.Fields
		bad.Add("people", "line.error.extension", "row", strconv.Itoa(row))
		return bad.Err()
	}
	for i, text := range strings.Split(text, "\n") {
		words := strings.Fields(clean.Line(text, 200))
		switch {
		case len(words) == 0:
		case len(words) != 2 || len(list) == mostExtensions || len(words[0]) > 60:
			return wrong(i + 1)
		default:
			list, logins = append(list, entry{i + 1, words[0], words[1]}), append(logins, words[1])
		}
	}
	return s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		people := map[string]directory.PersonID{}
		err := sqldb.Each(ctx, tx, byLogins, func(r sqldb.Row) error {
			var login string
			var id directory.PersonID
			err := r.Scan(&login, &id)
			people[login] = id
			return err
		}, int64(org), sqldb.List[string](logins))
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, dropExtensions, int64(org)); err != nil {
			return err
		}
		for _, e := range list {
			id, ok := people[e.login]
			if !ok {
				return wrong(e.row)
			}
			if _, err := tx.Exec(ctx, addExtension, int64(org), e.number, int64(id)); err != nil {
				return err
			}
		}
		return nil
	})
}

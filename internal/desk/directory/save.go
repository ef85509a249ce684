package directory

import (
	"context"
	"fmt"
	"strconv"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
)

// createPerson writes a new person with the words to find them by, and tells.
func (s *Service) createPerson(ctx context.Context, tx *sqldb.Tx, by authz.Actor, p Person) (Person, error) {
	if err := checkPlaces(ctx, tx, p); err != nil {
		return Person{}, err
	}
	id, err := tx.Insert(ctx, insertPerson, int64(p.Org), sqldb.Text(p.ExternalID), p.Given, p.Family, personSortKey(p),
		string(p.Category), p.Title, sqldb.Text(p.Email), p.Phone, p.Mobile, sqldb.ID(p.Unit), sqldb.ID(p.Site),
		string(p.Lang), p.Needs, p.Protected, sqldb.Text(p.Login), sqldb.Time(tx.Now()))
	if err != nil {
		return Person{}, taken(err)
	}
	p.ID, p.Active, p.Version, p.Contact = PersonID(id), true, 1, Preference{Rhythm: AtOnce, DailyAt: firstHour}
	if err := storeWords(ctx, tx, Person{}, p); err != nil {
		return Person{}, err
	}
	return p, s.tell(ctx, tx, by, p, PersonAdded, Changed{})
}

// savePerson writes a changed person over the version that was read, and tells what differs.
func (s *Service) savePerson(ctx context.Context, tx *sqldb.Tx, by authz.Actor, before, after Person, eventType string) (Person, error) {
	if before.Unit != after.Unit || before.Site != after.Site {
		if err := checkPlaces(ctx, tx, after); err != nil {
			return Person{}, err
		}
	}
	n, err := tx.Exec(ctx, updatePerson, int64(after.ID), sqldb.Text(after.ExternalID), after.Given, after.Family,
		personSortKey(after), string(after.Category), after.Title, sqldb.Text(after.Email), after.Phone, after.Mobile,
		sqldb.ID(after.Unit), sqldb.ID(after.Site), string(after.Lang), after.Needs, after.Protected, after.Active,
		sqldb.Text(after.Login), sqldb.Time(tx.Now()), before.Version, string(after.Contact.Way), after.Contact.Plain,
		after.Contact.Interpreter, string(after.Contact.Rhythm), after.Contact.DailyAt)
	if err != nil {
		return Person{}, taken(err)
	}
	if n == 0 {
		return Person{}, errs.E(errs.Conflict, "person.conflict")
	}
	after.Version = before.Version + 1
	if err := storeWords(ctx, tx, before, after); err != nil {
		return Person{}, err
	}
	changes := Differences(before, after)
	if before.Protected || after.Protected {
		for i := range changes {
			changes[i].Old, changes[i].New = "", ""
		}
	}
	return after, s.tell(ctx, tx, by, after, eventType, Changed{Changes: changes})
}

func (s *Service) tell(ctx context.Context, tx *sqldb.Tx, by authz.Actor, p Person, eventType string, payload Changed) error {
	_, err := s.events.Append(ctx, tx, by, event.Draft{
		Org: int64(p.Org), Kind: PersonStream, Stream: int64(p.ID), Pos: p.Version, Type: eventType, Payload: payload,
	})
	tx.Poke("person:" + strconv.FormatInt(int64(p.ID), 10))
	return err
}

// Differences lists the fields in which two states of a person differ.
func Differences(before, after Person) []Change {
	var out []Change
	add := func(field, from, to string) {
		if from != to {
			out = append(out, Change{field, from, to})
		}
	}
	number := func(n int64) string {
		if n == 0 {
			return ""
		}
		return strconv.FormatInt(n, 10)
	}
	add("external_id", before.ExternalID, after.ExternalID)
	add("given", before.Given, after.Given)
	add("family", before.Family, after.Family)
	add("category", string(before.Category), string(after.Category))
	add("title", before.Title, after.Title)
	add("email", before.Email, after.Email)
	add("phone", before.Phone, after.Phone)
	add("mobile", before.Mobile, after.Mobile)
	add("unit", number(int64(before.Unit)), number(int64(after.Unit)))
	add("site", number(int64(before.Site)), number(int64(after.Site)))
	add("lang", string(before.Lang), string(after.Lang))
	add("needs", before.Needs, after.Needs)
	add("login", before.Login, after.Login)
	add("contact_way", string(before.Contact.Way), string(after.Contact.Way))
	add("plain", strconv.FormatBool(before.Contact.Plain), strconv.FormatBool(after.Contact.Plain))
	add("interpreter", before.Contact.Interpreter, after.Contact.Interpreter)
	add("rhythm", string(before.Contact.Rhythm), string(after.Contact.Rhythm))
	add("daily_at", number(int64(before.Contact.DailyAt)), number(int64(after.Contact.DailyAt)))
	add("protected", strconv.FormatBool(before.Protected), strconv.FormatBool(after.Protected))
	add("active", strconv.FormatBool(before.Active), strconv.FormatBool(after.Active))
	return out
}

// checkPlaces refuses a unit or site of another organisation.
func checkPlaces(ctx context.Context, tx *sqldb.Tx, p Person) error {
	var bad errs.Fields
	for _, place := range []struct {
		field string
		stmt  sqldb.Stmt
		id    int64
	}{{"unit", unitInOrg, int64(p.Unit)}, {"site", siteInOrg, int64(p.Site)}} {
		if place.id == 0 {
			continue
		}
		_, found, err := sqldb.Maybe(ctx, tx, place.stmt, sqldb.Value[int64], place.id, int64(p.Org))
		if err != nil {
			return err
		}
		if !found {
			bad.Add(place.field, "field.choice")
		}
	}
	return bad.Err()
}

// taken turns a violated constraint into the field that it is about.
func taken(err error) error {
	var bad errs.Fields
	switch {
	case sqldb.Violates(err, "person_login_key"):
		bad.Add("login", "person.login.taken")
	case sqldb.Violates(err, "person_org_id_external_id_key"):
		bad.Add("external_id", "person.external_id.taken")
	default:
		return fmt.Errorf("write person: %w", err)
	}
	return bad.Err()
}

var (
	unitInOrg = sqldb.Q("directory.unit.in_org", `select id from unit where id = $1 and org_id = $2`)
	siteInOrg = sqldb.Q("directory.site.in_org", `select id from site where id = $1 and org_id = $2`)
)

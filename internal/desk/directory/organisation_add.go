package directory

import (
	"context"
	"regexp"
	"strings"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/sqldb"
)

// keyForm is what a short name looks like: it appears in addresses and file names.
var keyForm = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,39}$`)

// OrganisationInput is what is said about an organisation. Key counts only when it is made.
type OrganisationInput struct {
	Key    string
	Name   string
	Lang   i18n.Lang
	Preset string
}

// Check cleans the input in place and reports what is wrong.
func (in *OrganisationInput) Check() errs.Fields {
	var bad errs.Fields
	in.Key = strings.ToLower(clean.Line(in.Key, 0))
	in.Name = clean.Line(in.Name, 0)
	in.Preset = clean.Line(in.Preset, 40)
	in.Lang = i18n.ParseLang(string(in.Lang))
	if !keyForm.MatchString(in.Key) {
		bad.Add("key", "field.key")
	}
	required(&bad, "name", in.Name)
	return bad
}

// AddOrganisation takes up an organisation. It asks for verb org.write everywhere.
func (s *Service) AddOrganisation(ctx context.Context, by authz.Actor, in OrganisationInput) (Organisation, error) {
	if !by.MayIn(OrgWrite, authz.Everywhere, 0) {
		return Organisation{}, errs.Denied(string(OrgWrite))
	}
	if err := in.Check().Err(); err != nil {
		return Organisation{}, err
	}
	o := Organisation{Key: in.Key, Name: in.Name, Lang: in.Lang, Preset: in.Preset, Version: 1}
	err := s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		id, err := tx.Insert(ctx, insertOrg, o.Key, o.Name, string(o.Lang), o.Preset, sqldb.Time(tx.Now()))
		if sqldb.Violates(err, "organisation_key_key") {
			return fieldTaken("key")
		}
		if err != nil {
			return err
		}
		o.ID = OrgID(id)
		return s.tellOrg(ctx, tx, by, o, OrganisationAdded, nil)
	})
	return o, err
}

// ChangeOrganisation renames an organisation or gives it another language or preset.
func (s *Service) ChangeOrganisation(ctx context.Context, by authz.Actor, id OrgID, version int64, in OrganisationInput) (Organisation, error) {
	var o Organisation
	err := s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		before, err := findOrg(ctx, tx, by, id)
		if err != nil {
			return err
		}
		if !mayInOrg(by, OrgWrite, id) {
			return errs.Denied(string(OrgWrite))
		}
		in.Key = before.Key
		if err := in.Check().Err(); err != nil {
			return err
		}
		o = Organisation{ID: id, Key: before.Key, Name: in.Name, Lang: in.Lang, Preset: in.Preset, Version: before.Version + 1}
		n, err := tx.Exec(ctx, updateOrg, int64(id), o.Name, string(o.Lang), o.Preset, version)
		if err != nil {
			return err
		}
		if n == 0 {
			e := errs.E(errs.Conflict, "organisation.conflict")
			e.Fields.Add("name", "field.conflict", "yours", in.Name, "theirs", before.Name)
			return e
		}
		return s.tellOrg(ctx, tx, by, o, OrganisationChanged, []Change{
			{"name", before.Name, o.Name},
			{"lang", string(before.Lang), string(o.Lang)},
			{"preset", before.Preset, o.Preset},
		})
	})
	return o, err
}

func (s *Service) tellOrg(ctx context.Context, tx *sqldb.Tx, by authz.Actor, o Organisation, eventType string, changes []Change) error {
	_, err := s.events.Append(ctx, tx, by, event.Draft{
		Org: int64(o.ID), Kind: OrgStream, Stream: int64(o.ID), Pos: o.Version, Type: eventType, Payload: Changed{differing(changes)},
	})
	return err
}

// differing drops what did not change.
func differing(changes []Change) []Change {
	var out []Change
	for _, c := range changes {
		if c.Old != c.New {
			out = append(out, c)
		}
	}
	return out
}

// required notes an empty field, and one that is longer than a line may be.
func required(bad *errs.Fields, field, value string) {
	switch {
	case value == "":
		bad.Add(field, "field.required")
	case !clean.Fits(value, maxLine):
		bad.Add(field, "field.too_long", "max", maxLine)
	}
}

func fieldTaken(field string) error {
	var bad errs.Fields
	bad.Add(field, "field.taken")
	return bad.Err()
}

var (
	insertOrg = sqldb.Q("directory.org.insert", `
		insert into organisation (key, name, lang, preset, created_at) values ($1, $2, $3, $4, $5) returning id`)
	updateOrg = sqldb.Q("directory.org.update", `
		update organisation set name = $2, lang = $3, preset = $4, version = version + 1 where id = $1 and version = $5`)
)

package ticket

import (
	"context"
	"strings"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// Template is a text that agents begin a reply with. It has fields, {name} for example, and no logic.
type Template struct {
	ID      TemplateID
	Org     directory.OrgID
	Desk    directory.DeskID
	Name    string
	Lang    string
	Text    string
	Active  bool
	Version int64
}

// TemplateFields are the fields that a template may use.
func TemplateFields() []string { return []string{"name", "number", "title", "agent", "desk"} }

const templateColumns = `id, org_id, desk_id, name, lang, text, active, version`

var (
	selectTemplates = sqldb.Q("template.list", `select `+templateColumns+` from reply_template where desk_id = $1 order by name, lang, id`)
	insertTemplate  = sqldb.Q("template.insert", `
		insert into reply_template (org_id, desk_id, name, lang, text, active) values ($1, $2, $3, $4, $5, $6) returning id`)
	updateTemplate = sqldb.Q("template.update", `
		update reply_template set name = $1, lang = $2, text = $3, active = $4, version = version + 1
		where id = $5 and desk_id = $6 and version = $7`)
)

func scanTemplate(r sqldb.Row) (Template, error) {
	var t Template
	return t, r.Scan(&t.ID, &t.Org, &t.Desk, &t.Name, &t.Lang, &t.Text, &t.Active, &t.Version)
}

// Templates returns a desk's reply templates, for those who answer there or configure it.
func (s *Service) Templates(ctx context.Context, by authz.Actor, org directory.OrgID, desk directory.DeskID) ([]Template, error) {
	if !mayAt(by, MayReply, org, desk) && !mayAt(by, MayConfigure, org, desk) {
		return nil, errs.Denied(string(MayReply))
	}
	return sqldb.All(ctx, s.db, selectTemplates, scanTemplate, int64(desk))
}

// SaveTemplate adds (ID 0) or changes a template. Errors: errs.Invalid, errs.Conflict, errs.Forbidden.
func (s *Service) SaveTemplate(ctx context.Context, by authz.Actor, t Template) (Template, error) {
	if !mayAt(by, MayConfigure, t.Org, t.Desk) {
		return t, errs.Denied(string(MayConfigure))
	}
	var f errs.Fields
	t.Name, t.Text = clean.Line(t.Name, 120), clean.Text(t.Text, MaxText)
	if clean.Blank(t.Name) {
		f.Add("name", "error.required")
	}
	if clean.Blank(t.Text) {
		f.Add("text", "error.required")
	}
	if t.Lang != "sv" && t.Lang != "en" {
		f.Add("lang", "error.choose")
	}
	if err := f.Err(); err != nil {
		return t, err
	}
	err := s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if t.ID == 0 {
			id, err := tx.Insert(ctx, insertTemplate, int64(t.Org), int64(t.Desk), t.Name, t.Lang, t.Text, true)
			t.ID, t.Active, t.Version = TemplateID(id), true, 1
			return err
		}
		n, err := tx.Exec(ctx, updateTemplate, t.Name, t.Lang, t.Text, t.Active, int64(t.ID), int64(t.Desk), t.Version)
		if err == nil && n == 0 {
			return errs.E(errs.Conflict, "error.changed_meanwhile")
		}
		return err
	})
	return t, err
}

// Fill returns a template's text with its fields filled in. Values are put in as they are, once: what a user has written
// in a title is never read as a field.
func (t Template) Fill(values map[string]string) string {
	pairs := make([]string, 0, 2*len(values))
	for _, name := range TemplateFields() {
		pairs = append(pairs, "{"+name+"}", values[name])
	}
	return strings.NewReplacer(pairs...).Replace(t.Text)
}

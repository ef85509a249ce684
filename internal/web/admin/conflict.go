package admin

import (
	"errors"
	"fmt"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
)

// spelled writes the values of a conflict as people read them, and says first what has happened: "yours" and "theirs"
// stand by each field, and saving again takes what is typed.
func spelled(err error, spell func(field, value string) string) error {
	var e *errs.Error
	if !errors.As(err, &e) || len(e.Fields) == 0 {
		return err
	}
	out := *e
	out.Fields = nil
	out.Fields.Add("", "admin.conflict")
	for _, f := range e.Fields {
		args := make([]any, len(f.Args))
		for i, a := range f.Args {
			args[i] = a
			if s, ok := a.(string); ok && i%2 == 1 {
				args[i] = spell(f.Name, s)
			}
		}
		out.Fields.Add(f.Name, f.Key, args...)
	}
	return &out
}

// personValue is the value of a field as people read it.
func personValue(c *web.Ctx, there places, field, value string) string {
	if value == "" {
		return c.T.T("admin.nothing")
	}
	switch field {
	case "unit":
		return orValue(there.unitName(directory.UnitID(parse(value))), value)
	case "site":
		return orValue(there.siteName(directory.SiteID(parse(value))), value)
	case "category":
		return c.T.T("admin.person_category." + value)
	case "lang":
		return c.T.T("shell.lang." + value)
	case "contact_way":
		return c.T.T("contact.way." + value)
	case "rhythm":
		return c.T.T("contact.rhythm." + value)
	case "daily_at":
		return fmt.Sprintf("%02d:%02d", parse(value)/60, parse(value)%60)
	case "protected", "active", "plain":
		return c.T.T("admin.bool." + value)
	}
	return value
}

func orValue(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

// difference is a field of which two people think differently.
type difference struct{ field, yours, theirs string }

// differing is a conflict that tells both values of each field in which they differ.
func differing(c *web.Ctx, all []difference) error {
	e := errs.E(errs.Conflict, "admin.conflict")
	e.Fields.Add("", "admin.conflict")
	show := func(s string) string { return orValue(s, c.T.T("admin.nothing")) }
	for _, d := range all {
		if d.yours != d.theirs {
			e.Fields.Add(d.field, "field.conflict", "yours", show(d.yours), "theirs", show(d.theirs))
		}
	}
	return e
}

func yesNo(yes bool) string {
	if yes {
		return "admin.bool.true"
	}
	return "admin.bool.false"
}

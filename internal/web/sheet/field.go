package sheet

import (
	"github.com/a-h/templ"

	"lotsen/internal/web"
)

// Part is one field by itself, for forms that group their fields.
func Part(c *web.Ctx, f *web.Form, area string, field Field) templ.Component {
	return field.part(c, f, area)
}

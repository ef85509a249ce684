package sheet

import "lotsen/internal/web"

// Keyed ties the form's one-time key to what the page shows, for pages that look again by themselves.
func (s Sheet) Keyed(c *web.Ctx, parts ...any) Sheet {
	s.form.Key = c.FormKey(parts...)
	return s
}

package portal

import (
	"strconv"

	"lotsen/internal/desk/service"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web/ui"
)

// serviceOptions are what may have stopped working: first the functions that are put right within a working day, then
// everything else.
func serviceOptions(p *i18n.Printer, all []service.Item, chosen string) []ui.Option {
	var out []ui.Option
	for _, functions := range []bool{true, false} {
		for _, s := range all {
			if (s.Class == service.NotWorking) != functions {
				continue
			}
			o := ui.Option{Value: strconv.FormatInt(int64(s.ID), 10), Text: s.Name(p.Lang())}
			o.Selected = o.Value == chosen
			switch {
			case functions:
				o.Group = p.T("portal.report.service_function")
			case len(out) > 0 && out[0].Group != "":
				o.Group = p.T("portal.report.service_other")
			}
			out = append(out, o)
		}
	}
	return out
}

package catalogue

import (
	"github.com/a-h/templ"

	"lotsen/internal/desk/catalogue"
	"lotsen/internal/web"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// Preview is the page of an offer for those who keep it: everything that a user sees, and nothing to send.
func Preview(c *web.Ctx, item *catalogue.Item, names *catalogue.Names) (main, beside []templ.Component) {
	if about := item.About(c.T.Lang()); about != "" {
		main = append(main, sheet.Say(about))
	}
	main = append(main, Fields(c, item, web.NewForm(), Options{})...)
	beside = []templ.Component{sheet.Panel(ui.PanelView{ID: "facts", Title: c.T.T("catalogue.facts")}, Facts(c, item, names))}
	if terms := item.Terms(c.T.Lang()); terms != "" {
		beside = append(beside, sheet.Panel(ui.PanelView{ID: "terms", Title: c.T.T("catalogue.terms")}, sheet.Say(terms)))
	}
	return main, beside
}

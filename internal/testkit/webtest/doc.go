// Package webtest lets a test use pages as a person does: by what things are called, not by how they are marked up.
//
//	site := webtest.New(t, handler, webtest.Options{SignIn: env.Session})
//	page := site.As("anna").Get("/report")
//	page = page.Form("Rapportera ett fel").Fill("Rubrik", "Skrivaren är trasig").Submit("Skicka")
//	page.MustSee("Tack")
//
// Owns: finding things by role and accessible name, forms as browsers send them, the checks that every page passes.
// Does not own: what needs a real browser: focus, layout, scripts, axe (testkit/browser).
//
// Invariants: every HTML page that is fetched passes Check; a form that comes back with 422 still holds what was typed;
// a page costs no more database statements than Options allow.
package webtest

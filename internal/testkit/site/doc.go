// Package site starts the whole product for a test: as pages in process (webtest) or behind a real address (browser).
//
//	s := site.New(t)
//	s.As(t, "anna").Get("/report").Form("Anmäl ett fel").Fill("Vad fungerar inte?", "Skrivaren").Submit("Skicka felanmälan")
//	page := browser.Open(t, s.Serve(t)+"/login")
//
// Owns: a small world of two organisations in an app as it is wired for use, with a clock that the test moves.
// Does not own: the demo world (app/demo), finding things in pages (webtest), the browser (browser).
package site

// Package browser drives a real Chromium in tests: what a person sees, reaches with the keyboard and hears.
//
// Owns: one browser for each test binary, a clean profile for each page, the accessibility check by axe-core.
// Does not own: servers and logins; tests bring an address.
//
// Without Chromium or node_modules/axe-core the test is skipped and says so; with LOTSEN_REQUIRE_ALL=1 it fails.
// LOTSEN_CHROMIUM names another browser, LOTSEN_PICTURES a folder for Screenshot.
//
//	page := browser.Open(t, server.URL+"/report", browser.Width(320), browser.Dark())
//	page.Type("projector").Press("Enter")
//	browser.AxeAll(t, page)
package browser

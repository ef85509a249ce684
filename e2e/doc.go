// Package e2e holds the journeys of people through the whole product in a real browser.
//
// It owns nothing but tests: with and without scripts, with the keyboard alone, on a phone, with axe on every page.
package e2e

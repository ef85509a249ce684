// Package callback is the page on which somebody asks to be called back.
//
// Owns: /contact/callback.
// Does not own: what becomes of the wish (desk/announce).
package callback

// Package notices is the desk's pages of what is told to many at once: notices, the instructions to keep quiet, and the
// written approval of places.
//
// Owns: the addresses under /desk/notices, /desk/notice-holds and /desk/notice-places.
// Does not own: the rules (desk/notice), where readers see a notice (portal, web/notices, notify), the frame (shell).
package notices

// Package wallboard shows how it stands at a desk, on a screen that hangs on a wall.
//
// Owns: /desk/wallboard for whoever is logged in, /wall/{secret} for a screen that is not.
// Does not own: the figures and the keys of screens (desk/announce).
//
// Invariants: it names nobody; a screen's address reads figures and nothing else, and has no session; what is past its
// target says so in words and by a sign, and not by colour alone.
package wallboard

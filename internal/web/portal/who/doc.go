// Package who answers who may order and approve something: a page, and a block for the pages of what can be ordered.
//
// Owns: /who.
// Does not own: the answer (desk/access, by the rule that enforces it).
package who

// Package guardian knows who speaks for which child: the relation, how long it carries, and what stops it.
//
// Owns: table guardian_relation, column born of table person; when a child is of age; the only condition under which
// somebody speaks for a child (Speaks).
// Does not own: people (directory), sessions (desk/access), cases (desk/ticket), where relations come from (roster, school).
//
// Invariants: a relation carries only while it is valid, is not blocked, is of a kind that speaks for the child, the
// child is known to be under 18 in Stockholm, both are in the register, and neither has protected identity; all of that
// is asked anew with every request; whoever has no relation that carries is told the same as when there is no such child.
// Events: relation.added, relation.changed, relation.ended.
package guardian

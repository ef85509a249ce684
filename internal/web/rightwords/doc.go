// Package rightwords says in words what a right is: the role, what it is held for, for whom, and until when.
//
// Owns: nothing; it reads names for pages.
// Does not own: who may see a right (desk/access), what a page does with it (each page).
package rightwords

// Package references is where an operations manager looks after who orders and approves on their invoice references.
//
// Owns: /references.
// Does not own: who may give which role (desk/access), the register of references (admin, directory).
package references

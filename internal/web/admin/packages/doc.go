// Package packages is where the central ordering organisation makes packages: several offers that are ordered as one.
//
// Owns: /admin/packages.
// Does not own: what a package is and who may make one (desk/order), how it is ordered (web/ordering).
//
// Invariant: only offers of the same organisation that are shown just now can be put in.
package packages

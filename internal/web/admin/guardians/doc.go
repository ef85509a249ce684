// Package guardians is the administrator's pages of who speaks for which child, and of the registers of schools.
//
// Owns: those pages. Does not own: relations (desk/directory/guardian), registers of schools (desk/directory/school).
package guardians

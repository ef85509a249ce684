// Package self is the portal's self-service that runs at once.
//
// Owns: the addresses below /self and /password-help: what there is, a new password with and without a login, a computer
// that is installed anew, a phone or a tablet that is taken into use, how such a job does.
// Does not own: jobs and their rules (desk/connector), devices (desk/asset), own details (web/account).
//
// Invariants: the pages without a login answer everybody with the same words; what proves who somebody is stands in a
// cookie and in no address; a password is never sent back to a browser.
package self

// Package reset is the desk's page on which a checked caller gets a new password in the organisation's directory.
//
// Owns: the page /desk/tickets/{ref}/reset, and the way to it from the page of a password that counts here.
// Does not own: who may and what happens (desk/connector), whether the caller was checked (desk/verify).
package reset

// Package account is what a person meets around the work itself: login, logout, own details, and the pages for when
// something went wrong.
//
// Owns: /login, /logout, /profile; the error page, the login in between and the page that sends on what it held.
// Does not own: passwords and sessions (access), details of persons (directory), the frame (shell).
//
// Invariants: a login always makes a new session; nothing typed is lost when a session ends; the one-click logins exist
// only where app gives Demo.
package account

// Package notices gives what is told to many to machines: the telephony that reads it to callers, the chat that greets
// with it, pages and screens elsewhere that show it.
//
// Owns: the addresses /notices.json, /notices.atom, /notices/phone.txt, /notices/chat.json and /public/{org}/….
// Does not own: what runs and what is held (desk/notice), the portal's own pages.
//
// Invariants: what is for the organisation asks for a session or a token; without one shows only what was published for
// the website, which everybody may read.
package notices

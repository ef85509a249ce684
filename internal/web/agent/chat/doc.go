// Package chat is the desk's side of talking with users in writing.
//
// Owns: the addresses /desk/chats…
// Does not own: chats and what becomes of them (desk/chat), the user's side (portal/chat), who is available (agent/duty),
// how messages look (chatlog).
//
// Invariants: every step works by forms and reloads alone; whose chats show is decided by desk/chat; an agent sees who it is
// with, what they have going on and what is down, beside the talk.
package chat

// Package chat is the user's side of talking with the desk in writing.
//
// Owns: the addresses /chat…
// Does not own: chats and what becomes of them (desk/chat), the desk's side (agent/chat), how messages look (chatlog).
//
// Invariants: every step works by forms and reloads alone; a user meets their own chats only; what was typed is never lost:
// it is in the chat, in its case, or still in the form.
package chat

// Package chat is talk in writing with the desk while both are there: from the portal, or by another system's chat.
//
// Owns: chats, what is said in them and the files that come with it, who types just now, who is there, which of a chat's
// readers has seen what; how a chat becomes a case.
// Does not own: waiting lines and figures (line), who is available and what a group is for (duty), cases (ticket), how
// another system's chat is spoken to (channel/teams).
//
// Invariants: a person has one open chat of each source; whatever the user has said is in a case when the chat has ended,
// with every word, its time and its files; one agent answers, and others see; a chat with a person whose identity is
// protected shows to nobody without the named permission; what is being typed is kept only where both sides want it seen,
// and is gone when it is sent.
//
// Events: chat.opened, chat.said, chat.taken, chat.moved, chat.filed, chat.ended. They carry numbers, never words.
package chat

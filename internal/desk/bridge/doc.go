// Package bridge joins the chat to another system's: what somebody writes to us in Teams is a chat here, and what an
// agent answers is a message there.
//
// Owns: bridges and their settings, talks in the other system (bridge_talk), what was heard (bridge_heard), what is to
// be said there (bridge_word); the interface that an adapter of a system implements (adapter.go).
// Does not own: chats (chat), how a system is spoken to and how its calls are believed (channel/teams).
//
// Invariants: what was answered with success is kept, and becomes a chat once, however often it is sent; words leave in
// their order, again and again until they are taken or refused for good; whoever writes is a person of the register by an
// id or a login alone, never by a name, and otherwise nobody that we know; of a person with protected identity no content
// leaves, only where to read it; a note of the desk never leaves.
//
// Events: bridge.changed (stream "bridge", one a bridge); it hears chat.said, chat.taken, chat.moved and chat.ended.
package bridge

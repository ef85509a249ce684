// Package duty is the desk's pages of who is there: one's own state in one click, and the list for those who lead.
//
// Owns: the addresses below /desk/duty, the panel that other pages of the desk show, the entries of the personal menu.
// Does not own: what being available means (desk/duty), which calls and chats come (desk/line, desk/chat).
package duty

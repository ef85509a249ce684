// Package lines is the page of figures about ways of contact: how many came by which line, how long they waited, how many
// gave up, and which kinds of case began in which channel.
//
// Owns: the addresses below /desk/reports/contacts.
// Does not own: the figures (desk/line), figures about cases as such (agent, desk/report).
package lines

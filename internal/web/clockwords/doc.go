// Package clockwords says clocks and promises in words that people understand: "2 h 15 min kvar i dag".
//
// Owns: how spans of time, targets and where a clock stands are worded.
// Does not own: the clocks (desk/sla), pages.
package clockwords

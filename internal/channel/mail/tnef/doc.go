// Package tnef reads winmail.dat, in which Outlook hides a mail's text and files from everybody else (MS-OXTNEF).
//
// Owns: its attributes as far as a reader needs them: the text, the HTML, the files with their names and types.
// Does not own: rich text (RTF), which is left where it is; mails enclosed in it, which stay in the winmail.dat that is kept.
//
// Invariants: no input makes it panic or take more than one pass; what it returns are parts of the input, or decoded
// from them.
package tnef

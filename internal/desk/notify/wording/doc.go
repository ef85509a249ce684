// Package wording fills in the texts that an organisation writes for its mails.
//
// A text has fields in braces, {name}, and parts that stand there only when a field has a value:
// [[if words]] ... [[else]] ... [[end]], [[if not words]] ... [[end]]. There is nothing else: no code, no files, no
// fields but those that the caller hands over.
//
// Invariants: a value is put in once and never read again as a field or a condition; what is wrong with a text is named
// by its line before the text is ever used.
package wording

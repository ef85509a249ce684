// Package selfhelp keeps what people can do by themselves: guides and services, found by the words that people use.
//
// Owns: table self_help; which entries fit what somebody writes; which are announced as new.
// Does not own: articles (knowledge), where entries are shown (the portal's forms, the desk's replies).
//
// Invariants: an entry is offered and never in the way: no use case of a ticket asks this package; people see the entries
// of their own organisation alone.
package selfhelp

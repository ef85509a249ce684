// Package sheet makes forms from lists of fields, for pages that differ in what they ask and in nothing else.
//
// Owns: a field as data, the form around the fields, a page's plain parts: panels, lists, notes.
// Does not own: what is asked and what becomes of it (each page), the inputs themselves (ui), the frame (shell).
//
// Invariants: what was typed and what is wrong come from the web.Form; a label is the text of its area and name, and
// its help the same with "_help" where there is one.
package sheet

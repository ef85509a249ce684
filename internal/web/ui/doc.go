// Package ui owns the building blocks of every page: the shell, forms, tables, tags, the conversation, charts.
//
// One component per file, each with a view struct that the page builds in Go. Texts in view structs are translated
// already; the few words that components say themselves come from the printer (keys "ui." in locales).
// Only this package makes inputs, tables and dialogs, so labels, errors, captions and focus are right everywhere.
//
// It does not own rules, rights or addresses: it calls no service and builds no URL.
//
// Invariants: every input has a label; no state is shown by colour alone; no inline script or style, so that the
// strict content security policy holds; everything works without JavaScript. Elements that a live page morphs carry
// ids: rows, entries and fields get theirs from the view structs, so keep those unique in a page.
//
// Layout classes that pages may use: stack (column with gaps), cluster (row that wraps), grid (equal cards),
// split (main column and side column), workspace (list, work, context), panel (a bordered section), prose (text to
// read). All else comes from components.
package ui

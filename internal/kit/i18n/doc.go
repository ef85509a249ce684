// Package i18n turns text keys into Swedish and English.
//
// Owns: the catalogues' form, plurals, dates and numbers as people here write them.
// Does not own: which language a reader wants (session, person), the texts themselves (folder locales).
// Invariants: Swedish is the source; a key that is missing shows as ⟦key⟧ and fails a test; placeholders are named.
package i18n

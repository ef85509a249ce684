// Package textindex turns text into search tokens, the same ones for SQLite and PostgreSQL, and questions into queries over them.
//
// It owns how words are split, folded and stemmed, how hits are marked in the original text, and the order of Swedish names.
// It does not own where an index is stored, who may see a row, or how hits are ranked. Everything here is pure.
//
// What it promises:
//   - å ä ö are letters of their own; other accents do not matter (é is e, ü is u), æ is ä and ø is ö. Case does not matter.
//   - Inflected forms find each other (lösenordet, lösenord), and the beginning of a word finds the word.
//   - A reference or an address is found whole and by its parts: L-100042, l100042, 100042, anna.berg@skola.se, skola.
//   - Scripts without spaces between words are indexed by character; symbols and emoji are tokens of their own.
//   - A text with anything visible in it gives at least one token, and a document is found by itself as the question.
//   - Tokens are bounded in length, and a document in its number of tokens.
//   - What Document returns holds no ASCII but lower-case letters, digits and the spaces between tokens, so it needs no quoting
//     for FTS5 (`tokenize="ascii"`) or `::tsvector`.
package textindex

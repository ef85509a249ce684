// Package check looks for what must not be in a database or its files, whoever put it there.
//
// Owns: running checks and telling what they found; the checks of the foundation's own tables, of references and of
// files.
// Does not own: what is true of a capability's rows: each registers its own checks.
//
// Invariants: looking changes nothing; repairing touches only what can be derived from the rest; a finding names a row
// by table and number and holds no personal data; a check reads in bounded memory beside a serving process.
package check

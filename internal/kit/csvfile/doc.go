// Package csvfile reads the sheets that people export from other systems, and writes such.
//
// Owns: encodings and separators, headers that are known by several names, the number of each line.
// Does not own: what a column means (whoever reads).
// Invariants: a line is told by its number in the file; cells are data, whatever they begin with, and what is written makes
// no formula in a sheet.
package csvfile

// Package blob keeps files by what is in them: the name of a file is the SHA-256 of its bytes.
//
// Owns: the files' folder, writing that survives a power cut, telling a damaged file from a whole one.
// Does not own: who refers to a file and who may read it (the rows of capabilities), when an unreferred one may go.
//
// Invariants: a Ref that Put returned is on disk, folder entry included; a file under its final name is complete; the
// same bytes are kept once; a failed Put leaves nothing under a final name and no temporary file.
package blob

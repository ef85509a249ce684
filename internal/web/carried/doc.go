// Package carried lets a page carry a small file along, so that what is carried out is what was shown.
//
// Owns: how a file travels in a hidden field. Does not own: which file (each page), files that are kept (formfiles).
package carried

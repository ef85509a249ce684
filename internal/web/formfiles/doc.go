// Package formfiles keeps the files that come with a form.
//
// A file is stored the moment it arrives, as nobody's yet: a form that comes back with an error has its files still, named
// by hidden fields, and loses nothing. Whoever saves the form gives the files to the message that they belong to.
package formfiles

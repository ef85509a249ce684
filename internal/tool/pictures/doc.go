// Command pictures takes screenshots of a running Lotsen with demo data, for the documents and for looking at a change.
//
// It owns nothing: what to take is the list docs/pictures/pages.txt, one page a line. It signs in the way a person does in demo mode,
// by choosing a name on the login page.
package main

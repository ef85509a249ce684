// Package abuse holds tests alone: what has worked against other desks is tried here against the whole product, over HTTP
// on the app as it is wired for use. Each test names its case in the list of abuse cases.
//
// Owns: attacks that cross capabilities. Does not own: those on one page, which stand beside the page.
package abuse

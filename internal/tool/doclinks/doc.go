// Command doclinks looks for dead links in the documents of the repository: a relative link must lead to a file that is there,
// and an anchor to a heading of it. Links to other sites are not followed.
package main

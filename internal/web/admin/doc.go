// Package admin is everything that an administrator does in the browser: people and places, desks and groups, what
// tickets look like, who may do what, the rules of each organisation, the installation's own work.
//
// Owns: the pages under /admin and how their forms read.
// Does not own: any rule (the capabilities), who may do it (their policies), the frame (shell), which menu shows (app).
//
// Invariants: a page is about one organisation or one desk, which its address names, and only about one for which the
// reader holds the page's verb; a form that comes back keeps every word; two people who change the same thing are shown
// both values; a secret is shown once.
package admin

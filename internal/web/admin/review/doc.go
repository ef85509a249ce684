// Package review is the auditor's page: who could do what on a day, and why.
//
// Owns: /admin/review and its file.
// Does not own: the answer and who may ask (desk/access).
package review

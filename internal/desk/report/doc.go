// Package report counts tickets: how many, of what sort, how often handed over, how long they took.
//
// Owns: which dimensions and measures there are and what each means; the node's ledger of facts (ledger), filled from the
// tickets and kept current by the log; figures as CSV and XLSX.
// Does not own: tickets and their events (ticket), targets of service levels, how figures are drawn (web).
//
// Invariants: every figure knows all that was committed before it was asked for, the same on both databases; counting by
// the ledger and counting from the rows give the same, which a test holds over random histories; who may count what
// stands in policy.go alone, so that nobody counts what they may not know of, and tickets about persons with protected
// identity are counted for nobody without the named permission. Writing a ticket does nothing for reports.
//
// What the figures mean: a period chooses tickets by when they were created. Durations are clock time, the difference of
// the two times as they are shown: whoever subtracts the dates of an export gets the same figure, also across the nights
// on which the clocks are changed. A median of an even number is the mean of the middle two. Months, weeks and weekdays
// are those of Swedish clocks.
package report

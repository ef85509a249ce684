// Command bench fills both databases with tickets as a town has them and measures the real binary through its own doors:
// pages with a session, the API with a token, mail by SMTP.
//
// Owns: the synthetic town, filling it in bulk, the works that are measured, the floors beside them, bench/results.json.
// Does not own: any rule of the product. Organisation, desk, groups, categories, units and agents are made by the product's
// own use cases; the rows of people, tickets, messages, events and the search index are written in bulk, exactly as the
// use cases would have written them, which "lotsen check" and TestFill hold.
//
// Invariants: the same seed and the same hour give the same rows on both engines; an answer that is not what was asked
// for ends the run: nobody measures error pages.
package main

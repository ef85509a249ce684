// Package outage keeps when functions were down, what was done in service windows, and what missed levels cost.
//
// Owns: tables outage, outage_unit, outage_alert, window_work, credit_rule, credit_exemption; the days of service
// windows; availability, and service credits with their exemptions.
// Does not own: the functions (service), the promised level and its valid-from (setting), notices to users and holds on
// them (notice), cases (ticket), deadlines of cases (sla).
//
// Invariants: an outage is never deleted, a mistaken one is voided with a reason; time that two outages share counts
// once; a period's figures are reckoned against the level that counted at its end; the second service window is booked
// only for work that was begun in the first and could not be finished; a credit is given up only with a reason.
// The desk is told once a year, by a case, when there are more outages than promised.
// Events: outage.registered, outage.changed, outage.voided (stream of the outage); window.booked, window.settled (stream
// of the work); credit.rule_set, credit.exempted (stream of the rule, of the exemption).
package outage

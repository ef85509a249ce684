// Package delivery carries out what was ordered: who does it, when it comes, what the receiver said of it, and what costs
// money from then on.
//
// Owns: tasks (delivery_task), what happened to them (delivery_step), charges (charge), the category of a desk's
// deliveries (delivery_desk); the promised and the planned day, the measured lead time, the figures of deliveries.
// Does not own: orders and the states of their lines (order), the case in which an executor works (ticket), the hand-over
// to a supplier (delegation), devices (asset), invoices (billing reads charge.started).
//
// Invariants: a line has one task, an order has one case for each executor, and what concerns a person with protected
// identity has a case of its own that leaves the desk by nobody's hand but that of somebody with the permission; a new
// day has a reason, and orderer and receiver hear of it; only the receiver named on the line, or somebody who may take
// delivery for it, says that it came as it should, and never the supplier; nothing is charged before that, nothing twice,
// and silence charges nothing unless the organisation has decided so.
//
// Events read: order.released, order.cancelled; ticket.delegate_reported, ticket.delegate_done, ticket.resolved,
// ticket.withdrawn, ticket.merged, ticket.time_logged. Events written: charge.started.
package delivery

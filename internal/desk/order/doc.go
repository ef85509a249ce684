// Package order takes orders: a cart that is kept, a check-out at which everything is ordered at the same moment, packages
// that are ordered as one, orders noted down by the desk for others, and help to specify before anything binds.
//
// Owns: carts (cart_line), packages (order_package, order_package_part), orders (orders) and their lines (order_line); the
// states of lines and the order's state that they come to; who sees an order.
// Does not own: what can be ordered and by which right (catalogue), device models (model), who says yes (approval), how it
// is carried out and what it costs from then on (delivery).
//
// Invariants: an order is placed whole or not at all, and all its lines carry the same instant; a line keeps for ever what
// was ordered, in the words, the version and the prices of that moment; nobody orders on an invoice reference that their
// right does not cover, and what the desk orders for a customer is judged by the customer's rights; price, cost centre,
// supplier and approver come from the registers and never from a form; a line's state changes in move.go alone and as its
// table allows; an order's state is folded from its lines by one pure function; what has changed since it was put in the
// cart binds nobody who has not said yes to it; what is being specified binds nobody until the orderer has confirmed.
//
// Events, on stream "order", each telling of any number of lines: order.placed, order.released, order.rejected,
// order.changed, order.started, order.planned, order.delivered, order.fault, order.accepted, order.cancelled,
// order.proposed, order.confirmed. It hears approval.approved and approval.rejected.
package order

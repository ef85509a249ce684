// Package ordering is the way from a wish to an order, for whoever orders themselves and for the desk that orders for a
// customer: the cart, for whom, the check-out, packages, the orders and what has happened to them.
//
// Owns: /cart, /packages/{key}, /orders, and the same cart at /desk/order/{person}.
// Does not own: the page of an offer (portal/catalogue), decisions (portal/approvals), deliveries (portal/receive).
//
// Invariants: what the desk does for a customer shows the customer's offers, references and prices; a form has no field
// for a price, an approver or an orderer; what was typed comes back with what is wrong with it.
package ordering

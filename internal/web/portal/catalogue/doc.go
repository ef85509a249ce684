// Package catalogue is the catalogue as users meet it: what can be ordered, the page of an offer with its form, the price
// list.
//
// Owns: /catalogue, /catalogue/{key}, /prices; the inputs of an offer's form, which carts, packages and the desk show too,
// and the reading of their answers.
// Does not own: what is shown to whom (desk/catalogue), what becomes of an order (portal/order), device models
// (portal/models).
//
// Invariants: an offer that somebody may only see has no button; what was typed comes back with what is wrong with it;
// every page stands without script.
package catalogue

// Package catalogue is the keeping of the catalogue in the browser: offers with their prices, forms, approval and
// visibility, their versions, and what each would look like.
//
// Owns: the addresses below /admin/catalogue.
// Does not own: what an offer may say (desk/catalogue), the offers that come with the product (catalogue/shipped), device
// models and packages (pages of their own).
//
// Invariants: everything is done without script, rows are added and moved by buttons of the form; whatever was typed
// comes back; nobody saves over somebody else without having seen both.
package catalogue

// Package catalogue is what can be ordered: offers with their words, prices, promised time, approval rule, form, and whom
// they are shown to.
//
// Owns: tables catalogue_item, catalogue_version, catalogue_visible and education_unit; what an offer says in each of its
// versions; who sees it and by which verb it is ordered; whether what somebody answered in its form will do.
// Does not own: carts and orders (order), who decides (approval), device models (model), what a special rule does
// (catalogue/rule), the words of shipped offers (catalogue/shipped).
//
// Invariants: a published version never changes, so that an order reads for ever as it was made; what is hidden from
// somebody is in no list, count, search or address of theirs, and cannot be ordered for them; a retired offer is seen by
// nobody but those who keep the catalogue; nobody saves over what somebody else has saved meanwhile. A price holds from
// its day until the next one of its kind.
//
// Events: catalogue.saved, catalogue.published, catalogue.retired, catalogue.revived.
package catalogue

package paths

// Catalogue is what can be ordered.
func Catalogue() string { return "/catalogue" }

// Offer is the page of an offer: the address that an intranet links to.
func Offer(key string) string { return join("catalogue", key) }

// Prices is the price list.
func Prices() string { return "/prices" }

// AdminCatalogue is the keeping of the catalogue: the list, or a page of an offer.
func AdminCatalogue(parts ...string) string {
	return AdminPage(append([]string{"catalogue"}, parts...)...)
}

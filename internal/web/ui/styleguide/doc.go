// Package styleguide shows every component of ui, and whole example pages, for people who write pages.
//
// It owns no component. Its texts are examples in Swedish, not part of the product. The browser test of this package
// checks each page for accessibility in two widths and two colour schemes.
package styleguide

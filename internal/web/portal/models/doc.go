// Package models shows the range of devices that can be ordered, with prices, and some of them side by side.
//
// Owns: /models.
// Does not own: which models those are (desk/model), ordering one (the catalogue).
package models

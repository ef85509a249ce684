// Package assets is the pages of the inventory: the list, a device with its history, the form, the file that fills it.
//
// Owns: the addresses below /assets. They are one for those who keep a whole organisation's inventory and those who keep
// a unit's: what differs is what they reach.
// Does not own: what a device is and who sees it (desk/asset), levels of support (desk/level).
package assets

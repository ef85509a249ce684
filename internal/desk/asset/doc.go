// Package asset is the thin inventory: what people work with, who has it, where it stands, and when it is renewed.
//
// Owns: table device and its history.
// Does not own: who does what for a device (level), models and prices (model, catalogue), orders and what is charged
// (order, delivery), people and places (directory).
//
// Invariants: a tag is one device's in its organisation, and so is a serial number; a device is ended, never deleted; it is
// active just while its state is not "ended"; what somebody with protected identity has is not there for those who may not
// know of the person, nor in any count; whoever keeps the part of a unit changes nothing outside of it.
//
// Events: asset.created, asset.changed, asset.linked, asset.ended (stream "asset", one a device).
package asset

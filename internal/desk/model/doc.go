// Package model knows which devices can be had: the range that IT keeps with its forum, the framework agreements that may
// be called off, how long a device lasts and what it costs a year.
//
// Owns: models and their prices (tables device_model, model_price), the decisions about the range (range_decision),
// exceptions from the demanded life (model_exception), framework agreements and who is entitled to call off from them
// (framework_agreement, framework_party), lives that were agreed with a part of an organisation (agreed_life).
// Does not own: what is offered and on which conditions (catalogue), devices that somebody has (asset), suppliers.
//
// Invariants: only a model in the range, under an agreement that is in force and that the receiver's part of the
// organisation may call off from, can be ordered; no workstation, printer or screen is in the range with a life under
// four years unless an exception was recorded; the range never changes without the forum's decision; prices that have
// begun are never written over, so that what was ordered can be explained.
//
// Events: model.added, model.changed, model.priced, model.range (stream "model"); agreement.saved (stream
// "framework"); life.agreed (stream "agreed_life", one a unit).
package model

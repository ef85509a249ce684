// Package receive is where whoever takes delivery says whether it came as it should.
//
// Owns: the page of what waits for the reader's word, the yes and the report of a fault, under /receive; what an order's
// page and the page of an own case tell of deliveries.
// Does not own: who may say it and what follows (desk/delivery), how a task looks (web/parcel).
package receive

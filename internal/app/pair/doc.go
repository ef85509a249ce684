// Package pair holds tests alone: two installations of the product that exchange cases, each on its own database, over
// HTTP as they are wired for use.
//
// Owns: what only shows between two: order, doubles, echoes, an outage. Does not own: the interface of one (web/tmf).
package pair

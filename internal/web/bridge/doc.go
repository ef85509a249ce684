// Package bridge takes what other systems of communication tell of: POST /hook/teams/{key}.
//
// Owns: the address, and how many calls of one bridge are looked at.
// Does not own: whether a call is genuine and what it means (desk/bridge and its adapters).
package bridge

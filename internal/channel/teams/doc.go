// Package teams speaks to Microsoft Teams by the Bot Connector's REST interface, as an adapter of desk/bridge.
//
// Owns: whether a call comes from the Bot Connector and is meant for us (RS256 signatures by its published keys), what an
// activity says, our tokens for it, how words are posted.
// Does not own: what becomes of words (desk/bridge), which addresses may be called at all (kit/outward).
//
// Invariants: a token counts only with the one algorithm, a key that the connector publishes for Teams, its issuer, our
// application as audience, within its time, and for the very address that the activity wants to be answered at; answers
// and our token go only to hosts that were named; an organisation's bridge hears its own tenant alone.
package teams

// Package connectors is the administration of where self-service is sent, of its jobs, and of the words about setting up
// phones; and the page with the share of cases that helped themselves.
//
// Owns: the addresses below /admin/connectors, /desk/reports/self.
// Does not own: what a connector does (desk/connector), the address that other systems answer to (web/connector).
package connectors

// Package trace tells a collector how long the parts of a request took, as OpenTelemetry does: spans that belong to one
// another, sent by OTLP over HTTP in JSON. It is written here because the OpenTelemetry modules would be four more direct
// dependencies for what is two hundred lines; see docs/dependencies.md.
//
// Owns: spans, reading W3C traceparent, the exporter.
// Does not own: what is measured (web, sqldb, jobs, mail; wired in app).
//
// Invariants: a nil Tracer measures nothing and costs nothing; a collector that is slow or away never holds up the work,
// spans beyond the queue are dropped and counted; attributes are routes, names of statements and numbers, never words of
// people or parameters.
package trace

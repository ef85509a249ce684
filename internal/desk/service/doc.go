// Package service keeps an organisation's IT services and functions: what a fault can be about.
//
// Owns: tables service, service_class and service_object (resources and objects that can be asked for); the fourteen functions whose failure is "intefunktion" (requirements, TK-28).
// Does not own: cases about a service (ticket), what is promised for it (sla), its outages (outage), who delivers it (supplier).
//
// Invariants: a service is never deleted, only taken out of use; its class counts from the instant on which it was given,
// so that a deadline of last year can be computed again; a code is one service's in its organisation.
// Events: service.added, service.changed (stream of the service).
package service

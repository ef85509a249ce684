// Package web is the edge towards browsers: it decodes a request, calls one use case and renders or redirects.
//
// Owns: routes and their policies, the request's Ctx, sessions in cookies, forms that keep what was typed, the choice of
// status for an error, response headers, limits, one-time form keys, metrics of requests.
// Does not own: pages (portal, desk, admin), components (ui), addresses (paths), the live stream (live), rules and
// rights of the domain (desk/*), what a session is (desk/access).
//
// Invariants: a route without a policy does not start; an HTTP status for an error is chosen in errors.go alone; no
// answer loses what a person typed; logs carry patterns, never addresses with ids or queries; a redirect stays here.
package web

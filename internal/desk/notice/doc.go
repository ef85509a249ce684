// Package notice tells many people at once what they would otherwise ask the desk about: on the portal, to those who call,
// chat or write, and at the places where the organisation publishes.
//
// Owns: notices, whom they concern and in which channels they run; holds, by which the ordering organisation keeps the
// desk from telling, and the relief that it gives in return; the written approval of places.
// Does not own: outages and service credits (outage), cases (ticket), how a page or a mail looks.
//
// Invariants: what is held is published nowhere, neither anew nor any longer; a hold without relief from named service
// credits does not exist; a place other than the portal needs its written approval where the organisation says so;
// a notice shows only while it lasts, and only in its organisation.
//
// Events: notice.published, notice.changed, notice.ended, hold.set, hold.lifted, place.approved.
package notice

// Package directory knows who and where: organisations and their authorities, desks and how to reach them, sites, cost
// centres and invoice references, units, people, and the groups that people work in.
//
// Owns: tables organisation, authority, desk, contact_way, site, cost_centre, invoice_reference, unit, person, person_word, desk_group and
// group_member; who may see a person; finding a caller while their name is being typed.
// Does not own: passwords, sessions, roles and grants (desk/access), settings (desk/setting), the security log
// (desk/audit), files of people and units (desk/directory/roster).
// Invariants: a person with protected identity is in no answer to an actor without verb person.protected, and each
// answer to one with it is in the security log; a unit's path lists the ids from the root down to the unit itself; an
// ended person stays in the register but can do nothing and is not offered; a change that builds on an old version fails.
// Events: person.added, person.changed, person.protected, person.unprotected, person.ended, person.returned, unit.added,
// unit.changed, unit.moved, reference.added,
// reference.changed, group.added, group.changed, group.members, organisation.added, organisation.changed.
package directory

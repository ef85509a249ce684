// Package school keeps pupils, guardians and schools as a register of schools tells them.
//
// Owns: table school_source, when a register is asked, how much one reading may end by itself.
// Does not own: HTTP to the register (channel/ss12000), how rows become people, units and relations (roster), who speaks
// for whom (guardian).
//
// Invariants: a reading is whole or nothing; marks of secrecy take effect before all else; whoever another register knows
// is never ended by this one; a reading that would end more than the source allows stops, shows its plan and waits for
// somebody's word; a secret is kept sealed and never shown again.
package school

// Package shell is the frame around every page of portal, desk and administration.
//
// Owns: title, main menu by role, the person's menu, the language switch, the footer with the desk's contact ways, how
// flashes and live topics reach the page.
// Does not own: what stands inside (portal, agent, admin), components (ui), which menu entries exist (app lists them).
//
// Invariants: contact details stand on every page, the error pages and those before login too; a menu shows only what
// its reader may use; a page that came back with errors is never live.
package shell

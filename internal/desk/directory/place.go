package directory

import (
	"strings"

	"lotsen/internal/kit/i18n"
)

// Organisation is a customer of the installation, with a register and rules of its own.
type Organisation struct {
	ID      OrgID
	Key     string // Short name for addresses and files; never changes.
	Name    string
	Lang    i18n.Lang
	Preset  string // Which column of default settings counts (desk/setting).
	Version int64
}

// Authority is a board (nämnd) that answers for its own public records.
type Authority struct {
	ID     AuthorityID
	Org    OrgID
	Name   string
	Number string
	Active bool
}

// Desk is a service desk: IT, HR, facilities. Tickets belong to one.
type Desk struct {
	ID     DeskID
	Org    OrgID
	Key    string
	Name   string
	Active bool
}

// ContactWay is one way to reach a desk, as every page shows it.
type ContactWay struct {
	ID       WayID
	Org      OrgID
	Desk     DeskID
	Channel  string   // phone, mail, chat, portal, visit.
	Audience Category // Empty: for everybody.
	Value    string   // The number or address.
	NoteSv   string
	NoteEn   string
	HoursSv  string
	HoursEn  string
	Pos      int
}

// Note returns the way's note in a language.
func (w ContactWay) Note(l i18n.Lang) string { return inLang(l, w.NoteSv, w.NoteEn) }

// Hours returns when the way is open, in a language.
func (w ContactWay) Hours(l i18n.Lang) string { return inLang(l, w.HoursSv, w.HoursEn) }

// inLang prefers the reader's language; Swedish is the source and always there.
func inLang(l i18n.Lang, sv, en string) string {
	if l == i18n.English && en != "" {
		return en
	}
	return sv
}

// Site is a place where people work or study.
type Site struct {
	ID         SiteID
	Org        OrgID
	ExternalID string
	Name       string
	Address    string
	Active     bool
}

// CostCentre is where costs are booked (kostnadsställe).
type CostCentre struct {
	ID     CostCentreID
	Org    OrgID
	Code   string
	Name   string
	Active bool
}

// Unit is a part of an organisation, in a tree.
type Unit struct {
	ID         UnitID
	Org        OrgID
	ExternalID string
	Authority  AuthorityID
	Parent     UnitID
	Path       string // "/1/5/9/": from the root down to this unit.
	Name       string
	Site       SiteID
	CostCentre CostCentreID
	Active     bool
	Version    int64
}

// Depth is how many units are above one.
func (u Unit) Depth() int { return max(strings.Count(u.Path, "/")-2, 0) }

// Group is people who take tickets together.
type Group struct {
	ID     GroupID
	Org    OrgID
	Desk   DeskID
	Name   string
	Line   int // 1, 2 or 3.
	Active bool
}

package chat

import (
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

// MayTake lets somebody answer chats.
const MayTake authz.Verb = "chat.take"

// Verbs lists them for the role editor.
func Verbs() []authz.Verb { return []authz.Verb{MayTake} }

// Visible is the part of table chat (alias c) that the actor may see: their own, and those at desks where they answer.
func Visible(by authz.Actor) authz.Scope {
	if by.IsSystem() {
		return authz.All()
	}
	return own(by).Or(atWork(by))
}

func own(by authz.Actor) authz.Scope {
	if by.Person == 0 || !by.May(ticket.MayReport) {
		return authz.Scope{}
	}
	return authz.Where("c.person_id = ?", by.Person)
}

// atWork is what the actor sees as an agent, without the chats of persons with protected identity unless they hold the
// named permission.
func atWork(by authz.Actor) authz.Scope {
	if by.IsSystem() {
		return authz.All()
	}
	var s authz.Scope
	if by.Has(MayTake, authz.Everywhere) {
		s = authz.Where("c.org_id is not null")
	}
	if ids := by.Reaches(MayTake, authz.Organisation); len(ids) > 0 {
		s = s.Or(authz.Where("c.org_id {{in ?}}", sqldb.List[int64](ids)))
	}
	if ids := by.Reaches(MayTake, authz.Desk); len(ids) > 0 {
		s = s.Or(authz.Where("c.desk_id {{in ?}}", sqldb.List[int64](ids)))
	}
	if s.Empty() || by.Has(directory.PersonProtected, authz.Everywhere) {
		return s
	}
	open := authz.Where("not c.sealed")
	if ids := by.Reaches(directory.PersonProtected, authz.Organisation); len(ids) > 0 {
		open = open.Or(authz.Where("c.org_id {{in ?}}", sqldb.List[int64](ids)))
	}
	return s.And(open)
}

// Answers reports whether the actor answers chats at a desk, for pages and topics.
func Answers(by authz.Actor, org directory.OrgID, desk directory.DeskID) bool {
	return mayAt(by, org, desk)
}

// mayAt reports whether the actor answers chats at a desk.
func mayAt(by authz.Actor, org directory.OrgID, desk directory.DeskID) bool {
	return by.MayIn(MayTake, authz.Desk, int64(desk)) || by.MayIn(MayTake, authz.Organisation, int64(org))
}

// Works reports whether the actor meets a chat, which they see, as an agent and not as the one who asked.
func Works(by authz.Actor, c *Chat) bool { return !Asked(by, c) && mayAt(by, c.Org, c.Desk) }

// Asked reports whether the chat is the actor's own.
func Asked(by authz.Actor, c *Chat) bool { return by.Person != 0 && int64(c.Person) == by.Person }

// sideOf is whose words the actor's are: another system speaks for the user.
func sideOf(by authz.Actor, c *Chat) Side {
	if by.IsSystem() || Asked(by, c) {
		return User
	}
	return Agent
}

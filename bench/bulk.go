package main

// bulk is a table that is written in bulk, with its columns in the order of put.
type bulk struct {
	name    string
	columns []string
}

var bulks = [tableCount]bulk{
	tPerson: {"person", []string{
		"id", "org_id", "external_id", "given_name", "family_name", "sort_key", "category", "title", "email", "phone", "mobile", "unit_id", "site_id",
		"lang", "needs", "protected", "active", "login", "created_at", "updated_at", "version",
	}},
	tPersonWord: {"person_word", []string{"org_id", "word", "person_id"}},
	tTicket: {"ticket", []string{
		"id", "org_id", "desk_id", "kind", "kind_version", "state", "substate", "active", "sealed", "title", "channel", "requester_id", "reporter_id",
		"sender_name", "sender_address", "unit_id", "site_id", "category_id", "impact", "urgency", "priority", "group_id", "assignee_id", "hold_reason",
		"hold_until", "solution", "solution_code", "closed_how", "first_contact", "reopened", "hand_overs", "merged_into", "detected_at", "created_at",
		"updated_at", "assigned_at", "replied_at", "resolved_at", "told_at", "close_due", "closed_at", "followed_up_at", "awaits_desk", "within_target", "version",
	}},
	tField: {"ticket_field", []string{"ticket_id", "key", "value"}},
	tMessage: {"message", []string{
		"id", "ticket_id", "kind", "internal", "author_id", "author_name", "author_address", "verified", "channel", "text", "quoted", "html", "created_at",
		"mail_id", "raw_blob",
	}},
	tEvent: {"event", []string{
		"seq", "org_id", "kind", "stream_id", "pos", "type", "label", "at", "noted_at", "actor_id", "actor_name", "for_id", "payload",
	}},
	tMark: {"ticket_text_mark", []string{"ticket_id", "digest"}},
	tWord: {"ticket_word", []string{"word"}},
	tText: {"ticket_text", nil}, // Each engine its own way.
}

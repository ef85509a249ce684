package paths

// Together puts cases under a common ticket; TogetherWith begins with these.
func Together() string { return "/desk/together" }

func TogetherWith(refs ...Ref) string {
	path := Together()
	for _, ref := range refs {
		path = With(path, "t", ref.String())
	}
	return path
}

// TogetherPick takes the cases that are ticked in a list there.
func TogetherPick() string { return "/desk/together/pick" }

// Group is the page of a common ticket's cases, and with a verb what is done to them: "preview", "do", "remove", "priority".
func Group(ref Ref, verb ...string) string {
	return join(append([]string{"desk", "tickets", ref.String(), "group"}, verb...)...)
}

// Groups is the report of common tickets; GroupsFile the same as a file.
func Groups() string     { return "/desk/groups" }
func GroupsFile() string { return "/desk/groups.csv" }

// Major is the page that leads a major incident, and with a verb what one does there.
func Major(ref Ref, verb ...string) string {
	return join(append([]string{"desk", "tickets", ref.String(), "major"}, verb...)...)
}

// Notices is what is told to many; Notice one of them, and with a verb what becomes of it.
func Notices() string { return "/desk/notices" }

func Notice(id Ref, verb ...string) string {
	return join(append([]string{"desk", "notices", id.String()}, verb...)...)
}

// NoticeNew writes one. NoticeHolds is the instructions to keep quiet, NoticePlaces the written approvals.
func NoticeNew() string               { return "/desk/notices/new" }
func NoticeHolds() string             { return "/desk/notice-holds" }
func NoticeLift(id Ref) string        { return join("desk", "notice-holds", id.String(), "lift") }
func NoticePlaces() string            { return "/desk/notice-places" }
func NoticeFeed(format string) string { return "/notices." + format }
func PublicNotices(org string) string { return join("public", org, "notices.atom") }

package paths

// OnDuty is who is at the desk; OnDuty("available") sets one's own state.
func OnDuty(parts ...string) string { return join(append([]string{"desk", "duty"}, parts...)...) }

// AdminCompetence is which group knows what.
func AdminCompetence(parts ...string) string {
	return AdminPage(append([]string{"competence"}, parts...)...)
}

// AdminBridges is the ways into the chat from other systems.
func AdminBridges(parts ...string) string { return AdminPage(append([]string{"bridges"}, parts...)...) }

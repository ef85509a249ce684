package paths

// AdminLevels is who does what for the computers.
func AdminLevels(parts ...string) string { return AdminPage(append([]string{"levels"}, parts...)...) }

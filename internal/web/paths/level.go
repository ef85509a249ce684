package paths

// AdminDevices is the register of devices; AdminLevels who does what for them.
func AdminDevices(parts ...string) string { return AdminPage(append([]string{"devices"}, parts...)...) }

func AdminLevels(parts ...string) string { return AdminPage(append([]string{"levels"}, parts...)...) }

package paths

// Station is where an agent sees who waits, and their own contacts.
func Station() string { return "/desk/station" }

// StationContact is what an agent does to a contact.
func StationContact(id Ref, verb string) string {
	return join("desk", "station", id.String(), verb)
}

// Ringing is what rings for an agent just now.
func Ringing() string { return "/desk/ringing" }

// ContactFigures are the figures of lines and contacts.
func ContactFigures() string { return "/desk/reports/contacts" }

// AdminLines are the lines, AdminPhones the telephone systems, AdminLineImport the statistics of telephone systems.
func AdminLines(parts ...string) string { return AdminPage(append([]string{"lines"}, parts...)...) }

func AdminPhones(parts ...string) string { return AdminPage(append([]string{"phones"}, parts...)...) }

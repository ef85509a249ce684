package paths

// Outages is what was down; Outages("7") one of them, with "edit", "end" and "void" what can be done.
func Outages(parts ...string) string { return join(append([]string{"desk", "outages"}, parts...)...) }

// Availability is the figures of a year.
func Availability() string { return "/desk/availability" }

// Windows is the service windows; Windows("work", "7") work that is booked in one.
func Windows(parts ...string) string { return join(append([]string{"desk", "windows"}, parts...)...) }

// Credits is what missed levels cost.
func Credits(parts ...string) string { return join(append([]string{"desk", "credits"}, parts...)...) }

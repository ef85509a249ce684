package paths

// Admin is the overview of what can be administered.
func Admin() string { return "/admin" }

// AdminPage is a page of the administration, for example AdminPage("people") or AdminPage("people", "17").
func AdminPage(parts ...string) string { return join(append([]string{"admin"}, parts...)...) }

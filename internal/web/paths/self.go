package paths

// Self is a page of the self-service that runs at once.
func Self(parts ...string) string { return join(append([]string{"self"}, parts...)...) }

// PasswordHelp is the way to a new password, which needs no login.
func PasswordHelp(parts ...string) string {
	return join(append([]string{"password-help"}, parts...)...)
}

// AdminConnectors is a page of where self-service is sent.
func AdminConnectors(parts ...string) string {
	return AdminPage(append([]string{"connectors"}, parts...)...)
}

// SelfShare is the figures of cases that helped themselves.
func SelfShare() string { return "/desk/reports/self" }

// AdminSelf is a page of what self-service did, or of its words: "jobs", "guides".
func AdminSelf(what string, parts ...string) string {
	return AdminPage(append([]string{"self-" + what}, parts...)...)
}

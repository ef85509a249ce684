package paths

// Accessibility is what each authority says about how accessible the portal is; Accessibility("7") one of them.
func Accessibility(parts ...string) string {
	return join(append([]string{"accessibility"}, parts...)...)
}

// Glossary is what words mean here; GlossaryWord one of them.
func Glossary() string               { return "/glossary" }
func GlossaryWord(key string) string { return Glossary() + "#" + key }

// ReportPortal begins a report about the portal itself.
func ReportPortal() string { return With(Report(), "about", "portal") }

// AdminStatements is where the authorities' statements are written.
func AdminStatements(parts ...string) string {
	return AdminPage(append([]string{"statements"}, parts...)...)
}

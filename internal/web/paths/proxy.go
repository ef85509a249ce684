package paths

// Children is a guardian's page.
func Children() string { return "/children" }

// Centre is the contact centre's pages.
func Centre(parts ...string) string { return join(append([]string{"centre"}, parts...)...) }

// Unit is what the desk knows of a unit.
func Unit(ref string, parts ...string) string {
	return join(append([]string{"desk", "units", ref}, parts...)...)
}

package paths

import "strconv"

// Children is a guardian's page.
func Children() string { return "/children" }

// Centre is the contact centre's pages.
func Centre(parts ...string) string { return join(append([]string{"centre"}, parts...)...) }

// Unit is what the desk knows of a unit.
func Unit[T ~int64](id T, parts ...string) string {
	return join(append([]string{"desk", "units", strconv.FormatInt(int64(id), 10)}, parts...)...)
}

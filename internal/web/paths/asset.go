package paths

import "strconv"

// Assets is the inventory.
func Assets(parts ...string) string { return join(append([]string{"assets"}, parts...)...) }

// My is somebody's own page.
func My(parts ...string) string { return join(append([]string{"my"}, parts...)...) }

// Services is everything that is delivered, and how it stands.
func Services() string { return "/services" }

// UnitOwn is the page of a unit for those who answer for it.
func UnitOwn[T ~int64](id T, parts ...string) string {
	return join(append([]string{"units", strconv.FormatInt(int64(id), 10)}, parts...)...)
}

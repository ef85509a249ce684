// Package unitpick is the field in which a page asks for a unit: a list where an organisation has few of them, a line
// to write a name in where it has many, because a page that is fetched all day must not carry a whole city.
//
// It owns the two ways to ask and the reading of their answers ("unit" is the number, "unit_name" the name written). It
// does not own what the unit is for.
package unitpick

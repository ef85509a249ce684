package rightwords

import (
	"strings"

	"lotsen/internal/desk/access"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web"
)

// Names are the names behind the numbers of rights.
type Names struct {
	c      *web.Ctx
	roles  map[string]string
	places map[directory.PlaceRef]string
	people map[directory.PersonID]string
}

// Read reads the names behind rights in two or three statements, however many there are. More people can be named besides.
func Read(c *web.Ctx, a *access.Service, d *directory.Service, rights []access.Right, more ...directory.PersonID) (Names, error) {
	n := Names{c: c, roles: map[string]string{}}
	lang := i18n.ParseLang(c.T.Lang())
	own := false // Some role is the installation's own: what those are called is in the database alone.
	for _, r := range a.Shipped() {
		n.roles[r.Key] = a.RoleName(r.Key, lang)
	}
	for _, key := range []string{access.BaseRole, access.TemporaryRole} {
		n.roles[key] = a.RoleName(key, lang)
	}
	for _, r := range rights {
		own = own || n.roles[r.Role] == ""
	}
	if own {
		roles, err := a.RoleNames(c.Context())
		if err != nil {
			return n, err
		}
		for _, r := range roles {
			n.roles[r.Key] = r.Name(lang)
		}
	}
	var err error
	var places []directory.PlaceRef
	people := more
	for _, r := range rights {
		places = append(places, directory.PlaceRef{Reach: r.Reach, ID: r.Of})
		for _, l := range r.Limits {
			places = append(places, directory.PlaceRef{Reach: l.Reach, ID: l.Of})
		}
		for _, id := range []directory.PersonID{r.Person, r.GrantedBy, r.EndedBy, r.ConfirmedBy, r.For} {
			if id != 0 {
				people = append(people, id)
			}
		}
	}
	if n.places, err = d.PlaceNames(c.Context(), c.Actor(), places...); err != nil {
		return n, err
	}
	n.people, err = d.Names(c.Context(), c.Actor(), people...)
	return n, err
}

// Role is a role's name.
func (n Names) Role(key string) string {
	if name := n.roles[key]; name != "" {
		return name
	}
	return key
}

// Place is what a reach names: "Fakturareferens 7001010 Almskolan".
func (n Names) Place(reach authz.Reach, of int64) string {
	kind := n.c.T.T("admin.reach." + string(reach))
	if reach == authz.Everywhere || reach == authz.Own {
		return kind
	}
	name := n.places[directory.PlaceRef{Reach: reach, ID: of}]
	if name == "" {
		name = "–"
	}
	return kind + " " + strings.TrimSpace(name)
}

// Where is all that a right is held for: what it names and what narrows it.
func (n Names) Where(r access.Right) string {
	text := n.Place(r.Reach, r.Of)
	for _, l := range r.Limits {
		text += ", " + n.c.T.T("rights.only") + " " + n.Place(l.Reach, l.Of)
	}
	return text
}

// Person is somebody's name, or that they are protected from the reader.
func (n Names) Person(id directory.PersonID) string {
	if id == 0 {
		return n.c.T.T("admin.system")
	}
	if name := n.people[id]; name != "" {
		return name
	}
	return n.c.T.T("ui.protected")
}

// Known reports whether the reader may know of somebody.
func (n Names) Known(id directory.PersonID) bool { return n.people[id] != "" }

package roster

import (
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
)

// Run lets somebody import files of people and units into an organisation.
const Run authz.Verb = "import.run"

// Verbs lists what this package asks for.
func Verbs() []authz.Verb { return []authz.Verb{Run} }

func mayImport(by authz.Actor, org directory.OrgID) bool {
	return by.MayIn(Run, authz.Organisation, int64(org))
}

// maySeeProtected reports whether the plan may tell of protected people of the organisation.
func maySeeProtected(by authz.Actor, org directory.OrgID) bool {
	return by.MayIn(directory.PersonProtected, authz.Organisation, int64(org))
}

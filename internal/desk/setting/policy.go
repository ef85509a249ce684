package setting

import "lotsen/internal/kit/authz"

// Write lets somebody change the settings of an organisation.
const Write authz.Verb = "setting.write"

// Verbs lists what this package asks for.
func Verbs() []authz.Verb { return []authz.Verb{Write} }

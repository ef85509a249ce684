package paths

// Substitutes is where somebody appoints who stands in for them.
func Substitutes(parts ...string) string { return join(append([]string{"substitutes"}, parts...)...) }

// Who answers who may order and approve.
func Who() string { return "/who" }

// References is where an operations manager looks after the rights on invoice references.
func References(parts ...string) string { return join(append([]string{"references"}, parts...)...) }

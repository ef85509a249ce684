package paths

// DeskDelegated is the overview of cases in other hands.
func DeskDelegated() string { return "/desk/delegated" }

// Assignments are the cases that one has in hand for others; Assignment one of them.
func Assignments() string       { return "/assignments" }
func Assignment(ref Ref) string { return join("assignments", ref.String()) }
func AssignmentDo(ref Ref, verb string) string {
	return join("assignments", ref.String(), verb)
}

// AssignmentFile is a file of it.
func AssignmentFile(ref, file Ref) string {
	return join("assignments", ref.String(), "files", file.String())
}

package paths

// Approvals is what waits for the reader's yes.
func Approvals() string { return "/approvals" }

// Approval is one of them.
func Approval(ref Ref) string { return join("approvals", ref.String()) }

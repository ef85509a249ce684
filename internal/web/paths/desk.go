package paths

// Addresses of the desk.
func Desk() string     { return "/desk" }
func DeskCall() string { return "/desk/call" }

// DeskView is a saved list of tickets.
func DeskView(id Ref) string { return join("desk", "views", id.String()) }

// DeskTicket is the agent's page of a ticket.
func DeskTicket(ref Ref) string { return join("desk", "tickets", ref.String()) }

// DeskTicketDo is the address that a form on the agent's page posts to, for example "assign".
func DeskTicketDo(ref Ref, verb string) string { return join("desk", "tickets", ref.String(), verb) }

// DeskPerson is what the desk knows about a person.
func DeskPerson(id Ref) string { return join("desk", "people", id.String()) }

// DeskSearch is the desk's search for q.
func DeskSearch(q string) string { return With("/desk/search", "q", q) }

// DeskReports is the overview of figures.
func DeskReports() string { return "/desk/reports" }

// DeskNew registers a case without a caller on the line: a problem, a change, an improvement.
func DeskNew() string { return "/desk/new" }

// DeskBulk changes many tickets; DeskBulkResult tells how that went.
func DeskBulk() string       { return "/desk/bulk" }
func DeskBulkResult() string { return "/desk/bulk/result" }

// DeskViews saves a list of tickets; DeskViewDrop deletes one.
func DeskViews() string          { return "/desk/views" }
func DeskViewDrop(id Ref) string { return join("desk", "views", id.String(), "drop") }

// DeskMail is mail that became no ticket; DeskMailItem one of them, DeskMailRaw the same as it came.
func DeskMail() string           { return "/desk/mail" }
func DeskMailItem(id Ref) string { return join("desk", "mail", id.String()) }
func DeskMailRaw(id Ref) string  { return join("desk", "mail", id.String(), "raw") }

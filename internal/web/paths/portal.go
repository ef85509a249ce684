package paths

// Addresses of the portal.
func Home() string    { return "/" }
func Report() string  { return "/report" }
func Ask() string     { return "/ask" }
func Order() string   { return "/order" }
func Tickets() string { return "/tickets" }
func Login() string   { return "/login" }
func Logout() string  { return "/logout" }
func Profile() string { return "/profile" }
func Status() string  { return "/status" }
func Contact() string { return "/contact" }

// Feedback and Complaint are forms like Report.
func Feedback() string  { return "/feedback" }
func Complaint() string { return "/complaint" }

// Password is where a person changes their own.
func Password() string { return "/profile/password" }

// LoginThen is the login page that leads on to next.
func LoginThen(next string) string { return With("/login", "next", next) }

// Search is the portal's search for q.
func Search(q string) string { return With("/search", "q", q) }

// Ticket is the requester's page of a ticket.
func Ticket(ref Ref) string { return join("tickets", ref.String()) }

// TicketDo is the address that a form on the requester's page posts to, for example "reply".
func TicketDo(ref Ref, verb string) string { return join("tickets", ref.String(), verb) }

// Article is a guide.
func Article(ref Ref) string { return join("guides", ref.String()) }

// Attachment is a file; the right to it is checked at each download.
func Attachment(ref Ref) string { return join("attachments", ref.String()) }

// Live is the stream of pokes about a topic newer than mark.
func Live(topic, mark string) string { return With("/live", "topic", topic, "mark", mark) }

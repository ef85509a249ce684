package paths

// MailOff is the page on which somebody says no to mail that they need not have.
func MailOff(token string) string { return join("mail", "off", token) }

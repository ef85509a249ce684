package paths

// DemoMail is the mail that the demo has sent; DemoMailItem one of them.
func DemoMail() string           { return "/demo/mail" }
func DemoMailItem(id Ref) string { return join("demo", "mail", id.String()) }

package glossary

// keys are the words, each with the texts "glossary.term.KEY" and "glossary.text.KEY".
var keys = []string{
	"orderer", "approver", "it_contact", "operations_manager", "central_admin", "central_ordering", "substitute",
	"temporary_user", "base_user", "invoice_reference", "cost_centre", "site", "service", "resource", "object",
	"supplier", "ticket", "incident", "request", "order", "package", "planned", "acceptance", "access", "not_working",
	"notice", "window", "support_level", "local_it", "contact_centre", "guardian", "deputy", "protected",
}

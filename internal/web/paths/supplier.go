package paths

// Suppliers is the register; Supplier the card of one, and with parts what belongs to it, for example "agreement".
func Suppliers() string { return "/desk/suppliers" }

func Supplier(id Ref, parts ...string) string {
	return join(append([]string{"desk", "suppliers", id.String()}, parts...)...)
}

// SupplierNew adds one. SupplierLevels is the months that suppliers have handed in, SupplierReports their files and
// SupplierReport one of them.
func SupplierNew() string          { return "/desk/suppliers/new" }
func SupplierLevels() string       { return "/desk/supplier-levels" }
func SupplierReports() string      { return "/desk/supplier-reports" }
func SupplierReport(id Ref) string { return join("desk", "supplier-reports", id.String()) }

// DelegationContacts is whom to delegate to, service by service; with parts a line of it.
func DelegationContacts(parts ...string) string {
	return join(append([]string{"desk", "contacts"}, parts...)...)
}

// Follow is what is followed up of a kind; with parts one of them, or "new".
func Follow(kind string, parts ...string) string {
	return join(append([]string{"desk", "follow", kind}, parts...)...)
}

package paths

// Models is the range of models with prices; Models("compare") puts some side by side.
func Models(parts ...string) string { return join(append([]string{"models"}, parts...)...) }

// Rental is where computers are booked for a short time.
func Rental(parts ...string) string { return join(append([]string{"rental"}, parts...)...) }

// OwnPurchase is where a purchase that was made elsewhere is told.
func OwnPurchase() string { return "/own-purchase" }

// Lending is where the office hands lent computers out and takes them back.
func Lending(parts ...string) string { return join(append([]string{"desk", "lending"}, parts...)...) }

// AdminModels is the keeping of the range, its agreements and the lives that were agreed.
func AdminModels(parts ...string) string { return AdminPage(append([]string{"models"}, parts...)...) }

// AdminRental is the keeping of the offices that lend.
func AdminRental(parts ...string) string { return AdminPage(append([]string{"rental"}, parts...)...) }

// AdminAgreements is the framework agreements that models are called off from.
func AdminAgreements(parts ...string) string {
	return AdminPage(append([]string{"agreements"}, parts...)...)
}

package paths

// Cart is what somebody has gathered, or a page of it: "checkout", "lines".
func Cart(parts ...string) string { return join(append([]string{"cart"}, parts...)...) }

// DeskCart is the cart that the desk keeps for a customer, or a page of it.
func DeskCart(person string, parts ...string) string {
	return join(append([]string{"desk", "order", person}, parts...)...)
}

// DeskOrder is where the desk begins to order for somebody.
func DeskOrder() string { return "/desk/order" }

// Orders is somebody's orders.
func Orders() string { return "/orders" }

// OrderPage is an order, or a page of it: "lines", "12".
func OrderPage(ref Ref, parts ...string) string {
	return join(append([]string{"orders", ref.String()}, parts...)...)
}

// Package is several offers that are ordered as one.
func Package(key string) string { return join("packages", key) }

// AdminPackages is where packages are made: the list, or one of them.
func AdminPackages(parts ...string) string {
	return AdminPage(append([]string{"packages"}, parts...)...)
}

// OrderPageAtDesk is where the desk specifies a line for its orderer.
func OrderPageAtDesk(ref Ref, line string) string {
	return join("desk", "orders", ref.String(), "lines", line)
}

package paths

// Deliveries is what the desk has to deliver; DeliveryFigures counts what was delivered.
func Deliveries() string                { return "/desk/deliveries" }
func DeliveryFigures() string           { return "/desk/deliveries/figures" }
func DeliveryFile(name string) string   { return join("desk", "deliveries", "figures", name) }
func TicketDeliveries(ref Ref) string   { return join("desk", "tickets", ref.String(), "deliveries") }
func AssignedDeliveries(ref Ref) string { return AssignmentDo(ref, "deliveries") }

// Receive is where somebody says whether what was delivered came as it should; Receive("accept") says yes.
func Receive(parts ...string) string { return join(append([]string{"receive"}, parts...)...) }

// DeliveryOrder is the order that something was delivered on.
func DeliveryOrder(ref Ref) string { return join("orders", ref.String()) }

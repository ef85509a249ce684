package order

// moves are the ways on for a line. What changes the state without a place here does not change it.
var moves = map[State][]State{
	Specify:   {Approval, Ordered, Cancelled},
	Approval:  {Ordered, Rejected, Cancelled},
	Ordered:   {Started, Delivered, Cancelled},
	Started:   {Delivered},
	Delivered: {Accepted, Fault},
	Fault:     {Delivered, Accepted},
}

// Fold is what the states of an order's lines come to. It is the one place that says so. What was refused or cancelled
// counts only when nothing else is left; then what still waits for somebody's word goes before what is under way, because
// somebody has to act; and what is under way before what is done.
func Fold(lines []State) State {
	n := map[State]int{}
	for _, s := range lines {
		n[s]++
	}
	left := len(lines) - n[Rejected] - n[Cancelled]
	switch {
	case left == 0 && n[Rejected] > 0:
		return Rejected
	case left == 0:
		return Cancelled
	case n[Fault] > 0:
		return Fault
	case n[Specify] > 0:
		return Specify
	case n[Approval] > 0:
		return Approval
	case n[Accepted] == left:
		return Accepted
	case n[Accepted]+n[Delivered] == left:
		return Delivered
	case n[Started]+n[Delivered]+n[Accepted] > 0:
		return Started
	}
	return Ordered
}

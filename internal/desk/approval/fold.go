package approval

import "slices"

// line is what the steps of one line say together.
type line struct {
	id    int64
	parts []*Part
}

// linesIn groups parts, which come by line and step.
func linesIn(parts []Part) []line {
	var out []line
	for i := range parts {
		if n := len(out); n == 0 || out[n-1].id != parts[i].Line {
			out = append(out, line{id: parts[i].Line})
		}
		l := &out[len(out)-1]
		l.parts = append(l.parts, &parts[i])
	}
	return out
}

// verdict is where a line stands.
func (l line) verdict() State {
	is := func(s PartState) bool {
		return slices.ContainsFunc(l.parts, func(p *Part) bool { return p.State == s })
	}
	switch {
	case is(PartRejected):
		return Rejected
	case is(PartOpen), is(PartWaiting):
		return Open
	case is(PartApproved):
		return Approved
	}
	return Withdrawn
}

// ready are the parts that wait and need not any more: the lowest step that is not decided, when nobody has said no.
func (l line) ready() []*Part {
	if l.verdict() != Open {
		return nil
	}
	lowest := 0
	first := true
	for _, p := range l.parts {
		if p.State.Undecided() && (first || p.Seq < lowest) {
			lowest, first = p.Seq, false
		}
	}
	var out []*Part
	for _, p := range l.parts {
		if p.State == PartWaiting && p.Seq == lowest {
			out = append(out, p)
		}
	}
	return out
}

// fold is where the whole stands.
func fold(parts []Part) State {
	var states []State
	for _, l := range linesIn(parts) {
		if v := l.verdict(); !slices.Contains(states, v) {
			states = append(states, v)
		}
	}
	switch {
	case len(states) == 0:
		return Withdrawn
	case slices.Contains(states, Open):
		return Open
	case len(states) == 1:
		return states[0]
	case !slices.Contains(states, Approved):
		return Rejected // Some were refused, the others withdrawn.
	case !slices.Contains(states, Rejected):
		return Approved
	}
	return Partly
}

package sla

// StandardCodes are the pause reasons that come with the product, in the order in which they are offered.
func StandardCodes() []string {
	out := []string{}
	for _, r := range standardReasons() {
		out = append(out, r.Code)
	}
	return out
}

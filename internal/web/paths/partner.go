package paths

// Partner is the page on which whoever has a case in hand says how it stands.
func Partner(token string) string { return join("partner", token) }

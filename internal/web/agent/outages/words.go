package outages

import "strings"

// swedish writes decimals with a comma.
var swedish = strings.NewReplacer(".", ",", "-", "−")

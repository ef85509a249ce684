package access

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"lotsen/internal/kit/authz"
)

// limitsText is how limits are kept: in one order, so that two rights that mean the same are the same text.
func limitsText(limits []authz.Limit) string {
	parts := make([]string, 0, len(limits))
	for _, l := range limits {
		parts = append(parts, string(l.Reach)+":"+strconv.FormatInt(l.Of, 10))
	}
	slices.Sort(parts)
	return strings.Join(slices.Compact(parts), ",")
}

// parseLimits reads them back. What it cannot read is an error, and never a right without a limit.
func parseLimits(text string) ([]authz.Limit, error) {
	if text == "" {
		return nil, nil
	}
	var out []authz.Limit
	for part := range strings.SplitSeq(text, ",") {
		reach, number, ok := strings.Cut(part, ":")
		of, err := strconv.ParseInt(number, 10, 64)
		if !ok || err != nil {
			return nil, fmt.Errorf("limits of a right: %q", text)
		}
		out = append(out, authz.Limit{Reach: authz.Reach(reach), Of: of})
	}
	return out, nil
}

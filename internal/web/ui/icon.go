package ui

import (
	"maps"
	"slices"
)

// icons are strokes on a 24 by 24 grid. An icon never stands alone: words are beside it, or on its button.
var icons = map[string]string{
	"alarm":   "M6 16V11a6 6 0 0 1 12 0v5l1.5 2h-15zM10 21h4",
	"ask":     "M4 5h16v11H11l-5 4v-4H4zM9.8 8.6a2.2 2.2 0 1 1 2.2 2.6v1M12 14v.01",
	"book":    "M5 4h6a2 2 0 0 1 2 2v14a2 2 0 0 0-2-2H5zM19 4h-4a2 2 0 0 0-2 2v14a2 2 0 0 1 2-2h4z",
	"chart":   "M4 20h16M7 16v-5M12 16V6M17 16v-8",
	"chat":    "M4 5h16v11H11l-5 4v-4H4z",
	"check":   "M5 12.5l4.5 4.5L19 7.5",
	"clip":    "M8 12.5l6-6a3 3 0 0 1 4.2 4.2l-7.6 7.6a5 5 0 0 1-7-7L11 4",
	"clock":   "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 8v4.5l3 2",
	"close":   "M6 6l12 12M18 6L6 18",
	"device":  "M5 5h14v10H5zM3 19h18",
	"dot":     "M12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6z",
	"down":    "M6 9.5l6 6 6-6",
	"fault":   "M14.5 5.5a4.5 4.5 0 0 0-5.8 5.8L4 16v4h4l4.7-4.7a4.5 4.5 0 0 0 5.8-5.8l-2.7 2.7-2.5-.5-.5-2.5z",
	"group":   "M9 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM3.5 19a5.5 5.5 0 0 1 11 0M16 5.5a3 3 0 0 1 0 5M17 13.5a5.5 5.5 0 0 1 3.5 5.5",
	"info":    "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 11v5M12 8v.01",
	"key":     "M15 5a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 12l-8 8M6 18l2 2",
	"left":    "M14.5 6l-6 6 6 6",
	"link":    "M10 14a4 4 0 0 0 5.6 0l3-3A4 4 0 0 0 13 5.4l-1 1M14 10a4 4 0 0 0-5.6 0l-3 3A4 4 0 0 0 11 18.6l1-1",
	"lock":    "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
	"mail":    "M4 6h16v12H4zM4 7l8 6 8-6",
	"order":   "M3 5h2.5l2 10h10l2-7H6.5M9 19v.01M16 19v.01",
	"outage":  "M12 4l9 16H3zM12 10v4.5M12 17.5v.01",
	"pause":   "M9 6v12M15 6v12",
	"person":  "M12 4.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM5 20a7 7 0 0 1 14 0",
	"phone":   "M6 4h3l1.5 4.5L8.5 10a11 11 0 0 0 5.5 5.5l1.5-2L20 15v3a2 2 0 0 1-2 2A14 14 0 0 1 4 6a2 2 0 0 1 2-2z",
	"plus":    "M12 5v14M5 12h14",
	"portal":  "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM4 12h16M12 4c-5 5-5 11 0 16 5-5 5-11 0-16z",
	"reply":   "M10 6l-6 6 6 6M4 12h9a7 7 0 0 1 7 7",
	"right":   "M9.5 6l6 6-6 6",
	"search":  "M10.5 5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM15 15l5 5",
	"site":    "M5 20V4h9v16M14 9h5v11M3 20h18M8 8h3M8 12h3M8 16h3",
	"sort":    "M8 10l4-4 4 4M8 14l4 4 4-4",
	"tickets": "M5 5h14v14H5zM8.5 9.5h7M8.5 12.5h7M8.5 15.5h4",
	"up":      "M6 14.5l6-6 6 6",
	"warning": "M12 4l9 16H3zM12 10v4.5M12 17.5v.01",
}

// Icons lists the names that Icon knows, in order.
func Icons() []string { return slices.Sorted(maps.Keys(icons)) }

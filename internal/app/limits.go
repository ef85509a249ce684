package app

import (
	"time"

	"lotsen/internal/desk/access"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/web"
	"lotsen/internal/web/api"
	"lotsen/internal/web/paths"
)

// LimitOptions bound what one request, one person and all of them together may cost. Zero values take the defaults.
type LimitOptions struct {
	Web           web.Limits
	Login         access.Limits
	Loose         ticket.Loose
	Streams       int // Live pages open at the same time.
	PersonStreams int
	StreamCheck   time.Duration // How often the rights of open pages are asked for again: 30 s.
}

// Lanes lists the routes that are dear, each with the lane whose room it takes.
func Lanes() map[string]web.Lane {
	v1 := " " + api.Prefix
	return map[string]web.Lane{
		"POST /login":                       web.LaneLogins,
		"POST /password-help":               web.LaneLogins,
		"POST /password-help/code":          web.LaneLogins,
		"GET /desk/reports/self":            web.LaneReports,
		"GET /desk/search":                  web.LaneSearches,
		"GET /search":                       web.LaneSearches,
		"GET" + v1 + "/search":              web.LaneSearches,
		"GET " + paths.DeskReports():        web.LaneReports,
		"GET" + v1 + "/reports/tickets":     web.LaneReports,
		"GET /desk/reports/contacts":        web.LaneReports,
		"GET /desk/promises":                web.LaneReports,
		"GET /desk/promises/{file}":         web.LaneReports,
		"GET" + v1 + "/tickets/export":      web.LaneExports,
		"GET /desk/reports/contacts/{file}": web.LaneExports,
		"POST" + v1 + "/attachments":        web.LaneUploads,
		"POST /admin/import":                web.LaneUploads,
		// One deed for thousands of cases is one transaction.
		"POST /desk/tickets/{ref}/group/do": web.LaneUploads,
		"POST /admin/import/apply":          web.LaneUploads,
	}
}

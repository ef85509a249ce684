package main

import (
	"golang.org/x/time/rate"

	"lotsen/internal/app"
	"lotsen/internal/desk/access"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/config"
	"lotsen/internal/web"
)

// limitOptions turns the settings of limits into what the app takes.
func limitOptions(c *config.Config) app.LimitOptions {
	dear := func(atOnce int, time string) web.Room {
		return web.Room{Work: atOnce, Deadline: config.Length(time)}
	}
	pages := dear(c.PagesAtOnce, c.PageTime)
	pages.Line = c.Waiting
	return app.LimitOptions{
		Web: web.Limits{
			Lanes: map[web.Lane]web.Room{
				web.LanePages: pages, web.LaneSearches: dear(c.SearchesAtOnce, c.SearchTime), web.LaneReports: dear(c.ReportsAtOnce, c.ReportTime),
				web.LaneExports: dear(c.ExportsAtOnce, c.ExportTime), web.LaneUploads: {Work: c.UploadsAtOnce}, web.LaneLogins: {Work: c.LoginsAtOnce},
			},
			Memory: int64(c.BodyMB) << 20, Disk: int64(c.UploadMB) << 20,
			Person: rate.Limit(c.PersonRate), Reads: rate.Limit(c.PersonReadRate), API: rate.Limit(c.TokenRate), Address: rate.Limit(c.AddressRate),
		},
		Login: access.Limits{
			Idle: config.Length(c.SessionIdle), Longest: config.Length(c.SessionLongest), Window: config.Length(c.LoginWindow),
			ByBoth: c.LoginTries, ByLogin: c.LoginTriesName, ByAddress: c.LoginTriesAddr,
		},
		Loose:   ticket.Loose{Files: c.LooseFiles, Bytes: int64(c.LooseMB) << 20},
		Streams: c.Streams, PersonStreams: c.PersonStreams,
	}
}

// watchOptions turns the settings of those who run the product into what the app takes.
func watchOptions(c *config.Config) app.WatchOptions {
	return app.WatchOptions{SlowQuery: config.Length(c.SlowQuery), TraceEndpoint: c.TraceEndpoint, TracePercent: c.TracePercent}
}

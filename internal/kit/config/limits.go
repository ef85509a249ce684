package config

import (
	"fmt"
	"reflect"
	"strconv"
	"time"
)

// Limits bound what one request, one person and all of them together may cost. Their keys stand beside the others. What
// is a count is a whole number of at least 1; what is a length of time is a text, as 10s.
type Limits struct {
	PagesAtOnce    int    `toml:"pages_at_once" default:"64" doc:"Requests at work at the same time on this node, the dear ones below and live pages apart."`
	Waiting        int    `toml:"waiting" default:"512" doc:"Requests that wait for their turn; further ones are answered 503 with Retry-After at once."`
	SearchesAtOnce int    `toml:"searches_at_once" default:"8" doc:"Searches at the same time."`
	ReportsAtOnce  int    `toml:"reports_at_once" default:"2" doc:"Reports at the same time. Fewer than database connections, so that pages always find one."`
	ExportsAtOnce  int    `toml:"exports_at_once" default:"2" doc:"Lists taken away as files at the same time."`
	UploadsAtOnce  int    `toml:"uploads_at_once" default:"4" doc:"Large files stored at the same time, once they have come in."`
	LoginsAtOnce   int    `toml:"logins_at_once" default:"8" doc:"Logins at the same time; a thousand may wait for some seconds."`
	Streams        int    `toml:"streams" default:"5000" doc:"Live pages open at the same time on this node."`
	PersonStreams  int    `toml:"person_streams" default:"30" doc:"Live pages of one person."`
	Connections    int    `toml:"connections" default:"10000" doc:"Network connections open at the same time; further ones wait. More than streams, and below LimitNOFILE."`
	BodyMB         int    `toml:"body_mb" default:"64" doc:"Memory for what all requests together are sending, in MB."`
	UploadMB       int    `toml:"upload_mb" default:"2048" doc:"Room for uploads that are coming in, in the folder for temporary files, in MB."`
	DBConnections  int    `toml:"db_connections" default:"0" least:"0" doc:"Connections to PostgreSQL, or readers of the SQLite file. 0: 16 and 4."`
	PersonRate     int    `toml:"person_rate" default:"10" doc:"Changes a second by one person. All rates let ten seconds' worth pass at once; beyond it the answer is 429 with Retry-After."`
	PersonReadRate int    `toml:"person_read_rate" default:"100" doc:"Pages a second for one person."`
	TokenRate      int    `toml:"token_rate" default:"300" doc:"Requests a second with one API token."`
	AddressRate    int    `toml:"address_rate" default:"200" doc:"Requests a second from one address by those who are not logged in. Whoever is logged in is never counted by the address: a school has one."`
	PageTime       string `toml:"page_time" default:"10s" kind:"length" doc:"How long a page or a change may work."`
	SearchTime     string `toml:"search_time" default:"5s" kind:"length" doc:"How long a search may work; then it says to use more or rarer words."`
	ReportTime     string `toml:"report_time" default:"30s" kind:"length" doc:"How long a report may work."`
	ExportTime     string `toml:"export_time" default:"2m" kind:"length" doc:"How long a list taken away as a file may work."`
	LooseFiles     int    `toml:"loose_files" default:"200" doc:"Files that one person may have uploaded within a day without sending them with anything."`
	LooseMB        int    `toml:"loose_mb" default:"1000" doc:"The same in MB."`
	SessionIdle    string `toml:"session_idle" default:"12h" kind:"length" doc:"A login that is not used for so long is over."`
	SessionLongest string `toml:"session_longest" default:"720h" kind:"length" doc:"No login lasts longer than this."`
	LoginWindow    string `toml:"login_window" default:"15m" kind:"length" doc:"Within this time the next three keys count failed logins."`
	LoginTries     int    `toml:"login_tries" default:"5" doc:"Failed logins to one name from one address, after which both must wait."`
	LoginTriesName int    `toml:"login_tries_name" default:"20" doc:"Failed logins to one name from anywhere."`
	LoginTriesAddr int    `toml:"login_tries_address" default:"500" doc:"Failed logins from one address to any name. A school has one address, and Monday mornings."`
	TracePercent   int    `toml:"trace_percent" default:"100" doc:"How many of a hundred requests are traced, when trace_endpoint is set and no proxy has decided already."`
	SlowQuery      string `toml:"slow_query" default:"200ms" kind:"length" doc:"A database statement that takes longer is logged, with its name and the request's number."`
}

// settings are the fields that are set, those of embedded structs among them, in order.
func settings() []reflect.StructField {
	var out []reflect.StructField
	for _, f := range reflect.VisibleFields(reflect.TypeFor[Config]()) {
		if !f.Anonymous {
			out = append(out, f)
		}
	}
	return out
}

// set gives a field a value from the environment or a default.
func set(v reflect.Value, text string) error {
	if v.Kind() != reflect.Int {
		v.SetString(text)
		return nil
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		return fmt.Errorf("%q is no whole number", text)
	}
	v.SetInt(int64(n))
	return nil
}

// checkLimits finds counts and lengths of time that are out of bounds.
func (c *Config) checkLimits(fault func(key, want string)) {
	v := reflect.ValueOf(c).Elem()
	for _, f := range settings() {
		value := v.FieldByIndex(f.Index)
		switch {
		case value.Kind() == reflect.Int:
			least := int64(1)
			if f.Tag.Get("least") == "0" {
				least = 0
			}
			if value.Int() < least {
				fault(f.Tag.Get("toml"), fmt.Sprintf("a whole number of at least %d", least))
			}
		case f.Tag.Get("kind") == "length":
			if d, err := time.ParseDuration(value.String()); err != nil || d <= 0 {
				fault(f.Tag.Get("toml"), "a length of time, as 10s")
			}
		}
	}
}

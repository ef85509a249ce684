package web

import (
	"net/http"
	"time"
)

// Time limits of a connection. Uploads, downloads and live streams extend them for themselves.
const (
	headerTime = 10 * time.Second
	readTime   = 30 * time.Second
	writeTime  = 60 * time.Second
	idleTime   = 2 * time.Minute
)

// slowest is the transfer speed, in bytes a second, below which an upload or download is given up.
const slowest = 20 << 10

// NewServer returns a server for h with time limits, so that slow clients do not hold it.
func NewServer(addr string, h http.Handler) *http.Server {
	// HTTP/2 lets many tabs of a browser share one connection, and a proxy without TLS on its inner side use it too.
	var p http.Protocols
	p.SetHTTP1(true)
	p.SetHTTP2(true)
	p.SetUnencryptedHTTP2(true)
	return &http.Server{
		Addr: addr, Handler: h, ReadHeaderTimeout: headerTime, ReadTimeout: readTime, WriteTimeout: writeTime,
		IdleTimeout: idleTime, MaxHeaderBytes: 64 << 10, Protocols: &p,
	}
}

// extendFor gives an answer whose work may take long the time for it, and time to be sent after that.
func extendFor(w http.ResponseWriter, work time.Duration) {
	if work+readTime <= writeTime {
		return
	}
	_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(work + writeTime)) //nolint:forbidigo // See extendRead.
}

// extendRead gives an upload of that size the time it needs, and the answer time after it.
func extendRead(w http.ResponseWriter, bytes int64) {
	till := time.Now().Add(readTime + time.Duration(bytes/slowest)*time.Second) //nolint:forbidigo // The connection's time, not the domain's.
	rc := http.NewResponseController(w)
	_ = rc.SetReadDeadline(till)                 // A recorder in a test has none.
	_ = rc.SetWriteDeadline(till.Add(writeTime)) // See above.
}

// extendWrite gives a download of that size the time it needs. The limit for reading goes too: when it passes, the
// server takes the visitor for gone.
func extendWrite(w http.ResponseWriter, bytes int64) {
	till := time.Now().Add(writeTime + time.Duration(bytes/slowest)*time.Second) //nolint:forbidigo // See extendRead.
	rc := http.NewResponseController(w)
	_ = rc.SetReadDeadline(time.Time{}) // A recorder in a test has none.
	_ = rc.SetWriteDeadline(till)       // See above.
}

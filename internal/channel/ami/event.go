package ami

import (
	"strconv"
	"strings"
	"time"

	"lotsen/internal/desk/line"
)

// Event is what a packet tells of a call in a queue; ok is false for everything else that an exchange talks about.
func Event(p Packet) (e line.CallEvent, ok bool) {
	e = line.CallEvent{CallID: first(p, "linkedid", "uniqueid"), From: p["calleridnum"], Queue: p["queue"], Direction: "in", At: stamp(p["timestamp"])}
	switch p["event"] {
	case "QueueCallerJoin":
		e.Kind, e.To = line.CallNew, p["exten"]
		if !strings.HasPrefix(e.To, "+") && !strings.HasPrefix(e.To, "0") {
			e.To = "" // The extension of a queue within the exchange: its name tells the line.
		}
	case "AgentCalled":
		e.Kind = line.CallNew
		e.Users = users(p)
	case "AgentConnect":
		e.Kind = line.CallAnswer
		e.Users = users(p)
	case "QueueCallerAbandon":
		e.Kind, e.Cause = line.CallHangup, "cancel"
	case "AgentComplete":
		e.Kind, e.Cause = line.CallHangup, p["reason"]
		if p["reason"] == "transfer" {
			e.Cause = "forwarded"
		}
	case "Hangup":
		// Each leg of a call hangs up; only the caller's own ends the contact, and only where a queue told of it.
		if p["linkedid"] != "" && p["linkedid"] != p["uniqueid"] {
			return e, false
		}
		e.Kind, e.Cause = line.CallHangup, p["cause-txt"]
	default:
		return e, false
	}
	return e, e.CallID != ""
}

// users are the names of the agent whose telephone it is: SIP/4711, PJSIP/4711-0000001a, Local/4711@agents.
func users(p Packet) []string {
	for _, name := range []string{"interface", "memberinterface", "destchannel", "membername"} {
		s := p[name]
		if s == "" {
			continue
		}
		if _, after, ok := strings.Cut(s, "/"); ok {
			s = after
		}
		s, _, _ = strings.Cut(s, "@")
		if i := strings.LastIndexByte(s, '-'); i > 0 && name == "destchannel" {
			s = s[:i]
		}
		return []string{s}
	}
	return nil
}

func first(p Packet, names ...string) string {
	for _, n := range names {
		if p[n] != "" {
			return p[n]
		}
	}
	return ""
}

// stamp reads the seconds that an exchange puts on its events when it is told to (timestampevents).
func stamp(s string) time.Time {
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || f < 1 || f > 1<<36 {
		return time.Time{}
	}
	return time.UnixMicro(int64(f * 1e6)).UTC()
}

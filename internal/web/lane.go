package web

import "time"

// Lane is a sort of work with room of its own, so that a rush of one sort cannot starve another: figures and exports
// wait for each other, while the desk's pages go on.
type Lane uint8

// The lanes. LanePages is where a route is that says nothing.
const (
	LanePages Lane = iota
	LaneSearches
	LaneReports
	LaneExports
	LaneUploads
	LaneLogins  // Checking a password takes memory and a processor on purpose, and on Monday mornings a school logs in.
	LaneStreams // Opening a stream. Once open it waits, which costs next to nothing, and is counted by its hub.
	LaneCalls   // What other systems tell by themselves: a storm of alarms holds up nobody's page.
	lanes
)

var laneNames = [lanes]string{"pages", "searches", "reports", "exports", "uploads", "logins", "streams", "calls"}

// String is how metrics spell the lane.
func (l Lane) String() string { return laneNames[l] }

// narrows reports whether what takes too long there may be asked for in smaller parts.
func (l Lane) narrows() bool { return l == LaneSearches || l == LaneReports || l == LaneExports }

// Room is what a lane may take.
type Room struct {
	Work     int           // Requests at the same time.
	Line     int           // Requests that wait for their turn; further ones are told to come back. Below 0: none.
	Patience time.Duration // How long one waits.
	Deadline time.Duration // How long the work may take.
}

// rooms are the defaults. A waiting request costs some tens of kilobytes, so what may wait is bounded before memory is.
var rooms = [lanes]Room{
	LanePages:    {Work: 64, Line: 512, Patience: 5 * time.Second, Deadline: 10 * time.Second},
	LaneSearches: {Work: 8, Line: 128, Patience: 5 * time.Second, Deadline: 5 * time.Second},
	LaneReports:  {Work: 2, Line: 16, Patience: 10 * time.Second, Deadline: 30 * time.Second},
	LaneExports:  {Work: 2, Line: 8, Patience: 10 * time.Second, Deadline: 2 * time.Minute},
	LaneUploads:  {Work: 4, Line: 32, Patience: 10 * time.Second, Deadline: time.Minute},
	LaneLogins:   {Work: 8, Line: 1024, Patience: 15 * time.Second, Deadline: 10 * time.Second},
	LaneCalls:    {Work: 8, Line: 1024, Patience: 20 * time.Second, Deadline: 30 * time.Second},
	LaneStreams:  {Work: 16, Line: 4096, Patience: 15 * time.Second, Deadline: 10 * time.Second},
}

func (r Room) withDefaults(d Room) Room {
	orDefault(&r.Work, d.Work)
	orDefault(&r.Line, d.Line)
	orDefault(&r.Patience, d.Patience)
	orDefault(&r.Deadline, d.Deadline)
	return r
}

// In puts a route into a lane.
func In(l Lane) Option { return func(r *route) { r.lane = l } }

// lane is a lane's room and who is in it.
type lane struct {
	Room
	gate gate
}

func newLanes(of map[Lane]Room) [lanes]*lane {
	var out [lanes]*lane
	for i := range out {
		room := of[Lane(i)].withDefaults(rooms[i])
		out[i] = &lane{Room: room, gate: newGate(room.Work, room.Line, room.Patience)}
	}
	return out
}

package wallboard

import (
	"strconv"
	"time"

	"lotsen/internal/desk/announce"
	"lotsen/internal/desk/line"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/i18n"
)

// again is how often the board is looked at anew when nothing happens, in seconds.
const again = 15

// view is the board, ready to show.
type view struct {
	Title, Desk, At string
	Every           string
	Live, Home      string
	Styles, Scripts []string
	Icon            string
	Tiles           []tile
	Rows            []row
	More            string
	Empty           string
}

// tile is one big figure and what explains it.
type tile struct {
	Title, Figure, Unit string
	Facts               []fact
	Late                bool
	Flag                string
}

type fact struct{ Term, Text string }

// row is somebody who waits.
type row struct {
	Place, Channel, Line, Waited, Target string
	Late                                 bool
	Urgent                               bool
}

// mostRows is how many fit on a wall.
const mostRows = 12

func viewOf(t *i18n.Printer, b *announce.Board) view {
	v := view{
		Title: t.T("wallboard.title", "desk", b.DeskName), Desk: b.DeskName, At: b.At.In(clock.Stockholm()).Format("15:04"), Every: strconv.Itoa(again),
		Empty: t.T("wallboard.nobody"),
	}
	names := map[line.LineID]string{}
	for i := range b.Lines {
		l := &b.Lines[i]
		names[l.ID] = l.Name(i18n.ParseLang(t.Lang()))
	}
	for _, channel := range line.Channels() {
		if x, ok := channelTile(t, b, channel); ok {
			v.Tiles = append(v.Tiles, x)
		}
	}
	for _, l := range b.Letters {
		v.Tiles = append(v.Tiles, tile{
			Title: t.T("wallboard.letters." + string(l.Channel)), Figure: strconv.Itoa(l.Count), Unit: t.T("wallboard.unanswered"),
			Facts: []fact{{t.T("wallboard.oldest"), span(t, b.At.Sub(l.Oldest))}},
		})
	}
	v.Tiles = append(v.Tiles, tile{
		Title: t.T("wallboard.promises"), Figure: strconv.Itoa(b.Soon), Unit: t.T("wallboard.soon"), Facts: []fact{{t.T("wallboard.late"), strconv.Itoa(b.Late)}},
	})
	trouble := tile{Title: t.T("wallboard.trouble"), Figure: strconv.Itoa(b.Outages), Unit: t.T("wallboard.outages"), Facts: []fact{{t.T("wallboard.majors"), strconv.Itoa(b.Majors)}}}
	if b.Majors > 0 {
		trouble.Late, trouble.Flag = true, t.T("wallboard.major_now")
	}
	v.Tiles = append(v.Tiles, trouble)
	for i, w := range b.Waiting {
		if i == mostRows {
			v.More = t.T("wallboard.more", "count", len(b.Waiting)-mostRows)
			break
		}
		r := row{
			Place: strconv.Itoa(i + 1), Channel: t.T("wallboard.channel." + string(w.Channel)), Line: names[w.Line], Waited: span(t, w.Waited), Late: w.Late, Urgent: w.Urgent,
		}
		if w.Target > 0 {
			r.Target = span(t, w.Target)
		}
		v.Rows = append(v.Rows, r)
	}
	return v
}

// channelTile gathers the lines of a channel: what waits, how long, how it went today.
func channelTile(t *i18n.Printer, b *announce.Board, channel ticket.Channel) (tile, bool) {
	x := tile{Title: t.T("wallboard.channel." + string(channel)), Unit: t.T("wallboard.waiting")}
	var waiting, agents int
	var longest, wait, target time.Duration
	var today line.Tally
	found := false
	for i := range b.Lines {
		l := &b.Lines[i]
		if l.Channel != channel {
			continue
		}
		found = true
		waiting += l.Standing.Waiting
		longest, wait, agents = max(longest, l.Longest), max(wait, l.Expected), max(agents, l.Agents)
		if l.Target > 0 && (target == 0 || l.Target < target) {
			target = l.Target // The strictest of the channel's lines.
		}
		today = today.Plus(l.Today)
		x.Late = x.Late || l.Late
	}
	x.Figure = strconv.Itoa(waiting)
	if x.Late {
		x.Flag = t.T("wallboard.past_target")
	}
	x.Facts = []fact{{t.T("wallboard.longest"), span(t, longest)}, {t.T("wallboard.expected"), span(t, wait)}}
	if target > 0 {
		x.Facts = append(x.Facts, fact{t.T("wallboard.target"), span(t, target)})
	}
	x.Facts = append(x.Facts,
		fact{t.T("wallboard.agents"), strconv.Itoa(agents)},
		fact{t.T("wallboard.answered"), strconv.FormatInt(today.Answered, 10)},
		fact{t.T("wallboard.abandoned"), strconv.FormatInt(today.Abandoned, 10)},
	)
	return x, found
}

// span is a time that waits: 0:45, 12:05, 3 h 5 min, 2 d.
func span(t *i18n.Printer, d time.Duration) string {
	d = max(0, d.Round(time.Second))
	switch {
	case d < time.Hour:
		return strconv.Itoa(int(d/time.Minute)) + ":" + twoDigits(int(d%time.Minute/time.Second))
	case d < 48*time.Hour:
		return t.T("wallboard.hours", "hours", int(d/time.Hour), "minutes", int(d%time.Hour/time.Minute))
	}
	return t.T("wallboard.days", "days", int(d/(24*time.Hour)))
}

func twoDigits(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}

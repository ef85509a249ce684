package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// tick is the unit of /proc: a hundredth of a second on every Linux.
const tick = 10 * time.Millisecond

// meter reads what the server and its store have cost.
type meter struct {
	server     int
	postmaster int // 0 for SQLite.
}

// cpu is the processor time of the server, and of every process of the PostgreSQL cluster, since they began.
func (m meter) cpu() (time.Duration, error) {
	own, err := readStat(m.server)
	if err != nil {
		return 0, err
	}
	total := own.own
	if m.postmaster == 0 {
		return total, nil
	}
	all, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		return 0, err
	}
	for _, file := range all {
		pid, _ := strconv.Atoi(strings.Split(file, "/")[2])
		s, err := readStat(pid)
		if err != nil {
			continue // It ended meanwhile; its parent has its time.
		}
		switch {
		case pid == m.postmaster:
			total += s.own + s.children
		case s.parent == m.postmaster:
			total += s.own
		}
	}
	return total, nil
}

type stat struct {
	parent        int
	own, children time.Duration
}

func readStat(pid int) (stat, error) {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return stat{}, err
	}
	// The name in brackets may hold anything; what follows the last bracket does not.
	f := strings.Fields(string(raw[strings.LastIndexByte(string(raw), ')')+1:]))
	if len(f) < 15 {
		return stat{}, fmt.Errorf("/proc/%d/stat has %d fields", pid, len(f))
	}
	n := func(i int) int64 { v, _ := strconv.ParseInt(f[i], 10, 64); return v }
	return stat{int(n(1)), time.Duration(n(11)+n(12)) * tick, time.Duration(n(13)+n(14)) * tick}, nil
}

// memory is the server's resident memory: now, and the most there has been.
func (m meter) memory() (now, peak int64) {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", m.server))
	if err != nil {
		return 0, 0
	}
	for line := range strings.Lines(string(raw)) {
		f := strings.Fields(line)
		if len(f) < 2 {
			continue
		}
		kb, _ := strconv.ParseInt(f[1], 10, 64)
		switch f[0] {
		case "VmRSS:":
			now = kb << 10
		case "VmHWM:":
			peak = kb << 10
		}
	}
	return now, peak
}

// settle waits until the work that requests left behind (mail, indexes) is done: next to no processor time is used.
func (m meter) settle(most time.Duration) error {
	quiet := 0
	for end := time.Now().Add(most); quiet < 2 && time.Now().Before(end); {
		before, err := m.cpu()
		if err != nil {
			return err
		}
		time.Sleep(200 * time.Millisecond)
		after, err := m.cpu()
		if err != nil {
			return err
		}
		if quiet++; after-before > 2*tick {
			quiet = 0
		}
	}
	return nil
}

package read

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// icingaSeverities are the states of hosts and services.
var icingaSeverities = map[string]int{"DOWN": 1, "UNREACHABLE": 2, "CRITICAL": 1, "WARNING": 3, "UNKNOWN": 3, "UP": 5, "OK": 5}

// Icinga reads a call of our notification command (deploy/icinga) for Icinga 2 and Nagios: a form with their macros.
// What is none of a problem or a recovery (an acknowledgement, a downtime, a comment) says nothing about the alarm.
func Icinga(body []byte) (Batch, error) {
	f, err := url.ParseQuery(string(body))
	if err != nil {
		return Batch{}, fmt.Errorf("%w: no form", ErrFormat)
	}
	get := func(name string) string { return strings.TrimSpace(f.Get(name)) }
	host, service := get("HOSTNAME"), firstOf(get("SERVICENAME"), get("SERVICEDESC"))
	if host == "" {
		return Batch{}, fmt.Errorf("%w: HOSTNAME is missing", ErrFormat)
	}
	state, output := get("HOSTSTATE"), firstOf(get("HOSTOUTPUT"), get("OUTPUT"))
	a := Alarm{Key: host, Host: host, Link: get("URL"), Labels: map[string]string{}, Started: unix(get("TIMET")), Raw: string(body)}
	if service != "" {
		state, output = get("SERVICESTATE"), firstOf(get("SERVICEOUTPUT"), get("OUTPUT"))
		a.Key, a.Component = host+"!"+service, service
	}
	state = strings.ToUpper(state)
	kind := strings.ToUpper(get("NOTIFICATIONTYPE"))
	switch kind {
	case "ACKNOWLEDGEMENT", "DOWNTIMESTART", "DOWNTIMEEND", "DOWNTIMECANCELLED", "DOWNTIMEREMOVED", "FLAPPINGSTART", "FLAPPINGSTOP", "FLAPPINGEND", "FLAPPINGDISABLED", "CUSTOM":
		return Batch{}, nil
	case "PROBLEM", "RECOVERY", "":
	default:
		return Batch{}, fmt.Errorf("%w: NOTIFICATIONTYPE %.40q", ErrFormat, kind)
	}
	level, known := icingaSeverities[state]
	if !known {
		return Batch{}, fmt.Errorf("%w: state %.40q", ErrFormat, state)
	}
	a.State, a.Severity = Firing, level
	if kind == "RECOVERY" || state == "UP" || state == "OK" {
		a.State, a.Started = Resolved, time.Time{}
	}
	a.Summary = firstOf(service, host) + " " + state
	a.Details = strings.TrimSpace(output + "\n" + get("LONGOUTPUT"))
	for label, macro := range map[string]string{"hostgroups": "HOSTGROUPNAMES", "address": "HOSTADDRESS", "attempt": "ATTEMPT", "site": "SITE"} {
		if v := get(macro); v != "" {
			a.Labels[label] = v
		}
	}
	if !a.neat() {
		return Batch{}, ErrFormat
	}
	return Batch{Alarms: []Alarm{a}}, nil
}

func unix(s string) time.Time {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n <= 0 || n > 1<<33 {
		return time.Time{}
	}
	return time.Unix(n, 0)
}

package parse

import (
	"regexp"
	"slices"
	"strings"
)

// Number is a ticket number of another desk that a mail mentions: a candidate, to be compared with the numbers that
// tickets carry. It proves nothing alone.
type Number struct {
	Value  string // as that desk writes it, upper case: INC678439, NET-1234, 11545
	System string // servicenow, jira, zammad, otrs, rt, glpi, topdesk, bracket, word
	In     string // subject, body, header
}

const (
	maxNumbers    = 20
	maxNumberText = 32 << 10
)

// numberForms are the ways the usual desks write their numbers, the surest first. The first group is the number.
var numberForms = []struct {
	system      string
	subjectOnly bool // too common in running text
	form        *regexp.Regexp
}{
	{"servicenow", false, regexp.MustCompile(`(?i)\b((?:INC|RITM|REQ|SCTASK|CTASK|PTASK|TASK|CHG|PRB|CS|HRC|IMS|SCR|WO)\d{5,12})\b`)},
	{"otrs", false, regexp.MustCompile(`(?i)(?:^|[^\p{L}\d])(?:ticket|ärende|case|sak)\s?#\s?(\d{3,18})\b`)},
	{"rt", true, regexp.MustCompile(`\[[A-Za-z][\w .-]{1,60} #(\d{1,10})\]`)},
	{"jira", false, regexp.MustCompile(`\b([A-Z][A-Z0-9]{1,9}-\d{1,8})\b`)},
	{"bracket", true, regexp.MustCompile(`\[#?\s?([A-Za-z]{0,8}[-_ ]?\d{3,14})\]`)},
	{"bracket", true, regexp.MustCompile(`(?:^|[\s(])##?(\d{3,14})(?:##)?\b`)},
	{"topdesk", true, regexp.MustCompile(`\b([A-Z]{1,3}\d{0,2} ?\d{4} ?\d{3,5})\b`)},
	{"word", false, regexp.MustCompile(`(?i)(?:^|[^\p{L}\d])(?:ärende(?:nummer|nr|\s?id)?|ert ärende|vårt ärende|referens(?:nummer|nr)?|er ref|vår ref|ref(?:erence)?(?:\s?(?:no|nr|number))?|case(?:\s?(?:id|no|number|nr))?|ticket(?:\s?(?:id|no|number|nr))?|incident(?:\s?(?:id|no|number))?|request(?:\s?(?:id|no|number))|sr(?:\s?(?:no|number))?|vorgang(?:snummer)?|saksnummer|sagsnr)\s?[.:#]{0,2}\s{0,2}#?([A-Za-z]{0,8}[-_ ]?\d[\w-]{2,20})\b`)},
}

// numberHeaders are headers in which desks put their own number.
var numberHeaders = []string{"x-servicenow-number", "x-jira-issue-key", "x-jira-key", "x-ticket-number", "x-ticket-id", "x-otrs-ticketnumber", "x-rt-ticket", "x-zammad-ticket-number", "x-glpi-itemid", "x-github-issue", "x-gitlab-issue-iid", "x-case-number", "x-reference-number"}

// notNumbers look like issue keys and are standards, character sets and the like. A single letter before the
// dash never matches, so Lotsen's own numbers are not taken for another desk's.
var notNumbers = regexp.MustCompile(`^(?:UTF|ISO|SHA|MD|AES|RSA|TLS|SSL|CVE|RFC|COVID|USB|HDMI|IEEE|EN|SS|IPV|IP|HTTP|WIN|KB|CP|GB|TCP|UDP|COM|LPT|A|X|B|PC|VGA|MS|ID)-\d{1,5}$`)

// findNumbers lists candidates, those in headers and the subject first.
func findNumbers(m *Message, h header) []Number {
	var found []Number
	add := func(n Number) {
		n.Value = strings.ToUpper(strings.Join(strings.Fields(n.Value), " "))
		same := func(o Number) bool { return o.Value == n.Value }
		if len(found) < maxNumbers && n.Value != "" && len(n.Value) <= 40 && !notNumbers.MatchString(n.Value) && !slices.ContainsFunc(found, same) {
			found = append(found, n)
		}
	}
	for _, key := range numberHeaders {
		value, _, _ := strings.Cut(h.ascii(key), " ")
		if strings.ContainsAny(value, "0123456789") {
			add(Number{value, "header", "header"})
		}
	}
	body := cutBytes(m.Text, maxNumberText)
	for _, place := range []struct{ in, text string }{{"subject", m.Subject}, {"body", body}} {
		for _, f := range numberForms {
			if f.subjectOnly && place.in == "body" {
				continue
			}
			for _, hit := range f.form.FindAllStringSubmatch(place.text, maxNumbers) {
				add(Number{hit[1], f.system, place.in})
			}
		}
	}
	return found
}

package parse

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
)

// Kind says what sort of machine wrote a mail.
type Kind string

const (
	None           Kind = "none"            // a person, as far as one can see
	AutoReply      Kind = "auto_reply"      // an absence notice or another answer nobody wrote
	Bounce         Kind = "bounce"          // a message of ours was not delivered
	DeliveryNotice Kind = "delivery_notice" // delayed, delivered or read
	List           Kind = "list"            // a mailing list or newsletter
	Loop           Kind = "loop"            // it has been through too many hands, or through ours
	Generated      Kind = "generated"       // written by a system and meant to be read: an alarm, another desk's notice
)

// Machine is what Parse found out about a mail's author. Only None may be answered automatically.
type Machine struct {
	Kind      Kind
	Reason    string   // which mark told, for the record: «multipart/report», «sender mailer-daemon»
	Originals []string // ids of the messages it is about, most certain first
	Permanent bool     // a bounce that trying again will not cure
	Recipient string   // who was not reached
	Status    string   // enhanced status such as 5.1.1
}

// maxReceived is how many servers may pass a mail on before it counts as a loop (RFC 5321 6.3 asks for at least 100
// before refusing; real paths stay below 30).
const maxReceived = 60

// LoopHeader marks mail that Lotsen sends; seen inbound it means our own mail came back.
const LoopHeader = "x-lotsen-loop"

// daemon writes nothing but delivery notices.
var daemon = regexp.MustCompile(`(?i)^(?:mail(?:er)?[-_.]?daemon|mdaemon|microsoftexchange[0-9a-f]{8,}|mail[-_.]delivery[-_.]?(?:sub)?system)(?:[+=-].*)?$`)

// keeper is an address that mail systems use, and people too: it counts together with another mark.
var keeper = regexp.MustCompile(`(?i)^(?:p[a-z]{0,4}stmaster|root|system|admin(?:istrator)?|mail|mta|bounces?|undeliverable|nondelivery|no-?reply|amavis[a-z]*|mail[-_.]?(?:delivery|admin|system|service)|delivery[-_.a-z]*|postoffice|smtp)(?:[+=-].*)?$`)

var daemonName = regexp.MustCompile(`(?i)mail(?:er)?[- ]?deliver(?:y)?[- ](?:sub)?system|mailer[- ]?daemon|delivery (?:subsystem|status|failure)|postmaster|content[- ]filter|microsoft outlook$|system administrator|systemadministrat`)

// absence are the words that begin the subject of absence notices in the languages met here.
const absence = `(?:auto(?:matic(?:ally generated)?|mated|mati(?:sches?|que|skt|sk)|matisch)?[- _]*(?:reply|response|answer|svar|antwort|respond\w*)|autosvar|automatisk[at]? (?:svar\w*|frånvaro\w*)|abwesenheits?\w*|réponse automatique|respuesta automática|risposta automatica|resposta automática|automatisch antwoord|automaattinen vastaus|odpowiedź automatyczna|автоответ|автоматична відповідь|out of (?:the )?office(?: auto\w*)?|ooo|vacation(?: reply)?|frånvaro(?:meddelande|besked)|fravær\w*|poissa\w*|absence du bureau)`

var (
	// autoSubject is what the programs write: the words alone, or a colon and our subject. A person may well
	// write to a service desk that «Autosvar fungerar inte».
	autoSubject = regexp.MustCompile(`(?i)^\W*(?:(?:re|sv|vs|aw)\s*:\s*)?` + absence + `\s*(?:[:–]|- |$)`)
	autoWords   = regexp.MustCompile(`(?i)^\W*(?:(?:re|sv|vs|aw)\s*:\s*)?` + absence + `\b`)
)

// classify looks for the marks of machines, the surest first.
func classify(m *Message, h header, root *part, mark string) Machine {
	r := readReport(m, root)
	r.Originals = append(r.Originals, m.InReplyTo...)
	r.Originals = append(r.Originals, latestFirst(m.References)...)
	r.Originals = slices.Compact(r.Originals)
	as := func(kind Kind, reason string) Machine {
		found := r.Machine
		found.Kind, found.Reason = kind, reason
		if kind != Bounce && kind != DeliveryNotice {
			found.Permanent, found.Status, found.Recipient = false, "", ""
		}
		if kind != Bounce {
			found.Permanent = false
		}
		if kind == None || kind == List || kind == Generated {
			found.Originals = nil
		}
		return found
	}
	local, _, _ := strings.Cut(cmp.Or(m.From.Address, m.From.Name), "@")
	auto := m.Headers.AutoSubmitted
	switch {
	case h.has(LoopHeader) && (mark == "" || strings.EqualFold(h.ascii(LoopHeader), mark)):
		return as(Loop, "our own mark")
	case m.Headers.Received > maxReceived:
		return as(Loop, "passed on too often")
	case r.notice != "":
		return as(DeliveryNotice, r.notice)
	case r.bounce != "":
		return as(Bounce, r.bounce)
	case len(m.Headers.FailedRecipients) > 0:
		return as(Bounce, "x-failed-recipients")
	case isAutoReply(m, h):
		return as(AutoReply, "absence notice")
	case r.phrase != "" && (keeper.MatchString(local) || daemonName.MatchString(m.From.Name) || nullSender(m) || m.From.Address == ""):
		return as(Bounce, r.phrase)
	case daemon.MatchString(local):
		return as(Bounce, "sender "+strings.ToLower(cutBytes(local, 60)))
	case nullSender(m) && (auto == "" || auto == "no" || auto == "auto-replied"):
		return as(r.orElse(AutoReply), "empty return path")
	case r.phrase != "" && r.returned && r.titled && !r.forwarded:
		return as(Bounce, r.phrase)
	case auto == "auto-replied":
		return as(r.orElse(AutoReply), "auto-submitted")
	case m.Headers.ListID != "" || h.has("list-unsubscribe") || m.Headers.Precedence == "list":
		return as(List, "list header")
	case auto != "" && auto != "no":
		return as(r.orElse(Generated), "auto-submitted "+auto)
	case slices.Contains([]string{"bulk", "junk", "auto_reply"}, m.Headers.Precedence):
		return as(r.orElse(Generated), "precedence "+m.Headers.Precedence)
	case h.has("feedback-id") && h.has("x-autogenerated"), h.has("x-auto-generated"), m.Headers.SuppressReply != "" && !strings.EqualFold(m.Headers.SuppressReply, "none"):
		return as(Generated, "asks for no automatic answer")
	}
	return as(None, "")
}

func nullSender(m *Message) bool {
	local, _, _ := strings.Cut(m.Headers.ReturnPath, "@")
	return m.Headers.NullReturnPath || daemon.MatchString(local)
}

// isAutoReply knows the marks that vacation programs set.
func isAutoReply(m *Message, h header) bool {
	if h.has("x-autoreply") || h.has("x-autorespond") || h.has("x-autoresponder") || h.has("x-auto-reply") || m.Headers.Precedence == "auto_reply" {
		return true
	}
	marked := nullSender(m) || m.Headers.AutoSubmitted != "" && m.Headers.AutoSubmitted != "no" || m.Headers.SuppressReply != "" || m.Headers.Precedence != ""
	return autoSubject.MatchString(m.Subject) || marked && autoWords.MatchString(m.Subject)
}

func latestFirst(ids []string) []string {
	ids = slices.Clone(ids)
	slices.Reverse(ids)
	return ids
}

package notify

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
)

// Mail is one mail on its way out.
type Mail struct {
	ID       int64
	Org      directory.OrgID
	Ticket   ticket.ID
	Reason   string
	Event    int64
	MailID   string // Without angle brackets.
	Person   directory.PersonID
	To       string
	Lang     string
	From     string // "IT-support <it@storstad.example>"
	Subject  string
	Text     string
	HTML     string
	Headers  map[string]string
	State    string // waiting, sent, caught, failed, bounced
	Error    string
	Created  time.Time
	SentAt   time.Time
	attempts int
}

func (m *Mail) headers() string {
	if m.Headers == nil {
		return "{}"
	}
	raw, err := json.Marshal(m.Headers)
	if err != nil {
		// Cannot happen: strings always marshal.
		return "{}"
	}
	return string(raw)
}

// Token makes the local part of a Message-ID: the ticket, the event and a signature over them and the recipient. Nobody
// who has not received the mail can make one, and each recipient's is different.
func Token(secret []byte, t ticket.ID, event int64, address string) string {
	plain := fmt.Sprintf("t%d.e%d", t, event)
	return plain + "." + sign(secret, plain+"|"+strings.ToLower(address))
}

// ReadToken finds the ticket behind a Message-ID that we made. The signature proves that whoever quotes it has received
// the mail that went to address: ask with each address that the answer may come from. The second result tells whether
// the signature fits one of them.
func ReadToken(secret []byte, messageID string, addresses ...string) (t ticket.ID, genuine, ok bool) {
	local, _, _ := strings.Cut(strings.Trim(messageID, "<> "), "@")
	parts := strings.Split(local, ".")
	if len(parts) != 3 || !strings.HasPrefix(parts[0], "t") || !strings.HasPrefix(parts[1], "e") {
		return 0, false, false
	}
	n, err1 := strconv.ParseInt(parts[0][1:], 10, 64)
	_, err2 := strconv.ParseInt(parts[1][1:], 10, 64)
	if err1 != nil || err2 != nil || n <= 0 {
		return 0, false, false
	}
	for _, address := range addresses {
		want := sign(secret, parts[0]+"."+parts[1]+"|"+strings.ToLower(address))
		if hmac.Equal([]byte(want), []byte(strings.ToLower(parts[2]))) {
			return ticket.ID(n), true, true
		}
	}
	return ticket.ID(n), false, true
}

// returnTag is the local part of a Message-ID of ours as it stands in an address.
var returnTag = regexp.MustCompile(`(?i)t\d{1,19}\.e-?\d{1,19}\.[a-z2-7]{24}`)

// ReturnPath is the address that a mail of ours comes back to: the pattern with the mail's own mark for its star. The
// sender's own address where the pattern has none.
func ReturnPath(pattern, mailID string) string {
	local, _, _ := strings.Cut(mailID, "@")
	if before, after, ok := strings.Cut(pattern, "*"); ok && returnTag.MatchString(local) {
		return before + local + after
	}
	return ""
}

// Returned finds the mail of ours whose own return address that is. Whoever writes there proves nothing but that the mail
// has passed through their hands.
func Returned(address, domain string) (mailID string, ok bool) {
	local, _, _ := strings.Cut(address, "@")
	tag := returnTag.FindString(local)
	return strings.ToLower(tag) + "@" + domain, tag != ""
}

func sign(secret []byte, text string) string {
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte("mail\x00" + text)) // A hash never fails to write.
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(mac.Sum(nil)[:15]))
}

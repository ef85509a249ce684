package inbox

import "encoding/json"

// Way is what the transport knows of how a mail came. It is kept with the mail, so that one taken later is judged by the
// same facts.
type Way struct {
	By    string `json:"by,omitempty"`    // ByIMAP ...; "" when nobody said.
	From  string `json:"from,omitempty"`  // Sender of the envelope (MAIL FROM); "" for a bounce by SMTP, unknown otherwise.
	To    string `json:"to,omitempty"`    // Recipient of the envelope.
	Peer  string `json:"peer,omitempty"`  // IP address of the server that handed the mail to us by SMTP.
	Hello string `json:"hello,omitempty"` // What it calls itself.
}

// The transports. By SMTP the peer may be anybody; by LMTP and the pipe it is our own mail server, which has judged the
// sender already.
const (
	ByIMAP = "imap"
	BySMTP = "smtp"
	ByLMTP = "lmtp"
	ByPipe = "pipe"
)

func (w Way) text() string {
	b, _ := json.Marshal(w) // A struct of strings has no fault.
	return string(b)
}

func wayOf(text string) Way {
	var w Way
	_ = json.Unmarshal([]byte(text), &w) // What we wrote ourselves; an unknown way is the empty one.
	return w
}

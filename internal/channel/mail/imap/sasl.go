package imap

import "encoding/json"

// plain is SASL PLAIN (RFC 4616): unlike LOGIN it carries every letter that a password may have.
type plain struct{ user, password string }

// Start implements sasl.Client.
func (p *plain) Start() (mechanism string, first []byte, err error) {
	return "PLAIN", []byte("\x00" + p.user + "\x00" + p.password), nil
}

// Next implements sasl.Client.
func (*plain) Next([]byte) ([]byte, error) { return nil, nil }

// xoauth2 is XOAUTH2 as Google and Microsoft describe it: who, and a bearer token, in one line.
type xoauth2 struct {
	user, token string
	said        string // What the server said of a token that it does not take.
}

// Start implements sasl.Client.
func (x *xoauth2) Start() (mechanism string, first []byte, err error) {
	return "XOAUTH2", []byte("user=" + x.user + "\x01auth=Bearer " + x.token + "\x01\x01"), nil
}

// Next implements sasl.Client: the only challenge there is tells why it is refused, and is answered with nothing.
func (x *xoauth2) Next(challenge []byte) ([]byte, error) {
	var told struct {
		Status string `json:"status"`
		Scope  string `json:"scope"`
	}
	if json.Unmarshal(challenge, &told) == nil && told.Status != "" {
		x.said = "status " + told.Status
		if told.Scope != "" {
			x.said += ", scope " + told.Scope
		}
	}
	return []byte{}, nil
}

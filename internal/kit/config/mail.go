package config

import (
	"net/mail"
	"strings"
)

// Mail is how the senders of mail are judged, and how ours proves where it comes from.
type Mail struct {
	MailKeys     string   `toml:"mail_keys" default:"dns" doc:"Where the keys are found with which senders' domains sign (DKIM): dns, or off where there is none to ask."`
	MailServers  []string `toml:"mail_servers" doc:"Names (authserv-id) of your own receiving mail servers: what their Authentication-Results say of SPF, DKIM and DMARC is believed. - stands for a server that writes no name, as Exchange Online. The servers must take away such headers of others."`
	MailReturn   string   `toml:"mail_return" doc:"Where our mail comes back that cannot be delivered, with * for a mark: studs+*@it.example.se. Mail to it must reach a mailbox of Lotsen's. Empty: it comes back to the sender's address."`
	DKIMDomain   string   `toml:"dkim_domain" doc:"Domain in whose name our mail is signed. Empty: it is not, or your mail server does it."`
	DKIMSelector string   `toml:"dkim_selector" default:"lotsen" doc:"Selector under which the domain publishes the key."`
	DKIMKey      string   `toml:"dkim_key" doc:"File with the private key (PEM; RSA or Ed25519)."`
}

func (m *Mail) check(fault func(key, want string)) {
	if m.MailKeys != "dns" && m.MailKeys != "off" {
		fault("mail_keys", "dns or off")
	}
	if m.MailReturn != "" {
		filled := strings.Replace(m.MailReturn, "*", "x", 1)
		if a, err := mail.ParseAddress(filled); err != nil || a.Address != filled || filled == m.MailReturn {
			fault("mail_return", "an address with a star, as studs+*@it.example.se")
		}
	}
	if (m.DKIMDomain == "") != (m.DKIMKey == "") {
		fault("dkim_key", "dkim_domain and dkim_key together")
	}
}

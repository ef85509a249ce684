package setting

// How mail is taken.
const (
	MailVerified Key = "mail.verified" // What makes a sender verified.
	MailSpam     Key = "mail.spam"     // Whose marks of spam are believed.
	MailRepeat   Key = "mail.repeat"   // For how long the same mail again is only counted.
)

// What makes a sender verified.
const (
	VerifiedByReply  = "reply"  // Only an answer to a mail that we sent to them.
	VerifiedByDomain = "domain" // Also their domain's signature, or what the receiving server says of it.
)

func mailSettings() []Definition {
	return []Definition{
		{Key: MailVerified, Topic: TopicContact, Kind: Choice, Options: []string{VerifiedByDomain, VerifiedByReply}, Rows: []string{"CH-06"}, std: VerifiedByDomain},
		{
			Key: MailSpam, Topic: TopicContact, Kind: Choice, Options: []string{"off", "spamassassin", "exchange", "rspamd"},
			Rows: []string{"CH-06"}, std: "off",
		},
		{Key: MailRepeat, Topic: TopicContact, Kind: Int, Unit: "minutes", Min: 0, Max: 24 * 60, Rows: []string{"CH-34"}, std: 60},
	}
}

package setting

// TopicAccess is about who may what.
const TopicAccess Topic = "access"

// BaseUsers lists the categories of people who are base users: all others are temporary users.
const BaseUsers Key = "access.base"

// Standard returns what counts, as JSON, for an organisation that has decided nothing and whose preset says nothing
// else: for statements that read a setting themselves.
func Standard(key Key) string {
	d, ok := definitionOf(key)
	if !ok {
		return "null"
	}
	return d.preset("")
}

func accessSettings() []Definition {
	return []Definition{
		{
			Key: BaseUsers, Topic: TopicAccess, Kind: Several, Rows: []string{"RO-05", "RO-06", "RO-19", "RO-23"},
			Options: []string{"employee", "elected", "consultant", "supplier", "other", "guardian", "pupil"},
			std:     []string{"employee", "elected", "consultant"},
		},
	}
}

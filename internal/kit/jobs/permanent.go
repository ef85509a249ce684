package jobs

// IsPermanent reports whether err was marked by Permanent, for workers that note the outcome elsewhere too.
func IsPermanent(err error) bool { return isPermanent(err) }

package slow

import (
	"flag"
	"fmt"
	"os"
)

// Why says why something is left out, and what brings it back.
const Why = "left out: takes minutes; make test runs it, and so do LOTSEN_SLOW=1 and -run"

// Wanted reports whether somebody asked for what takes minutes.
func Wanted() bool {
	named := flag.Lookup("test.run")
	return os.Getenv("LOTSEN_SLOW") == "1" || os.Getenv("LOTSEN_REQUIRE_ALL") == "1" || os.Getenv("LOTSEN_FAULTS") != "" ||
		named != nil && named.Value.String() != ""
}

// LeftOut reports whether the package's tests are left out of this run, and says so. For TestMain.
func LeftOut() bool {
	flag.Parse()
	if !Wanted() {
		fmt.Println(Why)
	}
	return !Wanted()
}

package backup

import (
	"errors"
	"time"

	"lotsen/internal/kit/schema"
)

// Names inside the archive. Tables come in parts of bounded size, because a tar wants to know sizes beforehand.
const (
	headName   = "lotsen-backup.json"
	tableDir   = "table/"
	blobDir    = "blob/"
	manifest   = "manifest.json"
	formatName = "lotsen backup"
	formatNow  = 1
	partSize   = 4 << 20
)

// head is the archive's first entry: all that is needed to decide whether it can be restored.
type head struct {
	Format  string        `json:"format"`
	Version int           `json:"version"`
	Schema  int64         `json:"schema"`
	Engine  string        `json:"engine"`
	Taken   time.Time     `json:"taken"`
	Tables  []tableLayout `json:"tables"`
}

// tableLayout names a table's columns in the order of the values in its lines.
type tableLayout struct {
	Name    string         `json:"name"`
	Columns []columnLayout `json:"columns"`
}

type columnLayout struct {
	Name string      `json:"name"`
	Kind schema.Kind `json:"kind"` // Booleans are 0 and 1, bytes are base64.
}

// Summary is the archive's last entry, and what Write and Restore tell. Tables are by name.
type Summary struct {
	Tables map[string]TableSum `json:"tables"`
	Files  FileSum             `json:"files"`
	// Missing and Damaged are files that rows point at but that were not there, or not whole, when the backup was taken.
	Missing []string  `json:"missing,omitempty"`
	Damaged []string  `json:"damaged,omitempty"`
	Taken   time.Time `json:"taken"`
	Schema  int64     `json:"schema"`
}

// TableSum counts a table's rows and sums up its lines.
type TableSum struct {
	Rows   int64  `json:"rows"`
	SHA256 string `json:"sha256"`
	// Last is the highest number that the table has given out, so that none is given twice.
	Last int64 `json:"last,omitempty"`
}

// FileSum counts the files.
type FileSum struct {
	Count int64 `json:"count"`
	Bytes int64 `json:"bytes"`
}

// Errors that the command explains.
var (
	ErrNotEmpty = errors.New("backup: the database already holds data")
	ErrNewer    = errors.New("backup: taken by a newer version of Lotsen")
	ErrArchive  = errors.New("backup: the file is damaged or is not a backup")
)

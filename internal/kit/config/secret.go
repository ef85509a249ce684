package config

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// minSecret is the shortest secret that is taken, in characters.
const minSecret = 32

// Secret reads the secret's file; where it is missing a new secret is written that only the owner may read. Without a
// file configured it is nil: the database keeps one.
func (c Config) Secret() ([]byte, error) {
	if c.SecretFile == "" {
		return nil, nil
	}
	raw, err := os.ReadFile(c.SecretFile)
	if errors.Is(err, fs.ErrNotExist) {
		raw, err = newSecret(c.SecretFile)
	}
	if err != nil {
		return nil, fmt.Errorf("secret_file: %w", err)
	}
	info, err := os.Stat(c.SecretFile)
	if err != nil {
		return nil, fmt.Errorf("secret_file: %w", err)
	}
	if info.Mode().Perm()&0o007 != 0 {
		return nil, fmt.Errorf("secret_file %s: everybody may read it; chmod 600", c.SecretFile)
	}
	secret := strings.TrimSpace(string(raw))
	if len(secret) < minSecret {
		return nil, fmt.Errorf("secret_file %s: want at least %d characters", c.SecretFile, minSecret)
	}
	return []byte(secret), nil
}

func newSecret(file string) ([]byte, error) {
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return nil, err
	}
	random := make([]byte, 32)
	_, _ = rand.Read(random) // Never fails: the program ends instead.
	text := []byte(hex.EncodeToString(random) + "\n")
	temp, err := os.CreateTemp(filepath.Dir(file), ".secret-") // 0600.
	if err != nil {
		return nil, err
	}
	defer os.Remove(temp.Name()) //nolint:errcheck // The link below keeps the file.
	_, err = temp.Write(text)
	if err = errors.Join(err, temp.Sync(), temp.Close()); err != nil {
		return nil, err
	}
	// A link, not a rename: of two processes that start at once the second finds the first one's secret.
	if err := os.Link(temp.Name(), file); errors.Is(err, fs.ErrExist) {
		return os.ReadFile(file)
	} else if err != nil {
		return nil, err
	}
	return text, nil
}

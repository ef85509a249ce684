package config

import (
	"os"
	"path/filepath"
	"testing"
)

func TestA_partners_secret_is_a_file_of_the_folder_and_no_other(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"folder/gsit": " hemlig\n", "folder/tom": "\n", "outside": "annat"} {
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	c := Config{PartnerSecrets: filepath.Join(dir, "folder")}
	if s, ok := c.PartnerSecret("gsit"); !ok || s != "hemlig" {
		t.Errorf("%q %v", s, ok)
	}
	for _, name := range []string{"tom", "saknas", "../outside", "", "GSIT"} {
		if s, ok := c.PartnerSecret(name); ok {
			t.Errorf("%s: %q", name, s)
		}
	}
	if _, ok := (Config{}).PartnerSecret("gsit"); ok {
		t.Error("a secret without a folder")
	}
}

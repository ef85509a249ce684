// Command styleguide writes the example pages of internal/web/ui/styleguide as files that a browser can open.
//
//	go run ./internal/tool/styleguide DIR
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"lotsen/internal/kit/i18n"
	"lotsen/internal/web/static"
	"lotsen/internal/web/ui/styleguide"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "styleguide:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 1 {
		return errors.New("usage: styleguide DIR")
	}
	assets, err := static.New()
	if err != nil {
		return err
	}
	pages, err := styleguide.Pages(assets.Relative(), i18n.Swedish)
	if err != nil {
		return err
	}
	// CopyFS does not write over files, and yesterday's are of no use.
	folder := filepath.Join(args[0], "static")
	if err := os.RemoveAll(folder); err != nil {
		return err
	}
	if err := os.CopyFS(folder, assets.Files()); err != nil {
		return err
	}
	for _, page := range pages {
		f, err := os.Create(filepath.Join(args[0], page.Name+".html"))
		if err != nil {
			return err
		}
		if err := page.Content.Render(context.Background(), f); err != nil {
			return err
		}
		if err := f.Close(); err != nil {
			return err
		}
	}
	return nil
}

package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
)

func main() {
	base := flag.String("base", "http://localhost:8080", "where Lotsen runs")
	list := flag.String("list", "docs/pictures/pages.txt", "what to take")
	out := flag.String("out", "docs/pictures", "folder for the pictures")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, *base, *list, *out); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, base, list, out string) error {
	f, err := os.Open(list)
	if err != nil {
		return fmt.Errorf("open the list of pages: %w", err)
	}
	defer f.Close()
	pages, err := readPages(f)
	if err != nil {
		return err
	}
	p, stop := open(ctx, base)
	defer stop()
	for _, pg := range pages {
		png, err := p.shoot(pg)
		if err != nil {
			return err
		}
		file := filepath.Join(out, pg.name+".png")
		if err := os.WriteFile(file, png, 0o644); err != nil {
			return fmt.Errorf("keep the picture: %w", err)
		}
		fmt.Printf("%-40s %4d KB\n", file, len(png)/1024)
	}
	return nil
}

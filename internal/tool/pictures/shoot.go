package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// photographer starts a browser for each picture.
type photographer struct {
	base   string
	parent context.Context
}

// open prepares the way Chromium is started; stop ends what still runs.
func open(ctx context.Context, base string) (p photographer, stop func()) {
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.Flag("lang", "sv"), chromedp.Flag("hide-scrollbars", true))
	if os.Getuid() == 0 {
		// Chromium's sandbox refuses to run as root.
		options = append(options, chromedp.NoSandbox)
	}
	ctx, stop = chromedp.NewExecAllocator(ctx, options...)
	return photographer{base: base, parent: ctx}, stop
}

// shoot signs in as the page's person, opens it and gives a PNG of its whole height. Each picture has a browser profile of its own.
func (p photographer) shoot(pg page) ([]byte, error) {
	browser, stop := chromedp.NewContext(p.parent)
	defer stop()
	// The first call starts the browser and must not carry the deadline: the browser would end with it.
	if err := chromedp.Do(browser, chromedp.EmulateViewport(int64(pg.width), 900)); err != nil {
		return nil, fmt.Errorf("start Chromium: %w", err)
	}
	ctx, cancel := context.WithTimeout(browser, 40*time.Second)
	defer cancel()

	scheme := "light"
	if pg.dark {
		scheme = "dark"
	}
	media := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: scheme},
		{Name: "prefers-reduced-motion", Value: "reduce"},
	}}
	if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, media); err != nil {
		return nil, fmt.Errorf("picture %s: %w", pg.name, err)
	}
	if pg.who != "-" {
		if err := p.signIn(ctx, pg.who); err != nil {
			return nil, fmt.Errorf("picture %s: %w", pg.name, err)
		}
	}
	if err := chromedp.Do(ctx, chromedp.Navigate(p.base+pg.path), chromedp.WaitReady("main")); err != nil {
		return nil, fmt.Errorf("picture %s: %w", pg.name, err)
	}
	for _, words := range pg.links {
		link := fmt.Sprintf(`//main//a[contains(normalize-space(.), %q)]`, words)
		if _, err := chromedp.RunResponse(ctx, chromedp.Click(link)); err != nil {
			return nil, fmt.Errorf("picture %s: follow %q: %w", pg.name, words, err)
		}
	}
	png, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
	if err != nil {
		return nil, fmt.Errorf("picture %s: %w", pg.name, err)
	}
	return small(png)
}

// signIn presses the button or link of the login page that carries the name, and waits until its page has come.
func (p photographer) signIn(ctx context.Context, who string) error {
	if err := chromedp.Do(ctx, chromedp.Navigate(p.base+"/login")); err != nil {
		return fmt.Errorf("open the login page: %w", err)
	}
	button := fmt.Sprintf(`//main//*[self::button or self::a][contains(normalize-space(.), %q)]`, who)
	if _, err := chromedp.RunResponse(ctx, chromedp.Click(button)); err != nil {
		return fmt.Errorf("choose %s on the login page: %w", who, err)
	}
	return nil
}

package main

import (
	"context"
	"errors"
	"fmt"

	"lotsen/internal/app"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/logx"
	"lotsen/locales"
)

// withApp calls fn with the product wired as for serving, but with nothing running: what fn enqueues is done by the
// serving process.
func (w *world) withApp(ctx context.Context, fn func(a *app.App) error) (err error) {
	options, err := appOptions(w.config, logx.New(w.err, w.config.LogFormat, "warn"))
	if err != nil {
		return err
	}
	a, err := app.New(ctx, options)
	if err != nil {
		return err
	}
	defer func() {
		if stopped := a.Stop(); err == nil {
			err = stopped
		}
	}()
	return fn(a)
}

// explain puts what a use case refused into words.
func explain(err error) error {
	var refused *errs.Error
	if !errors.As(err, &refused) || refused.Kind == errs.Internal {
		return err
	}
	texts, loading := i18n.Load(locales.Files)
	if loading != nil {
		return err
	}
	p := texts.Printer(i18n.English)
	if len(refused.Fields) == 0 {
		return errors.New(say(p, refused.Key, refused.Args))
	}
	var faults []error
	for _, f := range refused.Fields {
		faults = append(faults, fmt.Errorf("%s: %s", f.Name, say(p, f.Key, f.Args)))
	}
	return errors.Join(faults...)
}

// say gives the text, or the key itself, which is better than nothing for somebody at a terminal.
func say(p *i18n.Printer, key string, args []any) string {
	if !p.Has(key) {
		return key
	}
	return p.T(key, args...)
}

package main

import (
	"context"
	"errors"
	"io"
)

type cluster struct{}

func startCluster(ctx context.Context, dir string, out io.Writer) (*cluster, error) { return nil, nil }
func (c *cluster) floor(ctx context.Context) ([]row, error)                     { return nil, nil }
func (c *cluster) filled(ctx context.Context, size int) (string, error)         { return "", errors.ErrUnsupported }
func (c *cluster) copied(ctx context.Context, size int) (string, int64, error)  { return "", 0, errors.ErrUnsupported }
func (c *cluster) postmaster() int                                              { return 0 }
func (c *cluster) stop(ctx context.Context) error                               { return nil }

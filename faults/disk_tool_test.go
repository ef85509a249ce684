package faults_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"unsafe"
)

// disk is a file system of a test's own that can be filled or made read-only, or, where the machine lets nobody mount,
// limits on what the node may write.
type disk struct {
	Dir     string
	Mounted bool
	ballast string
}

// newDisk mounts a small one in memory. It says when it cannot, and then the faults are made with limits instead, which
// need no rights: a file may not grow beyond them (RLIMIT_FSIZE), so every write that needs room fails.
func newDisk(t testing.TB, dir string, megabytes int) *disk {
	t.Helper()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	d := &disk{Dir: dir, ballast: filepath.Join(dir, "ballast")}
	if os.Getenv("LOTSEN_FAULTS_NO_MOUNT") != "" {
		return d
	}
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, fmt.Sprintf("size=%dm,mode=0700", megabytes)); err != nil {
		t.Logf("no file system can be mounted here (%v): the node's files are limited instead", err)
		return d
	}
	d.Mounted = true
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return d
}

// fill leaves no room.
func (d *disk) fill(t testing.TB, nodes ...*node) {
	t.Helper()
	if !d.Mounted {
		for _, n := range nodes {
			n.limitFiles(t, 4096)
		}
		return
	}
	f, err := os.Create(d.ballast)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	block := make([]byte, 64<<10)
	for len(block) > 0 {
		if _, err := f.Write(block); err != nil {
			if !errors.Is(err, syscall.ENOSPC) {
				t.Fatal(err)
			}
			block = block[:len(block)/2]
		}
	}
}

// free gives the room back.
func (d *disk) free(t testing.TB, nodes ...*node) {
	t.Helper()
	if !d.Mounted {
		for _, n := range nodes {
			n.limitFiles(t, ^uint64(0))
		}
		return
	}
	if err := os.Remove(d.ballast); err != nil {
		t.Fatal(err)
	}
}

// readOnly makes it so, or writable again. It works only while no file on it is open for writing.
func (d *disk) readOnly(on bool) error {
	flags := uintptr(syscall.MS_REMOUNT)
	if on {
		flags |= syscall.MS_RDONLY
	}
	return syscall.Mount("tmpfs", d.Dir, "tmpfs", flags, "")
}

// limitFiles bounds how far the node's files may grow, from now on.
func (n *node) limitFiles(t testing.TB, size uint64) {
	t.Helper()
	limit := syscall.Rlimit{Cur: size, Max: ^uint64(0)}
	_, _, errno := syscall.RawSyscall6(syscall.SYS_PRLIMIT64, uintptr(n.cmd.Process.Pid), syscall.RLIMIT_FSIZE, uintptr(unsafe.Pointer(&limit)), 0, 0, 0)
	if errno != 0 {
		t.Fatalf("limit the node's files: %v", errno)
	}
}

// Package overload holds tests alone: ten times as many clients as the wired app has room for, many of them slow, over
// real connections. What they prove is that memory stays bounded, that a no comes quickly, and that the desk goes on.
//
// Owns: floods. Does not own: the rules of a single lane, rate or budget, which stand in package web.
package overload

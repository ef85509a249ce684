package sqldb

import "reflect"

func isStringKind[T ~int64 | ~string](v T) bool { return reflect.TypeOf(v).Kind() == reflect.String }

func toString[T ~int64 | ~string](v T) string { return reflect.ValueOf(v).String() }

func toInt[T ~int64 | ~string](v T) int64 { return reflect.ValueOf(v).Int() }

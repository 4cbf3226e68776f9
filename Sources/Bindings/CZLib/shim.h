#pragma once
#include <zlib.h>

/* inflateInit2 is a macro; 15 window bits with 16 added mean a gzip header and trailer. */
static inline int pinch_gunzip_begin(z_stream *stream) { return inflateInit2(stream, 15 + 16); }

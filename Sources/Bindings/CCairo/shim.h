#pragma once
#include <cairo.h>
#include <cairo-pdf.h>
#include <cairo-svg.h>

/* Ties the life of what a stream surface writes into to the surface itself: a context may outlive our owner. */
static inline cairo_status_t pinch_surface_keep(cairo_surface_t *surface, void *kept, cairo_destroy_func_t release) {
    static const cairo_user_data_key_t key;
    return cairo_surface_set_user_data(surface, &key, kept, release);
}

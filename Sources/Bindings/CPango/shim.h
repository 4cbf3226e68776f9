#pragma once
#include <pango/pangocairo.h>
#include <pango/pangofc-fontmap.h>
#include <fontconfig/fontconfig.h>

/* Casts that the headers hide in macros. */
static inline void pinch_font_map_use(PangoFontMap *map, FcConfig *config) {
    pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(map), config);
}

static inline FcBool pinch_config_add_file(FcConfig *config, const char *path) {
    return FcConfigAppFontAddFile(config, (const FcChar8 *)path);
}

static inline cairo_scaled_font_t *pinch_scaled_font(PangoFont *font) {
    return pango_cairo_font_get_scaled_font(PANGO_CAIRO_FONT(font));
}

/* Numbers that the headers give as casts in macros, which Swift does not see. */
enum { PINCH_GLYPH_EMPTY = 0x0FFFFFFF, PINCH_GLYPH_UNKNOWN_FLAG = 0x10000000 };

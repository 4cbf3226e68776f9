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

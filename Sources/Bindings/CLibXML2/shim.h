#pragma once
/* Debian's libxml2 pulls in ICU's headers, which clash with Foundation's in debug builds: switch them off first. */
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <libxml/xmlreader.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>
#include <libxml/xmlerror.h>

/* libxml2 2.12 makes the error pointer const; these casts serve both. */
typedef void (*pinch_xml_error_handler)(void *user, const xmlError *error);

static inline void pinch_xml_on_error(xmlParserCtxtPtr context, pinch_xml_error_handler handler) {
    context->sax->serror = (xmlStructuredErrorFunc)handler;
}

static inline void pinch_xml_on_doctype(xmlParserCtxtPtr context, internalSubsetSAXFunc handler) {
    context->sax->internalSubset = handler;
}

static inline void pinch_xpath_on_error(xmlXPathContextPtr context, pinch_xml_error_handler handler, void *user) {
    context->error = (xmlStructuredErrorFunc)handler;
    context->userData = user;
}

/* xmlFree is a global function pointer, which Swift 6 refuses to touch. */
static inline void pinch_xml_free(void *memory) { xmlFree(memory); }

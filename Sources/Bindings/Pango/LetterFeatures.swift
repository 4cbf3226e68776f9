internal import CPango

/// How letters are set: each by itself.
///
/// A ligature of f and i is one sign in the file: who searches a report for "fit" or copies "fitted" does not find it.
@safe final class LetterFeatures {
    /// The wish as an analysis takes it.
    let list: UnsafeMutablePointer<GSList>?
    init() { unsafe list = g_slist_append(nil, LetterFeatures.attribute) }

    deinit {
        unsafe g_slist_free_full(list) { attribute in
            guard let attribute = unsafe attribute else { return }
            unsafe pango_attribute_destroy(attribute.assumingMemoryBound(to: PangoAttribute.self))
        }
    }

    /// Sets all text of a layout so.
    static func apply(to layout: OpaquePointer) {
        let attributes = unsafe pango_attr_list_new()
        // The list takes the attribute over, the layout takes a reference to the list.
        unsafe pango_attr_list_insert(attributes, attribute)
        unsafe pango_layout_set_attributes(layout, attributes)
        unsafe pango_attr_list_unref(attributes)
    }

    /// The wish, over the whole of a text.
    private static var attribute: UnsafeMutablePointer<PangoAttribute>? {
        let attribute = unsafe pango_attr_font_features_new("liga=0,clig=0,dlig=0")
        unsafe attribute?.pointee.start_index = 0
        unsafe attribute?.pointee.end_index = UInt32.max
        return unsafe attribute
    }
}

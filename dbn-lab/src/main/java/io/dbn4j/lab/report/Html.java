package io.dbn4j.lab.report;

import io.dbn4j.core.json.Json;

/** Escaping of text that must not become markup or script. */
final class Html {

    private Html() {}

    /** Escapes text for element content and quoted attributes. */
    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    /**
     * Writes JSON for a script element: the escaped characters occur only inside strings, where the escape means the
     * same.
     */
    static String json(Object value) {
        return Json.line(value).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026");
    }
}

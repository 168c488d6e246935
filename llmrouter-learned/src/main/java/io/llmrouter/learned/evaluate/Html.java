package io.llmrouter.learned.evaluate;

import java.util.List;

/** Pieces of HTML. */
final class Html {
    private Html() {}

    /** A text with what means something in HTML replaced. */
    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    /** A table; the first column is text, the others are numbers. */
    static String table(List<String> header, List<List<String>> rows) {
        var html = new StringBuilder("<table><thead><tr>");
        header.forEach(cell -> html.append("<th>").append(escaped(cell)).append("</th>"));
        html.append("</tr></thead><tbody>\n");
        for (List<String> row : rows) {
            html.append("<tr>");
            row.forEach(cell -> html.append("<td>").append(escaped(cell)).append("</td>"));
            html.append("</tr>\n");
        }
        return html.append("</tbody></table>\n").toString();
    }
}

package io.llmrouter.cli.doctor;

import io.llmrouter.cli.doctor.Finding.Status;
import io.llmrouter.cli.json.Json;
import io.llmrouter.cli.terminal.Console;
import io.llmrouter.cli.terminal.Style;
import io.llmrouter.cli.terminal.Texts;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Shows findings.
 *
 * @param file the configuration
 * @param findings what was found
 */
public record DoctorReport(String file, List<Finding> findings) {
    private static final int STATUS_WIDTH = 4;
    private static final int CHECK_WIDTH = 12;

    public long problems() {
        return count(Status.PROBLEM);
    }

    public long warnings() {
        return count(Status.WARNING);
    }

    /** Lines for people, the findings of each subject together. */
    public void print(Console console) {
        Style style = console.style();
        String subject = "";
        console.out().println("Checking " + file);
        for (Finding finding : findings) {
            if (!finding.subject().equals(subject)) {
                subject = finding.subject();
                console.out().println();
                console.out().println(style.bold(subject));
            }
            print(finding, console);
        }
        console.out().println();
        String summary = counted(problems(), "problem") + ", " + counted(warnings(), "warning");
        console.out()
                .println(
                        problems() > 0
                                ? style.red(summary)
                                : warnings() > 0 ? style.yellow(summary) : style.green(summary));
    }

    private static void print(Finding finding, Console console) {
        Style style = console.style();
        String indent = " ".repeat(2 + STATUS_WIDTH + 2 + CHECK_WIDTH + 2);
        int width = Math.max(30, console.width() - indent.length());
        String start = "  " + label(finding.status(), style) + "  " + padded(finding.check(), CHECK_WIDTH) + "  ";
        for (String line : Texts.wrap(finding.message(), width)) {
            console.out().println(start + line);
            start = indent;
        }
        String mark = style.arrow() + " ";
        if (!finding.remedy().isEmpty()) {
            for (String line : Texts.wrap(finding.remedy(), width - mark.length())) {
                console.out().println(indent + style.cyan(mark + line));
                mark = " ".repeat(mark.length());
            }
        }
    }

    private static String label(Status status, Style style) {
        return switch (status) {
            case OK -> style.green(padded("ok", STATUS_WIDTH));
            case WARNING -> style.yellow(padded("warn", STATUS_WIDTH));
            case PROBLEM -> style.red(padded("FAIL", STATUS_WIDTH));
        };
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    /** The same for programs. */
    public ObjectNode json() {
        ObjectNode node = Json.object();
        node.put("file", file);
        node.put("ok", problems() == 0);
        node.put("problems", problems());
        node.put("warnings", warnings());
        ArrayNode array = node.putArray("findings");
        for (Finding finding : findings) {
            array.addObject()
                    .put("status", finding.status().name().toLowerCase(Locale.ROOT))
                    .put("subject", finding.subject())
                    .put("check", finding.check())
                    .put("message", finding.message())
                    .put("remedy", finding.remedy());
        }
        return node;
    }

    private long count(Status status) {
        return findings.stream().filter(finding -> finding.status() == status).count();
    }

    private static String counted(long count, String thing) {
        return (count == 0 ? "no" : Long.toString(count)) + " " + thing + (count == 1 ? "" : "s");
    }
}

package io.llmrouter.server;

import io.llmrouter.api.RoutingReport;
import io.netty.util.AsciiString;
import java.math.BigDecimal;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Tells clients how an answer came about. */
final class ReportHeaders {
    private static final JsonMapper JSON = new JsonMapper();
    private static final AsciiString MODEL = AsciiString.cached("x-llmrouter-model");
    private static final AsciiString STRATEGY = AsciiString.cached("x-llmrouter-strategy");
    private static final AsciiString ATTEMPTS = AsciiString.cached("x-llmrouter-attempts");
    private static final AsciiString COST = AsciiString.cached("x-llmrouter-cost-usd");
    private static final AsciiString WARNINGS = AsciiString.cached("x-llmrouter-warnings");

    private ReportHeaders() {}

    /** What is known before an answer: of a stream the cost is not. */
    static void set(ResponseChannel channel, RoutingReport report, int attempts) {
        channel.header(MODEL, report.model());
        channel.header(STRATEGY, report.decision().strategy());
        channel.header(ATTEMPTS, Integer.toString(attempts));
        if (!report.unsupported().isEmpty()) {
            channel.header(WARNINGS, "unsupported: " + String.join(", ", report.unsupported()));
        }
        report.costIfKnown().ifPresent(cost -> channel.header(COST, text(cost)));
    }

    /** The whole report as fields. */
    static void put(ObjectNode fields, RoutingReport report) {
        fields.put("request_id", report.requestId());
        fields.put("model", report.model());
        fields.put("strategy", report.decision().strategy());
        fields.put("reason", report.decision().reason());
        fields.put("attempts", report.attempts().size());
        fields.put("cost_usd", report.costIfKnown().map(ReportHeaders::text).orElse(null));
        if (!report.unsupported().isEmpty()) {
            ArrayNode unsupported = fields.putArray("unsupported");
            report.unsupported().forEach(unsupported::add);
        }
        fields.put("elapsed_ms", report.elapsed().toMillis());
    }

    /** The whole report as an event-stream comment, which clients pass over unless they look for it. */
    static String comment(RoutingReport report) {
        ObjectNode fields = JSON.createObjectNode();
        put(fields, report);
        return ": x-llmrouter " + fields + "\n\n";
    }

    private static String text(BigDecimal cost) {
        return cost.signum() == 0 ? "0" : cost.stripTrailingZeros().toPlainString();
    }
}

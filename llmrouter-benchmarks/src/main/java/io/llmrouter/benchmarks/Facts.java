package io.llmrouter.benchmarks;

import io.llmrouter.benchmarks.report.Machine;
import java.util.List;

/** Where and how something was measured. */
final class Facts {
    private Facts() {}

    static List<String> of(Options options) {
        return List.of(
                Machine.facts(),
                options.rounds() + " rounds of " + options.measured().toMillis() / 1000.0
                        + " s for each load and gateway; figures are medians, with the least and the greatest round.",
                options.gatewayCore()
                        .map(core -> "Gateways on core " + core + ", the mock and its clients on core 0.")
                        .orElse("Gateways, mock and clients share all cores."));
    }
}

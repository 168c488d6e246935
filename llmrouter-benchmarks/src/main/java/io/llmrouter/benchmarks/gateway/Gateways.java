package io.llmrouter.benchmarks.gateway;

import java.util.List;

/** All gateways that can be compared, in the order in which they take their turns. */
public final class Gateways {
    private Gateways() {}

    /** Ours first. */
    public static List<Gateway> all() {
        return List.of(new LlmRouterServer(), new Nginx(), new Portkey(), new LiteLlm(), new Bifrost());
    }
}

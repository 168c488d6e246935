package io.llmrouter.fuzz;

import io.llmrouter.bedrock.EventStreamTarget;
import io.llmrouter.http.provider.RetryAfterTarget;
import io.llmrouter.server.ClientRequestTarget;
import java.util.Arrays;

/** All targets, by the names that the script {@code run} and the folders of the corpus have. */
public enum Target {
    SSE("sse", SseTarget.class, SseTarget::fuzzerTestOneInput),
    OPENAI_REQUEST("openai-request", OpenAiRequestTarget.class, OpenAiRequestTarget::fuzzerTestOneInput),
    ANTHROPIC_REQUEST("anthropic-request", AnthropicRequestTarget.class, AnthropicRequestTarget::fuzzerTestOneInput),
    OPENAI_RESPONSE("openai-response", OpenAiResponseTarget.class, OpenAiResponseTarget::fuzzerTestOneInput),
    ANTHROPIC_RESPONSE(
            "anthropic-response", AnthropicResponseTarget.class, AnthropicResponseTarget::fuzzerTestOneInput),
    OPENAI_STREAM("openai-stream", OpenAiStreamTarget.class, OpenAiStreamTarget::fuzzerTestOneInput),
    ANTHROPIC_STREAM("anthropic-stream", AnthropicStreamTarget.class, AnthropicStreamTarget::fuzzerTestOneInput),
    EMBEDDING("embedding", EmbeddingTarget.class, EmbeddingTarget::fuzzerTestOneInput),
    PROVIDER_ERROR("provider-error", ProviderErrorTarget.class, ProviderErrorTarget::fuzzerTestOneInput),
    RETRY_AFTER("retry-after", RetryAfterTarget.class, RetryAfterTarget::fuzzerTestOneInput),
    EVENT_STREAM("event-stream", EventStreamTarget.class, EventStreamTarget::fuzzerTestOneInput),
    CLIENT_REQUEST("client-request", ClientRequestTarget.class, ClientRequestTarget::fuzzerTestOneInput),
    CONFIGURATION("configuration", ConfigurationTarget.class, ConfigurationTarget::fuzzerTestOneInput),
    ROUTER_FILE("router-file", RouterFileTarget.class, RouterFileTarget::fuzzerTestOneInput),
    ROUTING_TABLE("routing-table", RoutingTableTarget.class, RoutingTableTarget::fuzzerTestOneInput),
    SAVED_MODEL("saved-model", SavedModelTarget.class, SavedModelTarget::fuzzerTestOneInput),
    JOURNAL("journal", JournalTarget.class, JournalTarget::fuzzerTestOneInput);

    private final String title;
    private final Class<?> type;

    @SuppressWarnings("ImmutableEnumChecker") // all of them are references to static methods
    private final Check check;

    /** What a target does with an input. */
    @FunctionalInterface
    private interface Check {
        void accept(byte[] data);
    }

    Target(String title, Class<?> type, Check check) {
        this.title = title;
        this.type = type;
        this.check = check;
    }

    /** The name of its folder in the corpus. */
    public String title() {
        return title;
    }

    /** Fails if the reader does with the bytes what it must not. */
    public void check(byte[] data) {
        check.accept(data);
    }

    /** Writes the names and classes of the targets, a line each, for the script. */
    public static void main(String[] names) {
        var lines = new StringBuilder();
        Arrays.stream(values())
                .filter(target -> names.length == 0 || Arrays.asList(names).contains(target.title))
                .forEach(target -> lines.append(target.title)
                        .append(' ')
                        .append(target.type.getName())
                        .append('\n'));
        System.out.print(lines);
        System.out.flush();
    }
}

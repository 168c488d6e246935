package io.llmrouter.fuzz;

import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.wire.WireFormat;
import java.util.Arrays;
import java.util.List;

/** What providers say when they refuse: the first byte chooses the status, the others are the body. */
public final class ProviderErrorTarget {
    private static final int[] STATUSES = {
        200, 302, 400, 401, 402, 403, 404, 408, 409, 413, 422, 429, 500, 503, 529, 999
    };

    private ProviderErrorTarget() {}

    public static void fuzzerTestOneInput(byte[] data) {
        int status = data.length == 0 ? 500 : STATUSES[(data[0] & 0xff) % STATUSES.length];
        byte[] body = data.length == 0 ? data : Arrays.copyOfRange(data, 1, data.length);
        for (WireFormat format : List.of(Formats.OPENAI, Formats.ANTHROPIC)) {
            LlmRouterException error = format.decodeError(status, body, null);
            Check.refusal(error);
            int shown = format.statusOf(error);
            Check.that(shown >= 400 && shown <= 599, "a client would be told the status " + shown);
            LlmRouterException passedOn = format.decodeError(shown, format.encodeError(error), null);
            Check.refusal(passedOn);
            Check.text(format.streamEncoder("id", "model", true).error(error));
        }
    }
}

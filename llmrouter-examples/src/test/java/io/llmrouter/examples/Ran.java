package io.llmrouter.examples;

import io.llmrouter.testkit.RecordedRequest;
import io.llmrouter.testkit.WireKind;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * An example that was run.
 *
 * @param output what it printed
 * @param requests what it asked the fake provider
 */
record Ran(String output, List<RecordedRequest> requests) {
    /** Runs an example in this process. */
    static Ran example(Examples.Program program) throws Exception {
        int before = Playground.fake().requests().size();
        PrintStream screen = System.out;
        var printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            program.run(new String[0]);
        } finally {
            System.setOut(screen);
        }
        List<RecordedRequest> all = Playground.fake().requests();
        return new Ran(printed.toString(StandardCharsets.UTF_8), List.copyOf(all.subList(before, all.size())));
    }

    List<String> lines() {
        return output.lines().toList();
    }

    List<RecordedRequest> requests(WireKind format) {
        return requests.stream().filter(request -> request.format() == format).toList();
    }

    /** The models that were asked, by the provider's ids, in order. */
    List<String> asked() {
        return requests.stream().map(RecordedRequest::model).toList();
    }
}

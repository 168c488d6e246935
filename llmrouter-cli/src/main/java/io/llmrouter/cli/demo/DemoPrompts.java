package io.llmrouter.cli.demo;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.Content;
import io.llmrouter.api.ResponseFormat;
import io.llmrouter.api.Tool;
import io.llmrouter.api.ToolCall;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** A dozen prompts as they occur, each of another kind. */
final class DemoPrompts {
    private static final byte[] RED_DOT = Base64.getDecoder()
            .decode(
                    "iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI12P4//8/w38GIAXDIBKE0DHxgljNBAAO9TXL0Y4OHwAA"
                            + "AABJRU5ErkJggg==");

    private static final DemoPrompt CRDT = DemoPrompt.of(
            "Explain CRDTs in one sentence.",
            "A CRDT is a data structure that several machines can change at the same time without asking each other,"
                    + " because its merge rule gives everyone the same result in whatever order the changes arrive, so"
                    + " that all copies end up equal as soon as they have seen the same changes.",
            "fast-8b",
            14,
            58);

    private static final List<DemoPrompt> ALL = List.of(
            DemoPrompt.of(
                    "Hi! How are you today?",
                    "Hello! I am doing well, thank you. What can I do for you?",
                    "tiny-3b",
                    13,
                    16),
            DemoPrompt.of(
                    "What is the capital of Australia?",
                    "Canberra. It was chosen in 1908 as a compromise between Sydney and Melbourne.",
                    "tiny-3b",
                    14,
                    19),
            DemoPrompt.of(
                    "Write a Java method that checks whether a string is a palindrome.", """
                    static boolean isPalindrome(String text) {
                        return new StringBuilder(text).reverse().toString().equals(text);
                    }""", "coder-32b", 20, 142),
            DemoPrompt.of(
                    "A train leaves at 14:10 at 80 km/h, another follows at 14:40 at 100 km/h. When does it catch up?",
                    "The first train is 40 km ahead when the second starts. The gap shrinks by 20 km every hour, so it"
                            + " takes 2 hours: at 16:40.",
                    "deep-400b",
                    41,
                    187),
            DemoPrompt.of(
                    "Summarise in one sentence: The council met on Tuesday to discuss the bridge. Engineers reported"
                            + " cracks in two of its six piers. Repairs will take until spring and cost 1.2 million."
                            + " Until then lorries must use the northern road.",
                    "The bridge has cracks in two piers, will be repaired by spring for 1.2 million, and is closed to"
                            + " lorries until then.",
                    "fast-8b",
                    66,
                    31),
            DemoPrompt.of(
                    "Translate into German: The early bird catches the worm, but the second mouse gets the cheese.",
                    "Der frühe Vogel fängt den Wurm, aber die zweite Maus bekommt den Käse.",
                    "vision-70b",
                    29,
                    27),
            weather(),
            log(),
            invoice(),
            picture(),
            DemoPrompt.of(
                    "Plan the move of a 2 TB PostgreSQL database to a new data centre with five minutes of downtime.",
                    "1. Build a replica there by streaming replication. 2. Rehearse the switch on a copy. 3. Lower the"
                            + " lifetime of the DNS entries. 4. Stop writes, wait for the last log record, promote the"
                            + " replica. 5. Point the applications at it. 6. Keep the old primary to go back to.",
                    "deep-400b",
                    33,
                    640),
            CRDT);

    private DemoPrompts() {}

    static List<DemoPrompt> all() {
        return ALL;
    }

    /** The prompt whose answer is shown as a stream. */
    static DemoPrompt streamed() {
        return CRDT;
    }

    private static DemoPrompt weather() {
        var tool = Tool.of("weather", "The weather of a city now.", """
                {"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}""");
        var request = ChatRequest.builder()
                .user("What is the weather like in Bonn right now?")
                .tools(tool)
                .build();
        var call = new ToolCall("call_1", "weather", "{\"city\":\"Bonn\"}");
        return new DemoPrompt(request, "", call, "fast-8b", 88, 17);
    }

    private static DemoPrompt log() {
        var text = new StringBuilder("Which service failed first in this log?\n");
        for (int second = 0; second < 1_000; second++) {
            String event = second == 311 ? "payments: ERROR connection refused" : "gateway: 200 GET /orders/" + second;
            text.append(String.format(Locale.ROOT, "09:%02d:%02d %s%n", second / 60, second % 60, event));
        }
        return DemoPrompt.of(
                text.toString(),
                "The service payments, at 09:05:11: its connection was refused.",
                "vision-70b",
                11_460,
                24);
    }

    private static DemoPrompt invoice() {
        var request = ChatRequest.builder()
                .user("Extract name, date and amount as JSON: Invoice of 3 May 2026, Ada Lovelace, 129.90 euros.")
                .responseFormat(new ResponseFormat.JsonObject())
                .build();
        return new DemoPrompt(
                request,
                "{\"name\":\"Ada Lovelace\",\"date\":\"2026-05-03\",\"amount\":129.90}",
                null,
                "coder-32b",
                38,
                29);
    }

    private static DemoPrompt picture() {
        var request = ChatRequest.builder()
                .user(Content.text("What do you see in this picture?"), Content.image(RED_DOT, "image/png"))
                .build();
        return new DemoPrompt(request, "A red dot on a white ground, five pixels wide.", null, "vision-70b", 340, 15);
    }
}

/**
 * A fake provider on a real socket, for tests of routing policies, providers and fallbacks.
 *
 * <p>{@link io.llmrouter.testkit.FakeProvider} listens on 127.0.0.1 and speaks the formats of OpenAI, Anthropic and
 * Bedrock (with its binary event stream) on one port. A test tells it what each model answers, points the models of the
 * router at it, and looks at what reached it:
 *
 * <pre>{@code
 * void anOverloadedModelIsReplacedByItsFallback() throws Exception {
 *     try (FakeProvider fake = FakeProvider.start()) {
 *         fake.script("primary", Answer.fault(Fault.status(503)));
 *         fake.script("secondary", Answer.text("Hello"));
 *
 *         String answer = askThroughTheRouter(fake.openAiUrl()); // llms.<name>.base_url of both models
 *
 *         assertEquals("Hello", answer);
 *         assertTrue(fake.requests("primary").size() <= 3);
 *         assertEquals(1, fake.requests("secondary").size());
 *     }
 * }
 * }</pre>
 *
 * <p>More of what it can do:
 *
 * <pre>{@code
 * fake.script("flaky", Answer.fault(Fault.resetBeforeResponse()), Answer.text("ok"));       // in order, the last one repeats
 * fake.script("slow", Answer.text("one two").firstTokenAfter(Duration.ofMillis(200)).between(Duration.ofMillis(50)));
 * fake.script("tools", Answer.text("").toolCall("call_1", "weather", "{\"city\":\"Bonn\"}").usage(20, 9));
 * fake.script("dies", Answer.text("a b c d").with(Fault.dieAfter(2)));                      // reset after "a b "
 * fake.script("bytes", Answer.text("gr\u00fc\u00dfe").writeSize(1));                        // cut within characters
 * fake.respond("dynamic", received -> Answer.text("You sent " + received.header("x-mine").orElse("nothing")));
 *
 * fake.requests("slow").get(0).awaitCallerLeft(Duration.ofSeconds(1));                      // did the cancel reach the socket?
 * }</pre>
 *
 * <p>What a model was not told to answer is an echo of the user's last message. With
 * {@link io.llmrouter.testkit.FakeProvider#withFaultModels()} the name of the model chooses the fault, as in
 * {@code fault-status-503} or {@code fault-die-after-40}: {@link io.llmrouter.testkit.Faults} has the table.
 *
 * <p>The fake is for tests on one machine: plain HTTP/1.1 on loopback, no TLS, and no key is asked for. Anthropic's and
 * OpenAI's paths are {@code /v1/messages}, {@code /v1/chat/completions}, {@code /v1/embeddings} (small vectors of hashed
 * words) and {@code /v1/models}; Bedrock's are {@code /model/<id>/converse} and {@code /model/<id>/converse-stream}.
 */
@NullMarked
package io.llmrouter.testkit;

import org.jspecify.annotations.NullMarked;

package io.llmrouter.http.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.api.error.AuthenticationException;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.api.error.PermissionDeniedException;
import io.llmrouter.api.error.RateLimitException;
import io.llmrouter.http.provider.TestKeys.Rest;
import io.llmrouter.testkit.Answer;
import io.llmrouter.testkit.FakeProvider;
import io.llmrouter.testkit.Fault;
import io.llmrouter.testkit.RecordedRequest;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HttpChatModelKeysTest {
    private static final String GOOD = "Q7.good~x9Zt0123456789";
    private static final String BAD = "Q7.bad~x9Ztabcdefghijklm";

    private final FakeProvider fake = FakeProvider.start();
    private final Models models = new Models();

    @AfterEach
    void close() {
        models.close();
        fake.close();
    }

    @ParameterizedTest
    @EnumSource
    void keysAreUsedInTurn(Way way) throws Exception {
        var model = model(new TestKeys("key-one-1", "key-two-2"));
        way.ask(model);
        way.ask(model);
        way.ask(model);
        assertThat(sentKeys()).containsExactly("Bearer key-one-1", "Bearer key-two-2", "Bearer key-one-1");
    }

    @ParameterizedTest
    @EnumSource
    void aKeyThatAnswers401RestsAndTheNextIsTriedAtOnce(Way way) throws Exception {
        fake.respond("m", HttpChatModelKeysTest::refuseBadKeys);
        var keys = new TestKeys(BAD, GOOD);
        assertThat(way.ask(model(keys)).text()).isEqualTo("welcome");
        assertThat(sentKeys()).containsExactly("Bearer " + BAD, "Bearer " + GOOD);
        assertThat(keys.rests()).containsExactly(new Rest(0, null));
    }

    @ParameterizedTest
    @EnumSource
    void eachKeyIsTriedOnceAtMost(Way way) {
        fake.respond("m", HttpChatModelKeysTest::refuseBadKeys);
        var keys = new TestKeys(BAD + 1, BAD + 2, BAD + 3);
        LlmRouterException failure = way.failure(model(keys), AuthenticationException.class);
        assertThat(failure.httpStatus()).hasValue(401);
        assertThat(sentKeys()).containsExactly("Bearer " + BAD + 1, "Bearer " + BAD + 2, "Bearer " + BAD + 3);
        assertThat(keys.rests()).extracting(Rest::key).containsExactly(0, 1, 2);
    }

    @ParameterizedTest
    @EnumSource
    void aKeyWithoutPermissionRestsToo(Way way) {
        fake.script("m", Answer.fault(Fault.status(403)));
        var keys = new TestKeys(BAD);
        way.failure(model(keys), PermissionDeniedException.class);
        assertThat(keys.rests()).containsExactly(new Rest(0, null));
    }

    @ParameterizedTest
    @EnumSource
    void aRateLimitedKeyRestsAsLongAsTheProviderAsksAndTheCallerRetries(Way way) {
        fake.script("m", Answer.fault(Fault.status(429).retryAfter(Duration.ofSeconds(9))));
        var keys = new TestKeys(BAD, GOOD);
        way.failure(model(keys), RateLimitException.class);
        assertThat(fake.requests()).hasSize(1);
        assertThat(keys.rests()).containsExactly(new Rest(0, Duration.ofSeconds(9)));
    }

    @ParameterizedTest
    @EnumSource
    void aKeyOfAnExhaustedAccountGivesWayToTheNext(Way way) throws Exception {
        fake.script("m", Answer.fault(Fault.status(429, "insufficient_quota", "No money")), Answer.text("paid"));
        var keys = new TestKeys(BAD, GOOD);
        assertThat(way.ask(model(keys)).text()).isEqualTo("paid");
        assertThat(keys.rests()).containsExactly(new Rest(0, null));
    }

    @ParameterizedTest
    @EnumSource
    void aFailureThatIsNotTheKeysDoesNotLetItRest(Way way) {
        fake.script("m", Answer.fault(Fault.status(500)));
        var keys = new TestKeys(GOOD);
        way.failure(model(keys));
        assertThat(keys.rests()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aKeyThatTheProviderEchoesIsNotPassedOn(Way way) {
        for (int status : new int[] {400, 401, 500}) {
            fake.script("m", Answer.fault(Fault.echoKey(status)));
            assertThat(everythingIn(way.failure(model(new TestKeys(GOOD))))).doesNotContain(GOOD, GOOD.substring(3));
            fake.script("m", Answer.fault(Fault.status(status, GOOD, "Odd: " + GOOD + ", " + GOOD.substring(9))));
            assertThat(everythingIn(way.failure(model(new TestKeys(GOOD)))))
                    .contains("Odd: [redacted], [redacted]")
                    .doesNotContain(GOOD, GOOD.substring(9));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aKeyThatIsEchoedWithinAnAnswerOfStatus200IsNotPassedOn(Way way) {
        fake.script("m", Answer.fault(Fault.errorInStreamAt(1, "rate_limit_exceeded", "Slow down, " + GOOD)));
        var keys = new TestKeys(GOOD);
        LlmRouterException failure = way.failure(model(keys), RateLimitException.class);
        assertThat(everythingIn(failure)).contains("Slow down, [redacted]").doesNotContain(GOOD);
        assertThat(keys.rests()).containsExactly(new Rest(0, null));
    }

    @ParameterizedTest
    @EnumSource
    void aSecretAmongTheExtraHeadersIsNotPassedOn(Way way) {
        fake.script("m", Answer.fault(Fault.status(400, "x", "Your token tok-9876543210 is odd")));
        var model = models.make(
                "openai_compatible",
                "m",
                fake.openAiUrl(),
                new TestKeys(),
                Map.of("headers", Map.of("X-Gateway-Token", "tok-9876543210")));
        assertThat(everythingIn(way.failure(model))).doesNotContain("tok-9876543210");
    }

    @ParameterizedTest
    @EnumSource
    void aMissingKeyIsReportedWithTheSettingsThatGiveOne(Way way) {
        var model = models.make("openai", "gpt", null);
        LlmRouterException failure = way.failure(model, AuthenticationException.class);
        assertThat(failure.getMessage())
                .contains("api.openai.com", "found none", "api_key", "api_key_env", "OPENAI_API_KEY", "llms.test");
    }

    @ParameterizedTest
    @EnumSource
    void aLocalServerNeedsNoKey(Way way) throws Exception {
        way.ask(models.make("openai", "m", fake.openAiUrl()));
        assertThat(fake.requests().get(0).header("authorization")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aKeyThatNoHeaderCanCarryIsReportedByItsNumber(Way way) {
        LlmRouterException failure =
                way.failure(model(new TestKeys("sk-line\nbreak-12345")), AuthenticationException.class);
        assertThat(everythingIn(failure)).contains("key 1").doesNotContain("sk-line", "break-12345");
        assertThat(fake.requests()).isEmpty();
    }

    @Test
    void blanksAroundAKeyAreNotSent() throws Exception {
        Way.PLAIN.ask(model(new TestKeys(" sk-padded-key \n")));
        assertThat(sentKeys()).containsExactly("Bearer sk-padded-key");
    }

    private static Answer refuseBadKeys(RecordedRequest request) {
        return request.header("authorization").orElse("").contains("bad")
                ? Answer.fault(Fault.status(401))
                : Answer.text("welcome");
    }

    private HttpChatModel model(TestKeys keys) {
        return models.make("openai", "m", fake.openAiUrl(), keys, Map.of());
    }

    private List<String> sentKeys() {
        return fake.requests().stream()
                .map(request -> request.header("authorization").orElse("none"))
                .toList();
    }

    private static String everythingIn(LlmRouterException failure) {
        var text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text + failure.help() + failure.code();
    }
}

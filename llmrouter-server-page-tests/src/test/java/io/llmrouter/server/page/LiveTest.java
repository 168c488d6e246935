package io.llmrouter.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.ColorScheme;
import io.llmrouter.core.config.ServeConfig.Access;
import io.llmrouter.core.config.ServeConfig.ClientKey;
import io.llmrouter.testkit.Answer;
import io.llmrouter.testkit.Fault;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiveTest {
    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium();

    @Test
    void requestsTokensCostAndSavingsAreCounted() {
        try (var desk = new Desk(CHROMIUM.browser())) {
            desk.fake.script("fast", Answer.text("Hello").usage(1_000_000, 500_000));
            desk.choose("fast").ask("Hi");
            assertThat(desk.at("#tile-requests strong")).hasText("1");
            assertThat(desk.at("#tile-tokens strong")).hasText("1.5M");
            assertThat(desk.at("#tile-cost strong")).hasText("$2.00");
            assertThat(desk.at("#tile-saved strong")).hasText("$18.00");
            assertThat(desk.at("#tile-first-token strong")).containsText("ms");
            assertThat(desk.at("[data-model=fast] .figures")).containsText("1 answered");
            assertThat(desk.at("[data-model=fast] .health")).hasText("well");
            assertThat(desk.at("[data-model=smart] .health")).hasText("not used yet");
            assertThat(desk.at("#by-model rect")).hasCount(1);
        }
    }

    @Test
    void aFailingModelIsShownWithItsLastError() {
        try (var desk = new Desk(CHROMIUM.browser())) {
            desk.fake.script("smart", Answer.fault(Fault.status(401)));
            desk.choose("smart").ask("Hi");
            assertThat(desk.at("[data-model=smart] .health")).containsText("keys refused");
            assertThat(desk.at("[data-model=smart] .problem")).containsText("authentication (401)");
            assertThat(desk.at("#tile-requests .more")).hasText("1 failed");
        }
    }

    @Test
    void aModelThatIsLeftAloneIsShownWithTheTimeThatIsLeft() {
        try (var desk = new Desk(CHROMIUM.browser())) {
            desk.fake.script("smart", Answer.fault(Fault.status(429).retryAfter(Duration.ofSeconds(50))));
            desk.choose("smart").ask("Hi");
            assertThat(desk.at("[data-model=smart] .health")).hasText(Pattern.compile("rate limited, \\d+ s left"));
        }
    }

    @Test
    void whatCannotBePricedIsUnknownAndSaidToBe() {
        try (var desk = new Desk(CHROMIUM.browser())) {
            Locator answer = desk.choose("unpriced").ask("Hi");
            assertThat(answer.locator(".cost")).hasText("cost unknown");
            assertThat(desk.at("[data-model=unpriced] .figures")).containsText("1 answered");
            assertThat(desk.at("#tile-cost strong")).hasText("–");
            assertThat(desk.at("#tile-saved strong")).hasText("–");
            assertThat(desk.at("#live-note")).containsText("leave out 1 attempt");
        }
    }

    @Test
    void theFiguresAreAskedForAgainAndAgain() {
        try (var desk = new Desk(CHROMIUM.browser())) {
            desk.page.waitForResponse("**/v1/stats", () -> {});
            desk.page.waitForResponse("**/v1/stats", () -> {});
            desk.at("[data-span=minutes]").click();
            assertThat(desk.at("#by-model svg")).hasAttribute("aria-label", "Requests by model in the last 60 minutes");
        }
    }

    @Test
    void aKeyIsAskedForAndKeptInTheTabOnly() {
        var keys = List.of(new ClientKey("alice", sha256("alices-key"), List.of(), 3));
        try (var desk = new Desk(
                CHROMIUM.browser(),
                1280,
                800,
                ColorScheme.LIGHT,
                config -> config.with(new Access(keys, false, List.of())))) {
            assertThat(desk.at("#key")).isFocused();
            desk.page.keyboard().type("alices-key");
            desk.page.keyboard().press("Enter");
            assertThat(desk.at("#key-bar")).isHidden();
            assertThat(desk.at("#model option")).hasCount(4);
            desk.choose("fast").ask("Hi");
            assertThat(desk.at(".answer .model")).hasText("fast");
            assertThat(desk.page.evaluate("() => sessionStorage.getItem('key')"))
                    .isEqualTo("alices-key");
            assertThat(desk.page.evaluate("() => JSON.stringify(localStorage) + document.cookie"))
                    .isEqualTo("{}");
            desk.page.waitForResponse("**/v1/stats", () -> {});
            desk.page.waitForResponse("**/v1/stats", () -> {});
            assertThat(desk.at("#pulse")).hasClass("pulse well");
        }
    }

    private static String sha256(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @CsvSource({"1280,800,LIGHT", "1280,800,DARK", "390,844,LIGHT", "390,844,DARK"})
    void thePageFitsTheScreenInBothColours(int width, int height, ColorScheme colours) {
        try (var desk = new Desk(CHROMIUM.browser(), width, height, colours, config -> config)) {
            String name = colours.name().toLowerCase(java.util.Locale.ROOT) + "-" + width;
            desk.picture("welcome-" + name);
            fill(desk);
            assertThat(desk.page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"))
                    .isEqualTo(true);
            desk.picture("chat-" + name);
            if (width < 900) {
                desk.at("#show-live").click();
                assertThat(desk.at("#live")).isVisible();
                assertThat(desk.page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"))
                        .isEqualTo(true);
                desk.picture("live-" + name);
            }
            boolean dark = colours == ColorScheme.DARK;
            assertThat(brightness(desk) < 128).isEqualTo(dark);
            desk.at("#theme").click();
            desk.at("#theme").click();
            assertThat(brightness(desk)).as("the theme dark").isLessThan(128);
            desk.page.reload();
            assertThat(brightness(desk)).as("the theme is kept").isLessThan(128);
        }
    }

    private static int brightness(Desk desk) {
        return ((Number) desk.page.evaluate("() => parseInt(getComputedStyle(document.body).backgroundColor.slice(4))"))
                .intValue();
    }

    private static void fill(Desk desk) {
        desk.fake.script("fast", Answer.text("Quick and cheap, as asked.").usage(900, 120));
        desk.fake.script("unpriced", Answer.fault(Fault.status(503)));
        desk.fake.script("smart", Answer.text("""
                                ### Rye bread
                                Mix **400 g** rye flour with *warm* water, see [the recipe](https://example.com).

                                | step | minutes |
                                |:-----|--------:|
                                | knead | 10 |
                                | rest | 90 |

                                ```python
                                def bake(loaf, degrees=220):
                                    return oven(degrees).bake(loaf)
                                ```

                                1. Preheat the oven
                                2. Bake for `45` minutes
                                """).usage(1_800, 950));
        desk.choose("fast").ask("What is the fastest bread?");
        desk.choose("unpriced").ask("And the slowest?");
        desk.choose("smart").ask("How do I bake rye bread?\nShow code, too.");
    }
}

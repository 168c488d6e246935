package io.llmrouter.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import io.llmrouter.api.Message;
import io.llmrouter.testkit.Answer;
import io.llmrouter.testkit.Fault;
import io.llmrouter.testkit.RecordedRequest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ChatTest {
    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium();

    private Desk desk;

    @BeforeEach
    void open() {
        desk = new Desk(CHROMIUM.browser());
    }

    @AfterEach
    void thePageTalkedToItsServerOnlyAndBrokeNoPolicy() {
        try {
            assertThat(desk.foreignRequests).isEmpty();
            assertThat(desk.complaints)
                    .noneMatch(text -> text.contains("Content Security Policy") || text.contains("Uncaught"));
        } finally {
            desk.close();
        }
    }

    @Test
    void anAnswerIsShownWithItsModelAndWhy() {
        desk.fake.script("fast", Answer.text("Hello to you").usage(1_000, 500));
        Locator answer = desk.choose("fast").ask("Hi");
        assertThat(answer.locator(".words")).hasText("Hello to you");
        assertThat(answer.locator(".model")).hasText("fast");
        assertThat(answer.locator(".strategy")).not().isEmpty();
        assertThat(answer.locator(".attempts")).hasText("1 attempt");
        assertThat(answer.locator(".tokens")).hasText("1,000 → 500 tokens");
        assertThat(answer.locator(".cost")).hasText("$0.002");
        assertThat(answer.locator(".first")).containsText("first token");
        assertThat(answer.locator(".reason")).not().isEmpty();
    }

    @Test
    void autoLetsTheRouterChoose() {
        Locator first = desk.ask("one");
        assertThat(first.locator(".strategy")).hasText("round_robin");
        assertThat(desk.fake.requests()).hasSize(1);
    }

    @Test
    void anAnswerIsShownWhileItComesAndStopClosesTheUpstream() throws InterruptedException {
        desk.fake.script("fast", Answer.text("one two three four five").with(Fault.stallAfter(3)));
        desk.choose("fast").begin("Count");
        Locator answer = desk.at("article.answer");
        assertThat(answer.locator(".words")).containsText("one two");
        assertThat(answer).hasAttribute("aria-busy", "true");
        assertThat(desk.at("#send")).hasText("Stop");
        desk.at("#send").click();
        RecordedRequest upstream = desk.fake.requests("fast").get(0);
        assertThat(upstream.awaitCallerLeft(Duration.ofSeconds(1))).isTrue();
        assertThat(answer.locator(".stopped")).hasText("Stopped.");
        assertThat(answer).hasAttribute("aria-busy", "false");
        assertThat(desk.at("#send")).hasText("Send");
    }

    @Test
    void anErrorIsShownWithItsHelpAndCanBeRetried() {
        desk.fake.script("fast", Answer.fault(Fault.status(401)), Answer.text("Now it works"));
        Locator answer = desk.choose("fast").ask("Hi");
        assertThat(answer.locator(".bad strong")).containsText("HTTP 401");
        assertThat(answer.locator(".bad p")).containsText("key");
        assertThat(desk.at("#key-bar")).isHidden();
        answer.locator(".retry").click();
        assertThat(desk.at("article.answer .words")).hasText("Now it works");
        assertThat(desk.at(".bad")).hasCount(0);
        assertThat(desk.at(".user")).hasCount(1);
    }

    @Test
    void anErrorInTheMiddleKeepsWhatWasSaid() {
        desk.fake.script("fast", Answer.text("one two three").with(Fault.errorInStreamAt(2, "overloaded", "Too busy")));
        Locator answer = desk.choose("fast").ask("Hi");
        assertThat(answer.locator(".words")).containsText("one");
        assertThat(answer.locator(".bad")).isVisible();
    }

    @Test
    void theTemperatureGoesAlongWhenItIsSet() {
        desk.choose("fast").ask("Hi");
        desk.at("#temperature").fill("0.3");
        desk.ask("Hi");
        List<RecordedRequest> requests = desk.fake.requests("fast");
        assertThat(requests.get(0).bodyText()).doesNotContain("temperature");
        assertThat(requests.get(1).bodyText()).contains("\"temperature\":0.3");
    }

    @Test
    void onlyTheTurnsLikeTheQuestionGoAlongInRetrieval() {
        desk.choose("fast").ask("Bake bread with rye flour");
        desk.ask("Paint the fence green");
        desk.ask("Which oven bakes bread best?");
        desk.at("#mode").selectOption("retrieval");
        desk.at("#top-k").fill("1");
        Locator answer = desk.ask("How long does rye bread keep?");
        assertThat(users(3)).containsExactly("Bake bread with rye flour", "How long does rye bread keep?");
        assertThat(answer.locator(".context")).hasText("with 1 of 3 earlier turns");
        desk.at("#top-k").fill("5");
        desk.ask("bread");
        assertThat(users(4)).hasSize(4).doesNotContain("Paint the fence green");
    }

    @Test
    void theWholeConversationOrTheMessageAloneGoesAlong() {
        desk.choose("fast").ask("one");
        desk.ask("two");
        assertThat(desk.fake.requests("fast").get(1).request().orElseThrow().messages())
                .hasSize(3);
        assertThat(desk.fake.requests("fast").get(1).bodyText()).doesNotContain("[fast]");
        desk.at("#mode").selectOption("current_only");
        desk.ask("three");
        assertThat(users(2)).containsExactly("three");
        desk.at("#clear").click();
        desk.at("#mode").selectOption("full_context");
        assertThat(desk.at(".turn")).hasCount(0);
        desk.ask("four");
        assertThat(users(3)).containsExactly("four");
    }

    private List<String> users(int request) {
        return desk.fake.requests("fast").get(request).request().orElseThrow().messages().stream()
                .filter(io.llmrouter.api.UserMessage.class::isInstance)
                .map(Message::text)
                .toList();
    }

    @Test
    void thePageCanBeUsedByKeyboardAlone() {
        assertThat(desk.at("#words")).isFocused();
        desk.fake.script("fast", Answer.text("one two three").with(Fault.stallAfter(2)), Answer.text("done"));
        desk.at("#words").press("Tab");
        assertThat(desk.at("#send")).isFocused();
        desk.page.keyboard().press("Tab");
        assertThat(desk.at("#model")).isFocused();
        desk.page.keyboard().type("fast");
        assertThat(desk.at("#model")).hasValue("fast");
        desk.page.keyboard().press("Shift+Tab");
        desk.page.keyboard().press("Shift+Tab");
        desk.page.keyboard().type("first line");
        desk.page.keyboard().press("Shift+Enter");
        desk.page.keyboard().type("second line");
        assertThat(desk.at("#words")).hasValue("first line\nsecond line");
        desk.page.keyboard().press("Enter");
        assertThat(desk.at(".answer .words")).containsText("one");
        desk.page.keyboard().press("Escape");
        assertThat(desk.at(".stopped")).isVisible();
        assertThat(desk.at("#words")).isFocused();
    }

    @Test
    void skipLinksAreSeenWhenFocusedAndLeadToTheirParts() {
        Locator toLive = desk.at(".skip").nth(1);
        desk.at(".skip").first().focus();
        assertThat(desk.at(".skip").first()).isInViewport();
        desk.page.keyboard().press("Tab");
        assertThat(toLive).isFocused();
        assertThat(toLive).isInViewport();
        desk.page.keyboard().press("Enter");
        assertThat(desk.at("#live")).isFocused();
    }
}

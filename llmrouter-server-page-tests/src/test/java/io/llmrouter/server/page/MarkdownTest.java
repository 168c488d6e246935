package io.llmrouter.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import io.llmrouter.testkit.Answer;
import io.llmrouter.testkit.Fault;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MarkdownTest {
    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium();

    private static Desk desk;

    @BeforeAll
    static void open() {
        desk = new Desk(CHROMIUM.browser());
        desk.choose("fast");
    }

    @AfterAll
    static void close() {
        if (desk != null) {
            desk.close();
        }
    }

    private static Locator answer(String markdown) {
        desk.fake.script("fast", Answer.text(markdown));
        desk.at("#clear").click();
        return desk.ask("Show").locator(".words");
    }

    @Test
    void headingsEmphasisListsAndQuotesAreShown() {
        Locator words = answer("""
                ## Title
                Some **bold**, *leaning*, ~~gone~~ and `code` with snake_case_name and 2 * 3 * 4.

                1. first
                2. second
                   - inner **one**
                   - inner two

                > quoted
                > twice

                ---
                """);
        assertThat(words.locator("h4")).hasText("Title");
        assertThat(words.locator("p strong")).hasText("bold");
        assertThat(words.locator("em")).hasText("leaning");
        assertThat(words.locator("del")).hasText("gone");
        assertThat(words.locator("p > code")).hasText("code");
        assertThat(words.locator("p").first()).containsText("snake_case_name and 2 * 3 * 4.");
        assertThat(words.locator("> ol > li")).hasCount(2);
        assertThat(words.locator("ol ul li")).hasText(new String[] {"inner one", "inner two"});
        assertThat(words.locator("blockquote")).containsText("quoted");
        assertThat(words.locator("hr")).hasCount(1);
    }

    @Test
    void tablesAndCodeAreShownAndCodeCanBeCopied() {
        Locator words = answer("""
                | name | price |
                |:-----|------:|
                | fast | 1 \\| 2 |
                | **smart** | 10 |

                ```java
                var a = "<b>**not bold**</b>";

                return a;
                ```
                after
                """);
        assertThat(words.locator("th")).hasText(new String[] {"name", "price"});
        assertThat(words.locator("tbody tr")).hasCount(2);
        assertThat(words.locator("td.right").first()).hasText("1 | 2");
        assertThat(words.locator("td strong")).hasText("smart");
        assertThat(words.locator("figcaption span")).hasText("java");
        String code = "var a = \"<b>**not bold**</b>\";\n\nreturn a;";
        assertThat(words.locator("pre code").textContent()).isEqualTo(code);
        assertThat(words.locator("> p")).hasText("after");
        desk.page.context().grantPermissions(java.util.List.of("clipboard-read", "clipboard-write"));
        words.locator("figcaption button").click();
        assertThat(words.locator("figcaption button")).hasText("Copied");
        assertThat(desk.page.evaluate("() => navigator.clipboard.readText()")).isEqualTo(code);
    }

    @Test
    void linksLeadToTheWebOnly() {
        Locator words = answer("[good](https://example.com/a_(b)) [bad](javascript:alert(1)) [data](data:text/html,x) "
                + "![picture](https://example.com/p.png) https://example.com/x_y_z. <https://example.com/z>");
        assertThat(words.locator("a")).hasCount(4);
        assertThat(words.locator("a").first()).hasAttribute("href", "https://example.com/a_(b)");
        assertThat(words.locator("a").first()).hasAttribute("rel", "noopener noreferrer");
        assertThat(words.locator("a").nth(2)).hasAttribute("href", "https://example.com/x_y_z");
        assertThat(words).containsText("bad");
        assertThat(words.locator("img")).hasCount(0);
        assertThat(desk.foreignRequests).isEmpty();
    }

    @Test
    void nothingInAnAnswerRuns() {
        Locator words = answer("<script>window.hacked = 1</script><img src=x onerror='window.hacked = 1'>\n\n"
                + "```html\n<script>window.hacked = 1</script>\n```\n<svg onload=window.hacked=1>");
        assertThat(words).containsText("<script>window.hacked = 1</script><img src=x");
        assertThat(words.locator("script, img, svg")).hasCount(0);
        assertThat(desk.page.evaluate("() => window.hacked === undefined")).isEqualTo(true);
        assertThat(desk.complaints).noneMatch(text -> text.contains("Content Security Policy"));
    }

    @Test
    void whatIsNotYetClosedIsShownAsIfItWere() {
        desk.fake.script(
                "fast",
                Answer.text("")
                        .chunks("Here:\n\n", "```py\nprint(", "1)", " more")
                        .with(Fault.stallAfter(4)));
        desk.at("#clear").click();
        desk.begin("Show");
        assertThat(desk.at("pre code")).containsText("print(1)");
        desk.page.keyboard().press("Escape");
        assertThat(desk.at(".stopped")).isVisible();
        desk.fake.script(
                "fast", Answer.text("").chunks("A **bold", " word", " x").with(Fault.stallAfter(3)));
        desk.at("#clear").click();
        desk.begin("Show");
        assertThat(desk.at(".words strong")).containsText("bold word");
        desk.page.keyboard().press("Escape");
        assertThat(desk.at(".stopped")).isVisible();
        assertThat(desk.at(".words")).containsText("A **bold");
    }

    @Test
    void hostileMarkdownTakesNoLongTime() {
        Object millis = desk.page.evaluate("""
                async () => {
                  const {draw} = await import('/page/markdown.js');
                  const hostile = ['*a '.repeat(30000), '['.repeat(60000), '> '.repeat(30000), '`a'.repeat(30000),
                    '- '.repeat(30000), '| - '.repeat(20000) + '\\n' + '|-'.repeat(20000), '![a]('.repeat(20000),
                    '**a _b '.repeat(10000), ' '.repeat(60000) + 'x', '- a\\n\\n'.repeat(5000), '~~'.repeat(30000)];
                  const began = performance.now();
                  hostile.forEach(text => draw(text, document.createElement('div'), true));
                  return performance.now() - began;
                }
                """);
        assertThat(((Number) millis).doubleValue()).isLessThan(4_000);
    }
}

package io.llmrouter.server.page;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import io.llmrouter.api.Router;
import io.llmrouter.core.LlmRouter;
import io.llmrouter.core.ModelBuilder;
import io.llmrouter.core.config.ServeConfig;
import io.llmrouter.server.LlmRouterServer;
import io.llmrouter.testkit.FakeProvider;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** A server before a fake provider, and its page in a browser; what the page asked for and complained of is kept. */
final class Desk implements AutoCloseable {
    final FakeProvider fake = FakeProvider.start();
    final Page page;
    final String origin;
    final List<String> foreignRequests = new ArrayList<>();
    final List<String> complaints = new ArrayList<>();
    private final Router router;
    private final LlmRouterServer server;
    private final BrowserContext context;

    Desk(Browser browser) {
        this(browser, 1280, 800, ColorScheme.LIGHT, config -> config);
    }

    Desk(Browser browser, int width, int height, ColorScheme colours, UnaryOperator<ServeConfig> change) {
        router = LlmRouter.builder()
                .strategy("round_robin")
                .model("fast", model -> upstream(model).prices("1", "2").description("quick"))
                .model("smart", model -> upstream(model).prices("10", "20"))
                .model("unpriced", this::upstream)
                .set("resilience.max_retries", 0)
                .build();
        var config = ServeConfig.defaults().withPort(0);
        server = LlmRouterServer.start(router, change.apply(config), "round_robin");
        origin = "http://127.0.0.1:" + server.port() + "/";
        context = browser.newContext(new Browser.NewContextOptions()
                .setViewportSize(width, height)
                .setColorScheme(colours)
                .setReducedMotion(ReducedMotion.REDUCE));
        context.setDefaultTimeout(10_000);
        page = context.newPage();
        page.onRequest(request -> {
            if (!request.url().startsWith(origin)) {
                foreignRequests.add(request.url());
            }
        });
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.navigate(origin);
        at("#model option").first().waitFor(attached());
    }

    private static Locator.WaitForOptions attached() {
        return new Locator.WaitForOptions().setState(com.microsoft.playwright.options.WaitForSelectorState.ATTACHED);
    }

    private ModelBuilder upstream(ModelBuilder model) {
        return model.provider("openai").baseUrl(fake.openAiUrl()).apiKey("upstream-key");
    }

    Locator at(String selector) {
        return page.locator(selector);
    }

    /** Chooses a model, once the page knows it. */
    Desk choose(String model) {
        at("#model").selectOption(model);
        return this;
    }

    /** Asks and waits for the end of the answer. */
    Locator ask(String words) {
        begin(words);
        Locator answer = at("article.answer[aria-busy=false]").last();
        at("#send:text('Send')").waitFor();
        return answer;
    }

    /** Asks and does not wait. */
    void begin(String words) {
        at("#words").fill(words);
        at("#words").press("Enter");
    }

    /** Keeps a picture for whoever wants to look at the page. */
    void picture(String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "pictures", name + ".png")));
    }

    @Override
    public void close() {
        context.close();
        server.close();
        router.close();
        fake.close();
    }
}

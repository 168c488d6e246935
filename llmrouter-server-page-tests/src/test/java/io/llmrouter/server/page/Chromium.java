package io.llmrouter.server.page;

import static org.junit.jupiter.api.Assumptions.abort;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One Chromium for all tests; where there is none, they are skipped. */
final class Chromium implements BeforeAllCallback {
    private static final List<String> PLACES = List.of(
            "/usr/bin/chromium",
            "/usr/bin/chromium-browser",
            "/usr/bin/google-chrome",
            "/usr/bin/google-chrome-stable");

    private Running running;

    @Override
    public void beforeAll(ExtensionContext context) {
        Path program = program().orElse(null);
        if (program == null) {
            abort("No Chromium in " + PLACES + ": install it (scripts/install-test-tools.sh), or set CHROMIUM_PATH");
        }
        running = context.getRoot()
                .getStore(ExtensionContext.Namespace.create(Chromium.class))
                .computeIfAbsent(Running.class, key -> Running.start(program), Running.class);
    }

    private static Optional<Path> program() {
        return Stream.concat(Stream.of(System.getenv("CHROMIUM_PATH")).filter(Objects::nonNull), PLACES.stream())
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }

    Browser browser() {
        return running.browser();
    }

    /** A started browser, closed after the last test. */
    private record Running(Playwright playwright, Browser browser) implements AutoCloseable {
        static Running start(Path program) {
            var playwright = Playwright.create(
                    new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
            var options = new BrowserType.LaunchOptions()
                    .setExecutablePath(program)
                    .setArgs(List.of("--no-sandbox", "--disable-dev-shm-usage"));
            return new Running(playwright, playwright.chromium().launch(options));
        }

        @Override
        public void close() {
            playwright.close();
        }
    }
}

package io.llmrouter.core.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.api.spi.RoutingStrategyProvider;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StrategyRegistrationTest {
    private static final String SERVICE = RoutingStrategyProvider.class.getName();

    @Test
    void everyBuiltInStrategyIsFound() {
        assertThat(builtIns().map(RoutingStrategyProvider::name))
                .containsExactlyInAnyOrder(
                        "random",
                        "round_robin",
                        "rules",
                        "llm",
                        "smallest_llm",
                        "largest_llm",
                        "cost",
                        "latency",
                        "least_busy",
                        "bedrock_smart_router");
    }

    @Test
    void noTwoStrategiesShareANameOrAnAlias() {
        assertThat(builtIns()
                        .flatMap(provider -> Stream.concat(Stream.of(provider.name()), provider.aliases().stream())))
                .doesNotHaveDuplicates()
                .allMatch(name -> name.equals(name.toLowerCase(Locale.ROOT)));
    }

    @Test
    void everyBuiltInStrategyDecidesWithoutSettings() {
        assertThat(builtIns()
                        .map(provider -> provider.create(new Routing(
                                        Map.of(), TestCandidate.all("a", "b"), ScriptedModel.answering("a")))
                                .decide(Routing.ask("q", "a", "b"))))
                .hasSize(10)
                .allMatch(decision -> List.of("a", "b").contains(decision.model()))
                .noneMatch(decision -> decision.reason().isBlank());
    }

    @Test
    void theModuleProvidesWhatTheServicesFileLists() throws Exception {
        ClassLoader loader = RandomStrategyProvider.class.getClassLoader();
        var location = RandomStrategyProvider.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation();
        try (InputStream descriptor =
                        Files.newInputStream(Path.of(location.toURI()).resolve("module-info.class"));
                InputStream services = loader.getResourceAsStream("META-INF/services/" + SERVICE)) {
            List<String> provided = ModuleDescriptor.read(descriptor).provides().stream()
                    .filter(provides -> provides.service().equals(SERVICE))
                    .flatMap(provides -> provides.providers().stream())
                    .toList();
            List<String> listed = new String(services.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();

            assertThat(provided).containsExactlyInAnyOrderElementsOf(listed);
        }
    }

    private static Stream<RoutingStrategyProvider> builtIns() {
        return ServiceLoader.load(RoutingStrategyProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(provider -> provider.getClass().getPackage().equals(RandomStrategyProvider.class.getPackage()));
    }
}

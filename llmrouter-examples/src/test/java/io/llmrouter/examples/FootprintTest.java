package io.llmrouter.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.testkit.Answer;
import io.llmrouter.testkit.FakeProvider;
import io.llmrouter.testkit.WireKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FootprintTest {
    private static final long TEN_MEGABYTES = 10_000_000;
    private static final String BEDROCK_ONLY = "llmrouter-bedrock";
    private static final String HTTP_ONLY = "llmrouter-http-providers";

    private final Dependencies dependencies = Dependencies.read();

    @Test
    void theCoreAndBedrockAloneAnswer() throws Exception {
        List<Path> classPath = new ArrayList<>(dependencies.of("llmrouter-core", BEDROCK_ONLY));
        classPath.add(Path.of("target", "test-classes"));

        try (FakeProvider fake = FakeProvider.start().scriptAny(Answer.text("Bedrock alone"))) {
            OtherJvm ran = OtherJvm.run(
                    List.of("-cp", OtherJvm.path(classPath), BedrockAlone.class.getName(), fake.bedrockUrl()));

            assertThat(ran.output()).contains("Bedrock alone");
            assertThat(ran.code()).isZero();
            assertThat(fake.requests()).extracting("format").containsExactly(WireKind.BEDROCK);
        }
    }

    @Test
    void theCoreAndBedrockAloneBringNoOtherClientAndNoOtherModule() {
        List<String> names = dependencies.names("llmrouter-core", BEDROCK_ONLY);

        assertThat(names)
                .filteredOn(name -> name.startsWith("llmrouter-"))
                .containsExactlyInAnyOrder("llmrouter-api", "llmrouter-core", "llmrouter-bedrock");
        assertThat(names).noneMatch(name -> name.matches("(netty|onnx|apache|jackson-databind).*"));
    }

    @Test
    void theCoreAndBedrockAloneStaySmall() {
        List<Path> files = dependencies.of("llmrouter-core", BEDROCK_ONLY);

        assertThat(files.stream().mapToLong(FootprintTest::size).sum()).isBetween(1_000_000L, TEN_MEGABYTES);
    }

    @Test
    void theCoreAndHttpProvidersAloneBringNoAwsSdk() {
        assertThat(dependencies.names("llmrouter-core", HTTP_ONLY))
                .containsExactlyInAnyOrder(
                        "llmrouter-api",
                        "llmrouter-core",
                        "llmrouter-http-providers",
                        "llmrouter-wire",
                        "jspecify",
                        "snakeyaml-engine",
                        "jackson-core",
                        "jackson-databind",
                        "jackson-annotations");
    }

    private static long size(Path file) {
        try (var files = Files.walk(file)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(each -> each.toFile().length())
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

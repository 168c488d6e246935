package io.llmrouter.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ServicesTest {
    private final Set<ModuleReference> modules = ModuleFinder.of(
                    Dependencies.read()
                            .of("llmrouter-core", "llmrouter-http-providers", "llmrouter-bedrock", "llmrouter-examples")
                            .stream()
                            .filter(file -> file.toString().contains("llmrouter-"))
                            .toArray(Path[]::new))
            .findAll();

    @Test
    void theClassPathAndTheModulePathFindTheSamePlugIns() throws IOException {
        var providing = new HashSet<String>();
        for (ModuleReference module : modules) {
            var declared = new TreeMap<String, Set<String>>();
            module.descriptor()
                    .provides()
                    .forEach(service -> declared.put(service.service(), Set.copyOf(service.providers())));

            assertThat(files(module)).as(module.descriptor().name()).isEqualTo(declared);
            if (!declared.isEmpty()) {
                providing.add(module.descriptor().name());
            }
        }
        assertThat(providing)
                .containsExactlyInAnyOrder(
                        "io.llmrouter.core",
                        "io.llmrouter.http",
                        "io.llmrouter.bedrock",
                        "io.llmrouter.learned",
                        "io.llmrouter.examples");
    }

    private static Map<String, Set<String>> files(ModuleReference module) throws IOException {
        var found = new TreeMap<String, Set<String>>();
        try (var reader = module.open()) {
            for (String name : reader.list()
                    .filter(name -> name.matches("META-INF/services/[^/]+"))
                    .toList()) {
                try (var in = reader.open(name).orElseThrow()) {
                    found.put(
                            name.substring("META-INF/services/".length()),
                            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                                    .lines()
                                    .filter(line -> !line.isBlank())
                                    .collect(Collectors.toSet()));
                }
            }
        }
        return found;
    }
}

package io.llmrouter.examples;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.api.spi.ChatModelProvider;
import io.llmrouter.api.spi.LimitStoreProvider;
import io.llmrouter.api.spi.RoutingStrategyProvider;
import io.llmrouter.learned.encode.SentenceEncoderProvider;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The floors of the house: arrows point down, and the habits that keep the modules small. */
class ArchitectureTest {
    private static final List<String> EVERYWHERE = List.of("java..", "org.jspecify..");
    private static final String[] LIBRARY = {
        "io.llmrouter.api..",
        "io.llmrouter.wire..",
        "io.llmrouter.core..",
        "io.llmrouter.http..",
        "io.llmrouter.bedrock..",
        "io.llmrouter.limits.redis..",
        "io.llmrouter.encoder.onnx..",
        "io.llmrouter.testkit.."
    };

    /** Counts its users, so that the routers of a process share their connections. */
    private static final String SHARED_TRANSPORT = "io.llmrouter.http.provider.SharedTransport";

    /** Each package by itself, but for the errors: an attempt tells its error, and an error its attempts. */
    private static final SliceAssignment PACKAGES = new SliceAssignment() {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            String name = type.getPackageName();
            if (!name.startsWith("io.llmrouter.")) {
                return SliceIdentifier.ignore();
            }
            return SliceIdentifier.of(name.equals("io.llmrouter.api.error") ? "io.llmrouter.api" : name);
        }

        @Override
        public String getDescription() {
            return "packages";
        }
    };

    private static final DescribedPredicate<JavaClass> CONCRETE_PLUG_INS = DescribedPredicate.describe(
            "are providers or strategy providers",
            type -> (type.isAssignableTo(ChatModelProvider.class)
                            || type.isAssignableTo(RoutingStrategyProvider.class)
                            || type.isAssignableTo(LimitStoreProvider.class)
                            || type.isAssignableTo(SentenceEncoderProvider.class))
                    && !type.getModifiers().contains(JavaModifier.ABSTRACT));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.llmrouter");

    @Test
    void allModulesAreLookedAt() {
        for (String module : LIBRARY) {
            String name = module.replace("..", "");
            assertThat(CLASSES.containPackage(name)).as(name).isTrue();
        }
    }

    @Test
    void theApiStandsOnTheJdkAlone() {
        mayUse("io.llmrouter.api..");
    }

    @Test
    void wireStandsOnTheApiAndJackson() {
        mayUse("io.llmrouter.wire..", "io.llmrouter.api..", "tools.jackson..");
    }

    @Test
    void theCoreKnowsNoProviderAndNoWireFormat() {
        mayUse("io.llmrouter.core..", "io.llmrouter.api..", "org.snakeyaml.engine..", "tools.jackson.core..");
    }

    /** Deadlines, waits, circuits and idle connections go by elapsed time: the machine's clock may be set at any moment. */
    @Test
    void whatWaitsAsksNoClockThatMayJump() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.llmrouter.core.engine..", "io.llmrouter.core.breaker..", "io.llmrouter.transport..")
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(Clock.class, "millis")
                .orShould()
                .accessTargetWhere(DescribedPredicate.describe(
                        "tell the time of day",
                        access -> access.getTargetOwner().getPackageName().equals("java.time")
                                && access.getName().equals("now")))
                .check(CLASSES);
    }

    @Test
    void httpProvidersStandOnWire() {
        mayUse("io.llmrouter.http..", "io.llmrouter.wire..", "io.llmrouter.api..", "javax.net.ssl..");
    }

    @Test
    void bedrockStandsOnTheAwsSdk() {
        mayUse("io.llmrouter.bedrock..", "io.llmrouter.api..", "software.amazon.awssdk..", "org.reactivestreams..");
    }

    @Test
    void limitsInRedisStandOnJedisAndTheApiAlone() {
        mayUse(
                "io.llmrouter.limits.redis..",
                "io.llmrouter.api..",
                "redis.clients.jedis..",
                "org.apache.commons.pool2..",
                "javax.net.ssl..");
    }

    @Test
    void encodersOnOnnxStandOnLearnedRouting() {
        mayUse(
                "io.llmrouter.encoder.onnx..",
                "io.llmrouter.learned.encode..",
                "io.llmrouter.api..",
                "ai.onnxruntime..",
                "tools.jackson..");
    }

    @Test
    void theTestkitStandsOnWire() {
        mayUse("io.llmrouter.testkit..", "io.llmrouter.wire..", "io.llmrouter.api..", "tools.jackson..");
    }

    @Test
    void packagesDoNotGoInCircles() {
        slices().assignedFrom(PACKAGES).should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void nothingPrintsButTheExamplesAndTheCommandLine() {
        noClasses()
                .that()
                .resideInAnyPackage(LIBRARY)
                .should(ACCESS_STANDARD_STREAMS)
                .check(CLASSES);
    }

    @Test
    void loggingGoesThroughSystemLogger() {
        noClasses()
                .that()
                .resideInAnyPackage(LIBRARY)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.util.logging..", "org.slf4j..")
                .check(CLASSES);
    }

    @Test
    void everyPackageIsNullMarked() {
        Set<JavaPackage> packages = CLASSES.stream().map(JavaClass::getPackage).collect(Collectors.toSet());

        assertThat(packages)
                .filteredOn(unit -> !unit.isAnnotatedWith(NullMarked.class))
                .extracting(JavaPackage::getName)
                .isEmpty();
    }

    @Test
    void errorsThatCallersSeeAreOfOneFamily() {
        classes()
                .that()
                .areAssignableTo(Throwable.class)
                .and()
                .arePublic()
                .and()
                .resideOutsideOfPackage("io.llmrouter.learned..") // whoever trains reads files, and calls no model
                .should()
                .beAssignableTo(LlmRouterException.class)
                .andShould()
                .resideInAPackage("io.llmrouter.api.error")
                .check(CLASSES);
    }

    @Test
    void plugInsCanBeMadeByServiceLoader() {
        classes()
                .that(CONCRETE_PLUG_INS)
                .should()
                .bePublic()
                .andShould()
                .haveModifier(JavaModifier.FINAL)
                .andShould(havePublicConstructorWithoutParameters())
                .check(CLASSES);
    }

    @Test
    void theLibraryHasNoMutableGlobals() {
        fields().that()
                .areDeclaredInClassesThat()
                .resideInAnyPackage(LIBRARY)
                .and()
                .areStatic()
                .and()
                .areNotDeclaredIn(SHARED_TRANSPORT)
                .should()
                .beFinal()
                .check(CLASSES);
    }

    @Test
    void optionalIsOnlyReturnedByTheApi() {
        noMethods()
                .that()
                .areDeclaredInClassesThat()
                .resideInAPackage("io.llmrouter.api..")
                .should()
                .haveRawParameterTypes(DescribedPredicate.describe(
                        "an Optional",
                        (List<JavaClass> types) ->
                                types.stream().anyMatch(type -> type.isEquivalentTo(Optional.class))))
                .check(CLASSES);
    }

    @Test
    void accessorsHaveNoGet() {
        noMethods()
                .that()
                .areDeclaredInClassesThat()
                .resideInAnyPackage("io.llmrouter.api..", "io.llmrouter.core", "io.llmrouter.testkit")
                .and()
                .arePublic()
                .should()
                .haveNameMatching("(get|set)[A-Z].*")
                .check(CLASSES);
    }

    private static void mayUse(String module, String... others) {
        String[] allowed = Stream.of(Stream.of(module), Arrays.stream(others), EVERYWHERE.stream())
                .flatMap(packages -> packages)
                .toArray(String[]::new);
        classes()
                .that()
                .resideInAPackage(module)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(allowed)
                .check(CLASSES);
    }

    private static ArchCondition<JavaClass> havePublicConstructorWithoutParameters() {
        return new ArchCondition<>("have a public constructor without parameters") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean found = type.tryGetConstructor()
                        .filter(constructor -> constructor.getModifiers().contains(JavaModifier.PUBLIC))
                        .isPresent();
                events.add(new SimpleConditionEvent(
                        type,
                        found,
                        type.getName() + (found ? " has" : " lacks") + " a public constructor without parameters"));
            }
        };
    }
}

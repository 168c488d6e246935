package io.llmrouter.core.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.api.RoutingDecision;
import io.llmrouter.api.Usage;
import io.llmrouter.core.journal.CallRecord.Asked;
import io.llmrouter.core.journal.CallRecord.Tried;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bills that add up: by day, model and key. */
class UsageSumsTest {
    private static final LocalDate DAY = LocalDate.of(2026, 3, 1);
    private final UsageSums sums = new UsageSums();

    @TempDir
    Path folder;

    @Test
    void eachAttemptIsBilledToItsModelAndTheCallToTheOneThatAnswered() {
        sums.add(Calls.answered("req_1", Calls.NOON));

        assertThat(sums.rows())
                .containsExactly(
                        new UsageRow(
                                DAY,
                                "large",
                                "web",
                                1,
                                0,
                                1,
                                1_000,
                                200,
                                300,
                                new BigDecimal("0.0042"),
                                0,
                                new BigDecimal("0.0058")),
                        new UsageRow(DAY, "small", "web", 0, 0, 1, 0, 0, 0, BigDecimal.ZERO, 0, BigDecimal.ZERO));
    }

    @Test
    void rowsOfOneModelAddUpInAllTheirColumns() {
        var one = new UsageRow(DAY, "m", "k", 1, 2, 3, 4, 5, 6, new BigDecimal("0.7"), 8, new BigDecimal("-0.9"));
        var two = new UsageRow(DAY, "m", "k", 10, 20, 30, 40, 50, 60, new BigDecimal("7"), 80, new BigDecimal("9"));
        sums.add(one);
        sums.add(two);
        sums.add(UsageRow.empty(DAY, "m", "k"));

        assertThat(sums.rows())
                .containsExactly(new UsageRow(
                        DAY, "m", "k", 11, 22, 33, 44, 55, 66, new BigDecimal("7.7"), 88, new BigDecimal("8.1")));
    }

    @Test
    void anotherDayModelOrKeyIsAnotherRow() {
        sums.add(UsageRow.empty(DAY, "m", "k"));
        sums.add(UsageRow.empty(DAY.plusDays(1), "m", "k"));
        sums.add(UsageRow.empty(DAY, "n", "k"));
        sums.add(UsageRow.empty(DAY, "m", "l"));

        assertThat(sums.rows()).hasSize(4);
    }

    @Test
    void aCallThatFailedIsTheLastModelsThatWasAsked() {
        sums.add(call(null, decided("first"), "boom", tried("first", "0.1"), tried("last", null)));

        assertThat(row("last").failed()).isEqualTo(1);
        assertThat(row("last").calls()).isEqualTo(1);
        assertThat(row("last").unpriced()).as("an unknown cost is unknown").isEqualTo(1);
        assertThat(row("last").cost()).isZero();
        assertThat(row("first").calls()).isZero();
        assertThat(row("first").unpriced()).isZero();
        assertThat(row("first").cost()).isEqualByComparingTo("0.1");
    }

    @Test
    void aCallThatAskedNobodyIsTheModelsThatWasChosenOrNobodys() {
        sums.add(call(null, decided("chosen"), "boom"));
        sums.add(call(null, null, "boom"));

        assertThat(sums.rows()).extracting(UsageRow::model).containsExactly("", "chosen");
        assertThat(sums.rows()).extracting(UsageRow::failed).containsExactly(1L, 1L);
    }

    @Test
    void nothingIsSavedWhereTheCostOrTheDearestIsUnknown() {
        sums.add(withCosts(new BigDecimal("1"), null));
        sums.add(withCosts(null, new BigDecimal("1")));
        assertThat(row("m").saved()).isZero();

        sums.add(withCosts(new BigDecimal("1"), new BigDecimal("3")));
        assertThat(row("m").saved()).isEqualByComparingTo("2");
        assertThat(row("m").failed()).isZero();
    }

    @Test
    void linesOfTotalsThatNameNoFileOfAJournalAreLeftOut() throws IOException {
        String rows = "\",\"rows\":[{\"day\":\"2026-03-01\",\"model\":\"m\",\"calls\":1}]}\n";
        Files.writeString(
                folder.resolve("totals.jsonl"),
                "{\"file\":\"a\\u0000b" + rows + "{\"file\":\"../calls-x.jsonl" + rows
                        + "{\"file\":\"calls-a\\u0000.jsonl"
                        + rows + "{\"file\":\"calls-../x.jsonl" + rows + "{\"file\":\"calls-1.jsonl" + rows
                        + "{\"file\":\"calls-1.jsonl" + rows + "not json\n");

        List<UsageRow> found = new ArrayList<>();
        new JournalFolder(folder).totals().forEach(found::add);

        assertThat(found).as("the one file, once").hasSize(1);
    }

    @Test
    void aFileThatIsTakenInTwiceIsSummedOnceAndOnlyOnceItIsGone() throws IOException {
        Path segment = folder.resolve("calls-1.jsonl");
        String record = CallRecordJson.write(Calls.answered("req_1", Calls.NOON));
        Files.writeString(segment, record);
        Totals totals = new JournalFolder(folder).totals();
        totals.takeIn(segment);
        Files.writeString(segment, record);
        totals.takeIn(segment);

        assertThat(Files.readAllLines(folder.resolve("totals.jsonl"))).hasSize(1);
        List<UsageRow> found = new ArrayList<>();
        totals.forEach(found::add);
        assertThat(found).extracting(UsageRow::model).containsExactly("large", "small");
    }

    @Test
    void aRecordOfATimeThatHasNoDayIsNone() {
        String record = CallRecordJson.write(Calls.answered("req_1", Calls.NOON));
        for (String time : List.of("+1000000000-12-31T23:59:59.999999999Z", "-1000000000-01-01T00:00:00Z")) {
            assertThat(CallRecordJson.read(record.replace(Calls.NOON.toString(), time)))
                    .as(time)
                    .isEmpty();
        }
        assertThat(CallRecordJson.read(record)).isPresent();
    }

    @Test
    void aCostThatWouldFillTheMemoryIsNoCost() {
        String record = CallRecordJson.write(Calls.answered("req_1", Calls.NOON));
        for (String cost : List.of("1e999999999", "1e-999999999", "1e101", "1e99999999999")) {
            assertThat(CallRecordJson.read(record.replace("0.0042", cost)))
                    .as(cost)
                    .isEmpty();
        }
        assertThat(CallRecordJson.read(record.replace("0.0042", "42e-4"))).isPresent();
    }

    private UsageRow row(String model) {
        return sums.rows().stream()
                .filter(row -> row.model().equals(model))
                .findFirst()
                .orElseThrow();
    }

    private static CallRecord withCosts(@Nullable BigDecimal cost, @Nullable BigDecimal dearest) {
        return record("m", null, null, cost, dearest, List.of());
    }

    private static CallRecord call(
            @Nullable String model, @Nullable RoutingDecision decision, String error, Tried... attempts) {
        return record(model, decision, error, BigDecimal.ZERO, null, List.of(attempts));
    }

    private static CallRecord record(
            @Nullable String model,
            @Nullable RoutingDecision decision,
            @Nullable String error,
            @Nullable BigDecimal cost,
            @Nullable BigDecimal dearest,
            List<Tried> attempts) {
        return new CallRecord(
                Instant.parse("2026-03-01T12:00:00Z"),
                "req",
                false,
                null,
                Map.of(),
                new Asked(null, 1, null, Set.of(), null),
                decision,
                attempts,
                model,
                cost,
                dearest,
                1,
                error);
    }

    private static RoutingDecision decided(String model) {
        return RoutingDecision.of(model, "the first");
    }

    private static Tried tried(String model, @Nullable String cost) {
        return new Tried(
                model,
                "test",
                0,
                1,
                null,
                Usage.reported(1, 2),
                cost == null ? null : new BigDecimal(cost),
                false,
                "boom",
                500,
                false);
    }
}

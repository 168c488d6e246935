package io.llmrouter.cli;

import io.llmrouter.cli.doctor.DoctorReport;
import io.llmrouter.cli.doctor.Examination;
import io.llmrouter.cli.json.Json;
import io.llmrouter.cli.terminal.Console;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code llmrouter doctor}. */
@Command(
        name = "doctor",
        description = {
            "Check a configuration: its file, its strategy, and of each model the provider, key, region, prices, limits"
                    + " and fallbacks. Keys are never shown.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:There is no problem; with --strict, no warning either.",
            "1:There is one: each says what to do.",
            ExitCodes.HELP_MISUSE
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  llmrouter doctor",
            "  llmrouter doctor --config production.yaml --probe",
            "  llmrouter doctor --strict --json"
        })
final class DoctorCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private LlmRouterCommand root;

    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Option(names = "--probe", description = "Also ask every model for one token, which may cost a little.")
    private boolean probe;

    @Option(names = "--strict", description = "Exit with 1 for warnings too.")
    private boolean strict;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() {
        Console console = root.console();
        Path file = config.file(console);
        Logs.warningsTo(console);
        var report = new DoctorReport(
                file.toString(), new Examination(Installed::provider, console.environment()).of(file, probe));
        if (json) {
            console.out().println(Json.text(report.json()));
        } else {
            report.print(console);
        }
        boolean failed = report.problems() > 0 || (strict && report.warnings() > 0);
        return failed ? ExitCodes.FAILED : ExitCodes.OK;
    }
}

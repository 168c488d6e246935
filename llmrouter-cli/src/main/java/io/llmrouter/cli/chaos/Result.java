package io.llmrouter.cli.chaos;

import java.time.Duration;

/**
 * What came out of a scenario.
 *
 * @param what what happened, for people
 * @param attempts how many attempts the wall saw, on all models
 * @param took the longest request
 */
public record Result(Scenario scenario, Verdict verdict, String what, int attempts, Duration took) {}

package io.llmrouter.benchmarks;

import io.llmrouter.benchmarks.load.Load;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is compared, and how long.
 *
 * @param root the folder of the project
 * @param peers the keys of the gateways beside LLMRouter
 * @param loads the loads
 * @param rounds how often each is measured
 * @param measured how long each is measured in a round
 * @param starts how often each gateway is started to time it
 * @param install whether missing gateways may be installed
 * @param gatewayCore the core of the gateways, as taskset wants it; empty where none is set apart
 */
record Options(
        Path root,
        List<String> peers,
        List<Load> loads,
        int rounds,
        Duration measured,
        int starts,
        boolean install,
        Optional<String> gatewayCore) {}

/** The gateways that are compared: how each is installed, configured and started. */
@NullMarked
package io.llmrouter.benchmarks.gateway;

import org.jspecify.annotations.NullMarked;

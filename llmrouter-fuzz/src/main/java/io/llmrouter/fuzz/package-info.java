/**
 * Fuzz targets: each takes bytes and fails if whoever reads them does what it must not. A target has the method {@code
 * fuzzerTestOneInput} that Jazzer calls, and needs nothing of Jazzer.
 */
@org.jspecify.annotations.NullMarked
package io.llmrouter.fuzz;

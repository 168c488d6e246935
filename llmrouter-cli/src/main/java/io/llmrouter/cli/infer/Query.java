package io.llmrouter.cli.infer;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A query of an input.
 *
 * @param id a text or a number by which the input knows it; {@code null} if it gives none
 */
public record Query(String text, @Nullable JsonNode id) {}

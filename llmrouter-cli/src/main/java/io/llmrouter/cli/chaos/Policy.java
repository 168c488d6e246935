package io.llmrouter.cli.chaos;

import java.util.List;

/**
 * What a scenario must know of the configuration that it tries.
 *
 * @param primary the model that is asked
 * @param models all models
 * @param hasLargerContext whether a model may be asked where the prompt is too long for the first
 * @param hasPolicyFallback whether a model may be asked where the first refuses the content
 */
record Policy(String primary, List<String> models, boolean hasLargerContext, boolean hasPolicyFallback) {}

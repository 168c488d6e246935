/** The configuration: read from YAML or built in code, validated whole, then immutable. */
@NullMarked
package io.llmrouter.core.config;

import org.jspecify.annotations.NullMarked;

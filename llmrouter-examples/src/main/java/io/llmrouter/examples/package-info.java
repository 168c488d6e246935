@NullMarked
package io.llmrouter.examples;

import org.jspecify.annotations.NullMarked;

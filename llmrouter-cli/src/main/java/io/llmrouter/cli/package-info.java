@NullMarked
package io.llmrouter.cli;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.llmrouter.testkit;

import org.jspecify.annotations.NullMarked;
